// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.controller.plan.ObservedPod.Waiting;
import dev.sparkbench.controller.spec.Benchmark;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Limits how long pods may take to start and to end. */
final class Deadlines {

  /** A container's start time is given by its node, whose clock may be a few seconds behind. */
  private static final Duration CLOCK_DIFFERENCE = Duration.ofSeconds(5);

  private Deadlines() {}

  static Optional<Step> failOverduePod(Observation o) {
    return o.currentPod()
        .filter(ObservedPod::ours)
        .flatMap(pod -> o.atWork().flatMap(current -> overdue(o, current, pod)))
        .map(failure -> Attempts.failed(o, failure));
  }

  private static Optional<Failure> overdue(Observation o, CurrentPod current, ObservedPod pod) {
    Benchmark benchmark = o.benchmark().orElseThrow();
    if (pod.started().isEmpty()) {
      boolean hopeless =
          pod.waiting().filter(w -> w.reason().equals("InvalidImageName")).isPresent();
      boolean late = !pod.gated() && !o.now().isBefore(ofStart(o, current));
      return hopeless || late ? Optional.of(notStarted(current, pod, benchmark)) : Optional.empty();
    }
    return o.now().isBefore(ofEnd(o, current))
        ? Optional.empty()
        : Optional.of(tookTooLong(pod, current));
  }

  /**
   * The time by which the driver must have started. If the pod could be created only after the
   * decision, the time counts from its creation.
   */
  static Instant ofStart(Observation o, CurrentPod current) {
    Instant decided = Instant.parse(current.startTime());
    return o.currentPod()
        .flatMap(ObservedPod::created)
        .filter(created -> created.isAfter(decided) && !created.isAfter(o.now()))
        .orElse(decided)
        .plus(o.benchmark().orElseThrow().limits().startTimeout());
  }

  /**
   * The time by which the driver must have ended. Its node's clock may be wrong, so the start time
   * is limited.
   */
  static Instant ofEnd(Observation o, CurrentPod current) {
    Instant decided = Instant.parse(current.startTime());
    Instant latest = ofStart(o, current);
    Instant started =
        o.currentPod()
            .flatMap(ObservedPod::started)
            .filter(decided::isBefore)
            .map(start -> start.isBefore(latest) ? start : latest)
            .orElse(decided);
    Duration limit =
        switch (current.purpose()) {
          case Prepare, Run -> o.benchmark().orElseThrow().limits().runTimeout();
          case Report -> Benchmark.REPORT_TIMEOUT;
        };
    return started.plus(limit).plus(CLOCK_DIFFERENCE);
  }

  private static Failure tookTooLong(ObservedPod pod, CurrentPod current) {
    return new Failure(
        FailureReason.RUN_TIMEOUT,
        switch (current.purpose()) {
          case Prepare ->
              "pod %s took longer to create the data than timeouts.runSeconds allows; raise it, or give more nodes"
                  .formatted(pod.name());
          case Run -> "pod %s ran longer than timeouts.runSeconds allows".formatted(pod.name());
          case Report ->
              "pod %s took longer than the %d minutes that a report may take"
                  .formatted(pod.name(), Benchmark.REPORT_TIMEOUT.toMinutes());
        });
  }

  /**
   * The failure of a pod that its kubelet ended at its deadline, because the operator was away. The
   * kubelet counts from the moment when it gets the pod, including the time to pull images.
   */
  static Failure endedByKubelet(ObservedPod pod, CurrentPod current) {
    if (pod.started().isEmpty() && pod.termination().isEmpty()) {
      return new Failure(
          FailureReason.START_TIMEOUT,
          "pod %s did not start before its deadline, timeouts.startSeconds and timeouts.runSeconds together, was over; its events say more: kubectl describe pod %s"
              .formatted(current.pod(), current.pod()));
    }
    return switch (current.purpose()) {
      case Prepare, Run ->
          new Failure(
              FailureReason.RUN_TIMEOUT,
              "pod %s took longer than timeouts.startSeconds and timeouts.runSeconds together allow"
                  .formatted(pod.name()));
      case Report -> tookTooLong(pod, current);
    };
  }

  private static Failure notStarted(CurrentPod current, ObservedPod pod, Benchmark benchmark) {
    Optional<Waiting> waiting = pod.waiting();
    FailureReason reason =
        switch (waiting.map(Waiting::reason).orElse("")) {
          case "ErrImagePull",
              "ImagePullBackOff",
              "InvalidImageName",
              "ErrImageNeverPull",
              "ImageInspectError",
              "RegistryUnavailable" ->
              FailureReason.IMAGE_PULL_FAILED;
          case "CreateContainerConfigError", "CreateContainerError", "RunContainerError" ->
              FailureReason.CONTAINER_CONFIG_FAILED;
          case "Unschedulable" -> FailureReason.UNSCHEDULABLE;
          default -> FailureReason.START_TIMEOUT;
        };
    return new Failure(
        reason,
        "pod %s did not start within %d s%s%s"
            .formatted(
                current.pod(),
                benchmark.limits().startTimeout().toSeconds(),
                waiting.map(w -> ": " + w).orElse(""),
                reason == FailureReason.START_TIMEOUT
                    ? "; its events say more: kubectl describe pod " + current.pod()
                    : ""));
  }
}
