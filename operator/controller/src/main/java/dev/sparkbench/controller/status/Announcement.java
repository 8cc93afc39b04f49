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
 */
public record Announcement(boolean warning, String reason, String message) {

  /** What a transition is announced with; empty for steps that people need not hear of. */
  public static Optional<Announcement> of(
      Step step, Observation before, SparkBenchmarkJobStatus after) {
    if (step instanceof Step.Reject) {
      return Optional.of(new Announcement(true, "InvalidSpec", after.message()));
    } else if (step instanceof Step.Start) {
      return Optional.of(new Announcement(false, "Started", after.message()));
    } else if (step instanceof Step.Launch launch) {
      return launched(launch, before);
    } else if (step instanceof Step.RecordRun) {
      return Optional.of(new Announcement(false, "RunSucceeded", after.message()));
    } else if (step instanceof Step.Retry) {
      return Optional.of(
          new Announcement(
              true, isReport(before) ? "ReportRetried" : "RunRetried", after.message()));
    } else if (step instanceof Step.GiveUp && !isReport(before)) {
      return Optional.of(new Announcement(true, "RunFailed", after.message()));
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
