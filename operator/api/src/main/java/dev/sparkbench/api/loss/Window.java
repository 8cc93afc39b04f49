// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.loss;

import java.util.List;

/**
 * One measured computation, as seen by Spark's scheduler. All times are seconds from its start.
 *
 * @param seconds its wall time, positive
 * @param slots tasks that can run at once: executors × cores, at least 1
 * @param stages the stages that had tasks
 */
public record Window(double seconds, int slots, List<Stage> stages) {

  /** Copies the stages. */
  public Window {
    if (!(seconds > 0) || slots < 1) {
      throw new IllegalArgumentException(
          "a window needs time and slots, not %s s and %d slots".formatted(seconds, slots));
    }
    stages = List.copyOf(stages);
  }

  /**
   * One attempt of a stage.
   *
   * @param id Spark's number of the stage
   * @param start when it was submitted
   * @param end when the result of its last task had arrived
   * @param tasks all its tasks
   */
  public record Stage(int id, double start, double end, List<Task> tasks) {

    /** Copies the tasks. */
    public Stage {
      tasks = List.copyOf(tasks);
    }

    /** The tasks that had something to do; all, if none had. */
    List<Task> working() {
      List<Task> working = tasks.stream().filter(task -> !task.empty()).toList();
      return working.isEmpty() ? tasks : working;
    }

    double taskSeconds() {
      return tasks.stream().mapToDouble(Task::seconds).sum();
    }
  }

  /**
   * One attempt of a task.
   *
   * @param start when the scheduler gave it a slot
   * @param end when the scheduler had its result
   * @param run its seconds in the executor without deserialization, Spark's {@code executorRunTime}
   * @param cpu seconds of {@code run} on a core
   * @param gc seconds of {@code run} in which the executor collected garbage
   * @param fetchWait seconds of {@code run} spent waiting for shuffled data
   * @param shuffleWrite seconds of {@code run} spent writing shuffled data
   * @param empty whether it had nothing to do, because its part of the input has no records
   */
  public record Task(
      double start,
      double end,
      double run,
      double cpu,
      double gc,
      double fetchWait,
      double shuffleWrite,
      boolean empty) {

    double seconds() {
      return Math.max(0, end - start);
    }
  }
}
