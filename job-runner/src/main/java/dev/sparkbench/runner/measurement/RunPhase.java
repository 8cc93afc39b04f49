// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.measurement;

import dev.sparkbench.api.contract.Phases;

/** What a driver does, from its start to its answer; the names are those of {@link Phases}. */
public enum RunPhase {
  /** Starting the JVM, and reading what to do. */
  JVM,
  /** Finding the dataset in the store, and looking at the end whether it is the same. */
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
