// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.measurement;

import dev.sparkbench.api.loss.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One iteration with all its tasks, which can be many; {@link Iteration} is what is kept of it.
 *
 * @param seconds its wall time
 * @param trace what Spark did meanwhile
 */
record Watched(double seconds, Trace trace) {

  static final double MILLIS_PER_SECOND = 1e3;
  private static final double NANOS_PER_SECOND = 1e9;

  /**
   * Several computations, as if each had begun when the one before ended; the time between them is
   * left out.
   */
  static Watched sum(List<Watched> all) {
    if (all.size() == 1) {
      return all.get(0);
    }
    double seconds = 0;
    int lost = 0;
    int begun = 0;
    long start = all.get(0).trace().start();
    List<Trace.Stage> stages = new ArrayList<>();
    List<Trace.Task> tasks = new ArrayList<>();
    for (Watched one : all) {
      Trace moved = one.trace().from(start + Math.round(seconds * MILLIS_PER_SECOND));
      stages.addAll(moved.stages());
      tasks.addAll(moved.tasks());
      lost += moved.executorsLost();
      begun += moved.stagesBegun();
      seconds += one.seconds();
    }
    // The sums are in whole microseconds.
    double rounded = Timed.seconds(Math.round(seconds * NANOS_PER_SECOND));
    return new Watched(
        rounded,
        new Trace(
            start, start + Math.round(seconds * MILLIS_PER_SECOND), stages, tasks, lost, begun));
  }

  /** What disturbed the work; empty if nothing did. */
  Optional<String> disturbance() {
    if (trace.executorsLost() > 0) {
      return Optional.of(count(trace.executorsLost(), "executor") + " lost");
    }
    return trace.failedTasks() > 0
        ? Optional.of(count(trace.failedTasks(), "task") + " failed and done again")
        : Optional.empty();
  }

  private static String count(int number, String what) {
    return number == 1 ? "1 " + what : number + " " + what + "s";
  }

  /** The CPU time of all tasks together. */
  double cpuSeconds() {
    return trace.tasks().stream().mapToDouble(t -> Metric.EXECUTOR_CPU.seconds(t.figures())).sum();
  }

  /** The window for the account of slot time, with a number of slots. */
  Window window(int slots) {
    Map<Attempt, List<Trace.Task>> tasks = tasksByStage();
    return new Window(
        seconds,
        slots,
        trace.stages().stream()
            .map(
                stage ->
                    new Window.Stage(
                        stage.id(),
                        sinceStart(stage.submitted()),
                        sinceStart(stage.completed()),
                        window(tasks.getOrDefault(Attempt.of(stage), List.of()))))
            .toList());
  }

  /** The tasks of each attempt of a stage, collected in one pass over all tasks. */
  Map<Attempt, List<Trace.Task>> tasksByStage() {
    return trace.tasks().stream().collect(Collectors.groupingBy(Attempt::of));
  }

  /** The key of an attempt of a stage, by Spark's numbers. */
  record Attempt(int stage, int number) {

    static Attempt of(Trace.Stage stage) {
      return new Attempt(stage.id(), stage.attempt());
    }

    private static Attempt of(Trace.Task task) {
      return new Attempt(task.stage(), task.stageAttempt());
    }
  }

  double sinceStart(long millis) {
    return Math.max(0, millis - trace.start()) / MILLIS_PER_SECOND;
  }

  private List<Window.Task> window(List<Trace.Task> tasks) {
    boolean reading = tasks.stream().anyMatch(Watched::foundRecords);
    return tasks.stream().map(task -> task(task, reading && !foundRecords(task))).toList();
  }

  /** Whether a task had something to do; a failed task may have had. */
  static boolean foundRecords(Trace.Task task) {
    return !task.succeeded()
        || Metric.INPUT_RECORDS.count(task.figures()) > 0
        || Metric.SHUFFLE_READ.count(task.figures()) > 0;
  }

  private Window.Task task(Trace.Task task, boolean empty) {
    return new Window.Task(
        sinceStart(task.launched()),
        sinceStart(task.finished()),
        Metric.EXECUTOR_RUN.seconds(task.figures()),
        Metric.EXECUTOR_CPU.seconds(task.figures()),
        Metric.GC.seconds(task.figures()),
        Metric.FETCH_WAIT.seconds(task.figures()),
        Metric.SHUFFLE_WRITE.seconds(task.figures()),
        empty);
  }
}
