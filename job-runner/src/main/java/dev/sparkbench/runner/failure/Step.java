// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.failure;

/**
 * What a command was doing when something went wrong. The same exception means different things.
 */
public enum Step {
  /** Looking at the dataset's objects, before Spark starts. */
  LISTING,
  /** Starting Spark and its executors. */
  STARTING,
  /** Opening the dataset: schema, headers, footers. */
  OPENING,
  /** Reading the dataset and computing. */
  COMPUTING,
  /** Writing results. */
  WRITING
}
