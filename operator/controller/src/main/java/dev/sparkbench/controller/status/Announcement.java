package dev.sparkbench.controller.status;

import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.api.resource.CurrentPod.Purpose;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus.Phase;
import dev.sparkbench.controller.plan.Observation;
import dev.sparkbench.controller.plan.Step;
import java.util.Objects;
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

  /** The same with the end of the log that says more, as much of it as an event holds. */
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
    return message.length() <= MAX_LENGTH ? message : message.substring(0, MAX_LENGTH - 1) + "…";
  }

  /** What a transition is announced with; empty for steps that people need not hear of. */
  public static Optional<Announcement> of(
      Step step, Observation before, SparkBenchmarkJobStatus after) {
    if (step instanceof Step.Reject) {
      return Optional.of(new Announcement(true, "InvalidSpec", after.message()));
    } else if (step instanceof Step.Start) {
      return Optional.of(new Announcement(false, "Started", after.message()));
    } else if (step instanceof Step.Suspend) {
      return Optional.of(new Announcement(false, "Suspended", after.message()));
    } else if (step instanceof Step.GiveWay) {
      return Optional.of(new Announcement(true, "ResultPathInUse", after.message()));
    } else if (step instanceof Step.Resume) {
      return Optional.of(new Announcement(false, "Resumed", after.message()));
    } else if (step instanceof Step.Launch launch) {
      return launched(launch, before);
    } else if (step instanceof Step.RecordRun) {
      return Optional.of(new Announcement(false, "RunSucceeded", after.message()));
    } else if (step instanceof Step.Retry) {
      return Optional.of(
          new Announcement(true, isReport(before) ? "ReportRetried" : "RunRetried", after.message())
              .about(before.current()));
    } else if (step instanceof Step.GiveUp && !isReport(before)) {
      return Optional.of(
          new Announcement(true, "RunFailed", after.message()).about(before.current()));
    } else if (after.completionTime() != null && !before.ended()) {
      boolean failed = after.phase() == Phase.Failed;
      return Optional.of(
          new Announcement(failed, failed ? "Failed" : "Completed", after.message()));
    }
    return Optional.empty();
  }

  private static Optional<Announcement> launched(Step.Launch launch, Observation before) {
    CurrentPod pod = launch.pod();
    int trials = launch.benchmark().trials();
    boolean again = before.current().filter(c -> Objects.equals(c.pod(), pod.pod())).isPresent();
    return again
        ? Optional.empty()
        : Optional.of(
            new Announcement(
                false,
                pod.purpose() == Purpose.Report ? "ReportStarted" : "RunStarted",
                "Created pod "
                    + pod.pod()
                    + (pod.purpose() == Purpose.Run && trials > 1
                        ? ", trial %d of %d".formatted(pod.trial(), trials)
                        : "")));
  }

  private static boolean isReport(Observation o) {
    return o.current().filter(c -> c.purpose() == Purpose.Report).isPresent();
  }
}
