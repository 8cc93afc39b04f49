// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.prediction;

import java.util.List;

/**
 * A stage as Spark's scheduler executed it. All times are seconds from the start of the window.
 *
 * @param id Spark's number; if several stages could continue at the same time, the lowest gets
 *     slots first
 * @param group the group of the stage: a SQL execution, or a job outside of SQL. Stages of one
 *     group depend on each other only by their shuffles; a group begins when the driver has the
 *     results of what came before
 * @param submitted when the scheduler received it
 * @param completed when the scheduler knew that it was done
 * @param parents the stages of the same window whose shuffles it reads
 * @param launched when its tasks got their slots, in ascending order
 * @param finished when the driver had the result of each, in the same order
 * @param overheadSec the average part of a task's duration outside of the executor's code: sending
 *     and deserializing the task, and fetching its result
 */
public record RecordedStage(
    int id,
    String group,
    double submitted,
    double completed,
    List<Integer> parents,
    double[] launched,
    double[] finished,
    double overheadSec) {

  /** Copies the parents; the arrays are not copied and must not change. */
  public RecordedStage {
    if (launched.length != finished.length) {
      throw new IllegalArgumentException(
          "stage %d: %d tasks were launched and %d finished"
              .formatted(id, launched.length, finished.length));
    }
    for (int i = 1; i < launched.length; i++) {
      if (launched[i] < launched[i - 1]) {
        throw new IllegalArgumentException(
            "stage %d: tasks must be in the order in which they were launched".formatted(id));
      }
    }
    parents = List.copyOf(parents);
  }

  double firstLaunch() {
    return launched.length == 0 ? submitted : launched[0];
  }

  /** When its last task was done; if it had no tasks, when the scheduler knew that it was done. */
  double lastFinish() {
    double last = launched.length == 0 ? completed : 0;
    for (double end : finished) {
      last = Math.max(last, end);
    }
    return last;
  }

  /** The durations of its tasks, in the order of launching. */
  public double[] taskSeconds() {
    double[] seconds = new double[launched.length];
    for (int i = 0; i < seconds.length; i++) {
      seconds[i] = Math.max(0, finished[i] - launched[i]);
    }
    return seconds;
  }
}
