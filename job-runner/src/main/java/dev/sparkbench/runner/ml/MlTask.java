// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml;

/**
 * A machine-learning task. It says how it prepares the dataset's columns, and how it trains on the
 * result. {@link TaskRun} does the rest: it times each phase separately, keeps its result in memory
 * so that no phase includes the work of another, and writes the output. Its class is found by its
 * name (see {@link dev.sparkbench.runner.ml.tasks.ImplementedMlTasks}).
 */
public interface MlTask {

  /**
   * Says what to read and how to prepare it. It is called before any data is read, so that missing
   * columns and unsuitable parameters are found early.
   */
  Recipe recipe(TaskInput input);

  /** Trains a model. The result must be computed, not only planned. */
  Trained train(Prepared data, TaskInput input);
}
