// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.measurement;

import java.util.List;

/**
 * What Spark's scheduler did during one computation. Times are milliseconds since 1970 by the
 * driver's clock.
 *
 * @param start when it began
 * @param end when its result was in the driver
 * @param stages the attempts of stages that ended
 * @param tasks the attempts of tasks that ended
 * @param executorsLost the number of lost executors
 * @param stagesBegun the number of stages that began; it is larger than the number of stages that
 *     ended if Spark did not report all events
 */
record Trace(
    long start,
    long end,
    List<Stage> stages,
    List<Task> tasks,
    int executorsLost,
    int stagesBegun) {

  Trace {
    stages = List.copyOf(stages);
    tasks = List.copyOf(tasks);
  }

  /** The same trace, shifted to begin at another time. */
  Trace from(long newStart) {
    long shift = newStart - start;
    return new Trace(
        newStart,
        end + shift,
        stages.stream().map(stage -> stage.shifted(shift)).toList(),
        tasks.stream().map(task -> task.shifted(shift)).toList(),
        executorsLost,
        stagesBegun);
  }

  /** The number of failed task attempts. */
  int failedTasks() {
    return (int) tasks.stream().filter(task -> !task.succeeded()).count();
  }

  /**
   * One attempt of a stage.
   *
   * @param links its links to other stages
   */
  record Stage(int id, int attempt, String name, long submitted, long completed, StageLinks links) {

    private Stage shifted(long millis) {
      return new Stage(id, attempt, name, submitted + millis, completed + millis, links);
    }
  }

  /**
   * One attempt of a task.
   *
   * @param figures by {@link Metric}
   */
  record Task(
      int stage,
      int stageAttempt,
      String executor,
      String host,
      long launched,
      long finished,
      boolean succeeded,
      long[] figures) {

    private Task shifted(long millis) {
      return new Task(
          stage,
          stageAttempt,
          executor,
          host,
          launched + millis,
          finished + millis,
          succeeded,
          figures);
    }
  }
}
