// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

/**
 * What to do with records of a text format that cannot be read: a record that is not JSON, that has
 * another number of fields than there are columns, or that has a value of another type than its
 * column. The names are those in manifests.
 */
public enum BadRecords {
  /** The run fails. */
  Fail,
  /** They are left out, and counted in the output. */
  Drop
}
