// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

/**
 * What to do with records of a text format that cannot be read: no JSON, another number of fields
 * than there are columns, a value that is not of its column's type. The names are those in
 * manifests.
 */
public enum BadRecords {
  /** The run fails. */
  Fail,
  /** They are left out, and counted in the output. */
  Drop
}
