// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

/**
 * What to do with the rows that a query returns. The names are those in manifests. In both cases,
 * every row and column of the result is computed.
 */
public enum QueryResult {
  /** The executors compute the rows and discard them: Spark's {@code noop} sink. */
  Discard,
  /** The rows are collected in the driver's memory. */
  Collect
}
