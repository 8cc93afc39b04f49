// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.measurement;

import dev.sparkbench.api.contract.Phases;

/** The phases of a driver, from its start to its answer; the names are those of {@link Phases}. */
public enum RunPhase {
  /** Starting the JVM and reading the request. */
  JVM,
  /** Finding the dataset in the store, and checking at the end that it has not changed. */
  CHECK,
  /** Starting Spark, without waiting for executors. */
  SESSION,
  /** Waiting for executors. */
  EXECUTORS,
  /** Reading or inferring the schema. */
  SCHEMA,
  /** Bringing the dataset into the executors' memory. */
  CACHE,
  /** Iterations that do not count. */
  WARMUPS,
  /** Iterations that are measured. */
  ITERATIONS,
  /** Writing the output. */
  UPLOAD,
  /** Stopping Spark. */
  STOP
}
