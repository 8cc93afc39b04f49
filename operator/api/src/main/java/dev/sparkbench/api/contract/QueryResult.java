// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

/**
 * What becomes of the rows that a query returns. The names are those in manifests. Either way every
 * row and column of the result is computed.
 */
public enum QueryResult {
  /** The executors compute them and throw them away: Spark's {@code noop} sink. */
  Discard,
  /** They are brought into the driver's memory. */
  Collect
}
