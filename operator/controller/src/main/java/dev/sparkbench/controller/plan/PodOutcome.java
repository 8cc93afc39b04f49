package dev.sparkbench.controller.plan;

import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.ReportResult;
import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.api.contract.Versioned;
import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.api.resource.CurrentPod.Purpose;
import dev.sparkbench.controller.plan.ObservedPod.Phase;
import dev.sparkbench.controller.plan.ObservedPod.Termination;
import dev.sparkbench.controller.spec.Benchmark;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** What came of a pod. */
sealed interface PodOutcome {

  /** A run was measured. */
  record Measured(RunReport report) implements PodOutcome {}

  /** The report was written. */
  record Reported(ReportResult result) implements PodOutcome {}

  /** Neither. */
  record Failed(Failure failure) implements PodOutcome {}

  /** Tells what came of the current pod; empty while it is at work. */
  static Optional<PodOutcome> of(
      ObservedPod pod, CurrentPod current, Benchmark benchmark, Instant now) {
    if (pod.active() && pod.termination().isEmpty()) {
      return pod.phase() == Phase.UNKNOWN || pod.lost(now)
          ? failed(FailureReason.NODE_LOST, "the node of pod %s does not answer", pod.name())
          : Optional.empty();
    }
    // What the container said counts, whatever happened to the pod afterwards.
    String message = pod.termination().map(Termination::message).orElse("");
    return said(message, current, benchmark).or(() -> concluded(pod));
  }

  private static Optional<PodOutcome> said(
      String message, CurrentPod current, Benchmark benchmark) {
    if (message.isBlank()) {
      return Optional.empty();
    }
    if (current.purpose() == Purpose.Report) {
      return read(message, ReportResult.class)
          .map(
              r ->
                  r.succeeded()
                      ? new Reported(r.located(benchmark.layout()))
                      : new Failed(r.failure()));
    }
    return read(message, RunReport.class)
        .map(
            report -> {
              if (!report.succeeded()) {
                return new Failed(
                    Objects.requireNonNullElse(
                        report.failure(),
                        new Failure(FailureReason.INTERNAL, "the driver gave no reason")));
              }
              return isSound(report, current, benchmark)
                  ? new Measured(report)
                  : new Failed(
                      new Failure(
                          FailureReason.INTERNAL,
                          "the driver's report is not one of %d nodes, trial %d, with %d measured times"
                              .formatted(
                                  current.nodes(), current.trial(), benchmark.iterations())));
            });
  }

  private static boolean isSound(RunReport report, CurrentPod current, Benchmark benchmark) {
    // Only where there are trials does anything depend on how many samples each has.
    boolean enough =
        benchmark.trials() == 1
            ? !report.samples().isEmpty()
            : report.samples().size() == benchmark.iterations();
    return Objects.equals(report.nodes(), current.nodes())
        && Objects.equals(report.trial(), current.trial())
        && enough
        && report.samples().stream().allMatch(s -> s > 0 && Double.isFinite(s));
  }

  private static <T extends Versioned> Optional<T> read(String message, Class<T> type) {
    try {
      return Optional.of(Contract.read(message, type));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<PodOutcome> concluded(ObservedPod pod) {
    String detail = pod.message().isEmpty() ? "" : ": " + pod.message();
    switch (pod.reason().orElse("")) {
      case "Evicted", "Preempting":
        return failed(FailureReason.EVICTED, "pod %s was evicted%s", pod.name(), detail);
      case "DeadlineExceeded":
        return failed(
            FailureReason.RUN_TIMEOUT,
            "pod %s ran longer than timeouts.runSeconds allows",
            pod.name());
      case "NodeLost", "NodeShutdown", "Terminated", "Shutdown":
        return failed(
            FailureReason.NODE_LOST, "the node of pod %s went away%s", pod.name(), detail);
      default:
        break;
    }
    if (pod.termination().map(Termination::reason).filter("OOMKilled"::equals).isPresent()) {
      return failed(
          FailureReason.OOM_KILLED,
          "pod %s exceeded its memory limit; raise driver.memory",
          pod.name());
    }
    if (pod.deleting()) {
      return failed(FailureReason.POD_DELETED, "pod %s was deleted", pod.name());
    }
    return failed(
        FailureReason.INTERNAL,
        "pod %s ended with exit code %s and left no report%s; see its log",
        pod.name(),
        pod.termination().map(t -> String.valueOf(t.exitCode())).orElse("unknown"),
        detail);
  }

  private static Optional<PodOutcome> failed(FailureReason reason, String text, Object... values) {
    return Optional.of(new Failed(new Failure(reason, text.formatted(values))));
  }
}
