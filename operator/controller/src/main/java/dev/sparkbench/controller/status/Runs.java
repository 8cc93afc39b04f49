package dev.sparkbench.controller.status;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.api.resource.RunStatus;
import dev.sparkbench.api.resource.RunStatus.State;
import dev.sparkbench.api.scaling.MedianInterval;
import dev.sparkbench.api.scaling.SampleSummary;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The entries of {@code status.runs} in their states. */
final class Runs {

  private Runs() {}

  static List<RunStatus> change(List<RunStatus> runs, int nodes, UnaryOperator<RunStatus> change) {
    return runs.stream().map(run -> run.nodes() == nodes ? change.apply(run) : run).toList();
  }

  static List<RunStatus> skipPending(List<RunStatus> runs) {
    return runs.stream()
        .map(
            run ->
                run.state() == State.Pending
                    ? entry(run.nodes(), State.Skipped, null, null, null, null)
                    : run)
        .toList();
  }

  /** Being measured; why an earlier attempt failed stays visible until one succeeds. */
  static RunStatus running(RunStatus run, String pod, int attempt) {
    return entry(run.nodes(), State.Running, attempt, pod, run.reason(), run.message());
  }

  static RunStatus failedAttempt(RunStatus run, Failure failure) {
    return entry(
        run.nodes(),
        State.Running,
        run.attempts(),
        run.pod(),
        failure.reason().code(),
        failure.message());
  }

  static RunStatus failed(RunStatus run, Failure failure) {
    return entry(
        run.nodes(),
        State.Failed,
        run.attempts(),
        run.pod(),
        failure.reason().code(),
        failure.message());
  }

  static RunStatus succeeded(RunStatus run, RunReport report) {
    SampleSummary times = SampleSummary.of(report.samples());
    Optional<MedianInterval> interval = times.interval();
    return new RunStatus(
        run.nodes(),
        State.Succeeded,
        run.attempts(),
        run.pod(),
        report.samples(),
        Performance.seconds(times.median()),
        times.min(),
        times.max(),
        interval.map(MedianInterval::low).orElse(null),
        interval.map(MedianInterval::high).orElse(null),
        report.executorsLost(),
        report.disturbed(),
        null,
        null);
  }

  private static RunStatus entry(
      int nodes, State state, Integer attempts, String pod, String reason, String message) {
    return new RunStatus(
        nodes, state, attempts, pod, null, null, null, null, null, null, null, null, reason,
        message);
  }
}
