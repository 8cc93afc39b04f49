// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.PrepareResult;
import dev.sparkbench.api.contract.ReportResult;
import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.api.contract.Versioned;
import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.controller.plan.ObservedPod.FailedInit;
import dev.sparkbench.controller.plan.ObservedPod.Phase;
import dev.sparkbench.controller.plan.ObservedPod.Termination;
import dev.sparkbench.controller.spec.Benchmark;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** The outcome of a pod. */
sealed interface PodOutcome {

  /** Used instead of the end of a container that has not ended. */
  Termination NOT_ENDED = new Termination(-1, "", "");

  /** A run was measured. */
  record Measured(RunReport report) implements PodOutcome {}

  /** The data exists. */
  record Prepared(PrepareResult result) implements PodOutcome {}

  /** The report was written. */
  record Reported(ReportResult result) implements PodOutcome {}

  /** None of these. */
  record Failed(Failure failure) implements PodOutcome {}

  /** The outcome of the current pod; empty while it is at work. */
  static Optional<PodOutcome> of(
      ObservedPod pod, CurrentPod current, Benchmark benchmark, Instant now) {
    if (pod.active() && pod.termination().isEmpty()) {
      return pod.phase() == Phase.UNKNOWN || pod.lost(now)
          ? failed(FailureReason.NODE_LOST, "the node of pod %s does not answer", pod.name())
          : Optional.empty();
    }
    // The container's answer counts, whatever happened to the pod afterwards.
    String message = pod.termination().map(Termination::message).orElse("");
    return said(message, current, benchmark).or(() -> concluded(pod, current));
  }

  private static Optional<PodOutcome> said(
      String message, CurrentPod current, Benchmark benchmark) {
    if (message.isBlank()) {
      return Optional.empty();
    }
    return switch (current.purpose()) {
      case Prepare -> read(message, PrepareResult.class).map(PodOutcome::prepared);
      case Run -> read(message, RunReport.class).map(it -> measured(it, current, benchmark));
      case Report -> read(message, ReportResult.class).map(it -> reported(it, benchmark));
    };
  }

  private static PodOutcome prepared(PrepareResult result) {
    return result.succeeded() ? new Prepared(result) : new Failed(result.failure());
  }

  private static PodOutcome measured(RunReport report, CurrentPod current, Benchmark benchmark) {
    if (!report.succeeded()) {
      return new Failed(reasonOf(report.failure(), "the driver gave no reason"));
    }
    return isSound(report, current, benchmark)
        ? new Measured(report)
        : new Failed(
            new Failure(
                FailureReason.INTERNAL,
                "the driver's report is not one of %d nodes, trial %d, with %d measured times"
                    .formatted(
                        current.nodes(),
                        current.trial(),
                        benchmark.measurement().run().iterations())));
  }

  private static PodOutcome reported(ReportResult result, Benchmark benchmark) {
    if (!result.succeeded()) {
      return new Failed(reasonOf(result.failure(), "the report pod gave no reason"));
    }
    ReportResult located = result.located(benchmark.layout());
    return fits(located.performanceCsv(), Contract.MAX_URI_LENGTH)
            && fits(located.reportHtml(), Contract.MAX_URI_LENGTH)
        ? new Reported(located)
        : new Failed(
            new Failure(
                FailureReason.INTERNAL,
                "the report pod's answer names places that are longer than %d characters"
                    .formatted(Contract.MAX_URI_LENGTH)));
  }

  private static Failure reasonOf(Failure failure, String otherwise) {
    return Objects.requireNonNullElse(failure, new Failure(FailureReason.INTERNAL, otherwise));
  }

  private static boolean fits(String text, int length) {
    return text == null || text.length() <= length;
  }

  private static boolean isSound(RunReport report, CurrentPod current, Benchmark benchmark) {
    // The number of samples matters only if there are several trials.
    boolean enough =
        benchmark.measurement().trials() == 1
            ? !report.samples().isEmpty()
            : report.samples().size() == benchmark.measurement().run().iterations();
    return Objects.equals(report.nodes(), current.nodes())
        && Objects.equals(report.trial(), current.trial())
        && enough
        && fits(report.datasetIdentity(), Contract.MAX_IDENTITY_LENGTH)
        && report.samples().stream().allMatch(s -> s > 0 && Double.isFinite(s));
  }

  private static <T extends Versioned> Optional<T> read(String message, Class<T> type) {
    try {
      return Optional.of(Contract.read(message, type));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The outcome of a pod that left no answer, from its state. */
  private static Optional<PodOutcome> concluded(ObservedPod pod, CurrentPod current) {
    return byPodReason(pod, current)
        .or(() -> byContainers(pod))
        .or(() -> byDisruption(pod))
        .or(() -> byDeletion(pod))
        .or(() -> byRefusal(pod))
        .or(() -> unexplained(pod));
  }

  private static Optional<PodOutcome> byPodReason(ObservedPod pod, CurrentPod current) {
    return switch (pod.reason().orElse("")) {
      case "Evicted" ->
          failed(FailureReason.EVICTED, "pod %s was evicted%s", pod.name(), said(pod));
      case "Preempting" ->
          failed(
              FailureReason.DISRUPTED,
              "pod %s was preempted by its node's kubelet%s",
              pod.name(),
              said(pod));
      case "DeadlineExceeded" -> Optional.of(new Failed(Deadlines.endedByKubelet(pod, current)));
      case "NodeLost", "NodeShutdown", "Terminated", "Shutdown" ->
          failed(FailureReason.NODE_LOST, "the node of pod %s went away%s", pod.name(), said(pod));
      default -> Optional.empty();
    };
  }

  private static Optional<PodOutcome> byContainers(ObservedPod pod) {
    if (pod.termination().isEmpty() && pod.failedInit().isPresent()) {
      FailedInit init = pod.failedInit().get();
      return failed(
          FailureReason.INIT_CONTAINER_FAILED,
          "init container %s of pod %s failed with exit code %d (%s)%s; its log says more: kubectl logs %s -c %s",
          init.container(),
          pod.name(),
          init.end().exitCode(),
          init.end().reason(),
          sentence(init.end().message()),
          pod.name(),
          init.container());
    }
    Termination end = pod.termination().orElse(NOT_ENDED);
    return switch (end.reason()) {
      case "OOMKilled" ->
          failed(
              FailureReason.OOM_KILLED,
              "pod %s exceeded its memory limit; raise driver.memory",
              pod.name());
      case "StartError", "ContainerCannotRun" ->
          failed(
              FailureReason.CONTAINER_CONFIG_FAILED,
              "the driver's container of pod %s could not be started%s%s",
              pod.name(),
              sentence(end.message()),
              end.message().contains("exec format error")
                  ? "; the image is for another processor architecture than the node's"
                  : "");
      case "ContainerStatusUnknown" ->
          failed(
              FailureReason.NODE_LOST,
              "what became of the driver's container of pod %s is not known%s",
              pod.name(),
              sentence(end.message()));
      default -> Optional.empty();
    };
  }

  private static Optional<PodOutcome> byDisruption(ObservedPod pod) {
    return pod.disruption()
        .flatMap(
            disruption ->
                failed(
                    FailureReason.DISRUPTED,
                    "pod %s was %s%s",
                    pod.name(),
                    fate(disruption.reason()),
                    sentence(disruption.message())));
  }

  private static String fate(String reason) {
    return switch (reason) {
      case "EvictionByEvictionAPI" -> "evicted through the API, as when its node is drained";
      case "PreemptionByScheduler" -> "preempted by a pod of higher priority";
      case "DeletionByTaintManager" -> "deleted because of a taint of its node";
      case "DeletionByPodGC" -> "deleted because its node is gone";
      default -> "taken away (" + reason + ")";
    };
  }

  private static Optional<PodOutcome> byDeletion(ObservedPod pod) {
    return pod.deleting()
        ? failed(FailureReason.POD_DELETED, "pod %s was deleted", pod.name())
        : Optional.empty();
  }

  /** If the kubelet refused a pod, it has a reason such as {@code OutOfcpu}, and no container. */
  private static Optional<PodOutcome> byRefusal(ObservedPod pod) {
    return pod.termination().isEmpty() && pod.started().isEmpty()
        ? pod.reason()
            .flatMap(
                reason ->
                    failed(
                        FailureReason.NODE_REFUSED,
                        "the node that pod %s was sent to refused it: %s%s",
                        pod.name(),
                        reason,
                        said(pod)))
        : Optional.empty();
  }

  private static Optional<PodOutcome> unexplained(ObservedPod pod) {
    return failed(
        FailureReason.INTERNAL,
        "pod %s ended with exit code %s and left %s%s; see its log",
        pod.name(),
        pod.termination().map(t -> String.valueOf(t.exitCode())).orElse("unknown"),
        pod.termination().filter(t -> t.message().startsWith("{")).isPresent()
            ? "an answer that cannot be read, perhaps because it was cut"
            : "no report",
        said(pod));
  }

  private static String said(ObservedPod pod) {
    return sentence(pod.message());
  }

  private static String sentence(String message) {
    return message.isBlank() ? "" : ": " + message.strip();
  }

  private static Optional<PodOutcome> failed(FailureReason reason, String text, Object... values) {
    return Optional.of(new Failed(new Failure(reason, text.formatted(values))));
  }
}
