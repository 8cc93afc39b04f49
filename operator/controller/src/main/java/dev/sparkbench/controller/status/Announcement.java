// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.status;

import dev.sparkbench.api.contract.Text;
import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.api.resource.CurrentPod.Purpose;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus.Phase;
import dev.sparkbench.controller.plan.Observation;
import dev.sparkbench.controller.plan.ObservedPod;
import dev.sparkbench.controller.plan.Step;
import java.util.Optional;

/**
 * An event to publish.
 *
 * @param warning whether it is of type Warning instead of Normal
 * @param reason one CamelCase word
 * @param message a sentence
 * @param pod the pod whose log says more; empty for none
 */
public record Announcement(boolean warning, String reason, String message, Optional<String> pod) {

  private static final int MAX_LENGTH = 1024; // the API server's limit
  private static final int SHORTEST_LOG = 80;

  private Announcement(boolean warning, String reason, String message) {
    this(warning, reason, shortened(message), Optional.empty());
  }

  /** An announcement of a problem that stops a benchmark. */
  public static Announcement ofTrouble(String reason, String message) {
    return new Announcement(true, reason, message);
  }

  /** The same with the end of a log, as much of it as fits into an event. */
  public Announcement with(String log) {
    String heading = "\nThe end of its log:\n";
    int left = MAX_LENGTH - message.length() - heading.length();
    if (log.isEmpty() || left < SHORTEST_LOG) {
      return this;
    }
    String end = log.length() <= left ? log : "…" + log.substring(log.length() - left + 1);
    return new Announcement(warning, reason, message + heading + end, pod);
  }

  private Announcement about(Optional<CurrentPod> failed) {
    return new Announcement(warning, reason, message, failed.map(CurrentPod::pod));
  }

  private static String shortened(String message) {
    return Text.shortened(message, MAX_LENGTH);
  }

  /** The announcement of a transition; empty for steps that users need not know about. */
  public static Optional<Announcement> of(
      Step step, Observation before, SparkBenchmarkJobStatus after) {
    return switch (step.kind()) {
      case REJECT -> warning("InvalidSpec", after);
      case START -> normal(before.status().timesStarted() == 0 ? "Started" : "StartedOver", after);
      case JUDGE_AGAIN -> normal("JudgedAgain", after);
      case SUSPEND -> normal("Suspended", after);
      case GIVE_WAY -> warning("ResultPathInUse", after);
      case RESUME -> normal("Resumed", after);
      case LAUNCH -> launched((Step.Launch) step, before);
      case POSTPONE -> postponed((Step.Postpone) step, before);
      case ENTER_QUEUE -> normal("Queued", after);
      case RECORD_PREPARATION -> normal("Prepared", after);
      case RECORD_RUN -> normal("RunSucceeded", after);
      case RETRY ->
          warning(what(before) + "Retried", after).map(event -> event.about(hasLog(before)));
      case GIVE_UP -> givenUp(before, after);
      case RECORD_REPORT, FINISH -> ended(before, after);
      case ACKNOWLEDGE_EDIT,
          LEAVE_QUEUE,
          CONFIRM_POD,
          REMOVE_PODS,
          END_PODS,
          REMOVE_EXECUTORS,
          EXPIRE,
          AWAIT ->
          Optional.empty();
    };
  }

  private static Optional<Announcement> normal(String reason, SparkBenchmarkJobStatus after) {
    return Optional.of(new Announcement(false, reason, after.message()));
  }

  private static Optional<Announcement> warning(String reason, SparkBenchmarkJobStatus after) {
    return Optional.of(new Announcement(true, reason, after.message()));
  }

  private static Optional<Announcement> ended(Observation before, SparkBenchmarkJobStatus after) {
    if (after.completionTime() == null || before.ended()) {
      return Optional.empty();
    }
    return after.phase() == Phase.Failed ? warning("Failed", after) : normal("Completed", after);
  }

  /** Announced once for each kind of refusal; the status says when creation is tried again. */
  private static Optional<Announcement> postponed(Step.Postpone step, Observation before) {
    boolean again = before.current().filter(current -> current.retryTime() != null).isPresent();
    return again
        ? Optional.empty()
        : Optional.of(
            new Announcement(
                true,
                step.refusal().reason().code(),
                "Waits, and asks again: " + step.refusal().message()));
  }

  private static Optional<Announcement> launched(Step.Launch launch, Observation before) {
    CurrentPod pod = launch.pod();
    int trials = launch.benchmark().measurement().trials();
    boolean again =
        before
            .current()
            .filter(c -> c.pod().equals(pod.pod()) && c.retryTime() == null)
            .isPresent();
    return again
        ? Optional.empty()
        : Optional.of(
            new Announcement(
                false,
                word(pod.purpose()) + "Started",
                "Created pod "
                    + pod.pod()
                    + (pod.purpose() == Purpose.Run && trials > 1
                        ? ", trial %d of %d".formatted(pod.trial(), trials)
                        : "")));
  }

  /** The pod, if its driver has started and its node is available. */
  private static Optional<CurrentPod> hasLog(Observation before) {
    boolean readable =
        before
            .currentPod()
            .filter(pod -> pod.started().isPresent() || pod.termination().isPresent())
            .filter(pod -> !pod.lost(before.now()))
            .filter(pod -> pod.phase() != ObservedPod.Phase.UNKNOWN)
            .isPresent();
    return readable ? before.current() : Optional.empty();
  }

  /**
   * If the preparation or the report fails, the benchmark ends; if a run fails, it may continue.
   */
  private static Optional<Announcement> givenUp(Observation before, SparkBenchmarkJobStatus after) {
    return switch (purpose(before)) {
      case Prepare -> ended(before, after).map(event -> event.about(hasLog(before)));
      case Run -> warning("RunFailed", after).map(event -> event.about(hasLog(before)));
      case Report -> ended(before, after);
    };
  }

  private static String what(Observation before) {
    return word(purpose(before));
  }

  private static Purpose purpose(Observation before) {
    return before.current().map(CurrentPod::purpose).orElse(Purpose.Run);
  }

  private static String word(Purpose purpose) {
    return switch (purpose) {
      case Prepare -> "Preparation";
      case Run -> "Run";
      case Report -> "Report";
    };
  }
}
