package dev.sparkbench.runner.measurement;

import dev.sparkbench.api.loss.Window;
import java.util.List;
import java.util.Optional;

/**
 * One measured iteration.
 *
 * @param seconds its wall time
 * @param trace what Spark did meanwhile
 */
public record Iteration(double seconds, Trace trace) {

  private static final double MILLIS_PER_SECOND = 1e3;

  /** Why this is no sample of undisturbed work; empty if it is one. */
  public Optional<String> disturbance() {
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

  /** As the account of slot time wants it, with that many slots. */
  Window window(int slots) {
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
                        window(tasks(stage))))
            .toList());
  }

  List<Trace.Task> tasks(Trace.Stage stage) {
    return trace.tasks().stream()
        .filter(task -> task.stage() == stage.id() && task.stageAttempt() == stage.attempt())
        .toList();
  }

  double sinceStart(long millis) {
    return Math.max(0, millis - trace.start()) / MILLIS_PER_SECOND;
  }

  private List<Window.Task> window(List<Trace.Task> tasks) {
    boolean reading = tasks.stream().anyMatch(Iteration::foundRecords);
    return tasks.stream().map(task -> task(task, reading && !foundRecords(task))).toList();
  }

  /** Whether a task had something to do; what failed may have had. */
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
