// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml;

/**
 * A machine-learning task. It says what it makes of the dataset's columns and how it trains on
 * that; {@link TaskRun} does the rest: it times each phase apart, keeps its result in memory so
 * that no phase pays for another, and writes the output.
 */
public interface MlTask {

  /** The task's name in the catalogue. */
  String name();

  /**
   * What to read and what to make of it. Called before any data is read: columns that are missing
   * and parameters that do not fit are found here.
   */
  Recipe recipe(TaskInput input);

  /** Trains. What it returns has to be computed, not merely planned. */
  Trained train(Prepared data, TaskInput input);
}
