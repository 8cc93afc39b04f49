// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.work;

/**
 * A task of a workload.
 *
 * @param task the task
 * @param parameters its parameters in the workload
 * @param <T> the kind of tasks of its type
 */
public record SelectedTask<T>(T task, TaskParameters parameters) {

  /** The task's name in the catalogue. */
  public String name() {
    return parameters.task().name();
  }
}
