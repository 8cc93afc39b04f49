// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.console;

import static dev.sparkbench.api.scaling.Figures.nodes;

import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.controller.pods.Labels;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The current activity of a benchmark.
 *
 * @param stage the stage, which changes rarely; empty for short-lived activities
 * @param text the whole text
 */
record Activity(String stage, String text) {

  /** Waiting reasons that are part of a normal start. */
  private static final Set<String> ON_THE_WAY = Set.of("ContainerCreating", "PodInitializing");

  private static final String RUNNING = "Running";

  /**
   * The activity at a moment.
   *
   * @param measured the driver pods that had all their executors once, so that fewer executors mean
   *     the end of the run; pods that have them now are added
   * @param steps the progress of a driver pod that has all its executors, by the pod's name
   */
  static Activity of(
      SparkBenchmarkJob job,
      Collection<Pod> pods,
      Set<String> measured,
      Function<String, Optional<DriverStep>> steps) {
    SparkBenchmarkJobStatus status = job.getStatus();
    if (status == null || status.phase() == null) {
      return passing("waiting for the operator");
    }
    CurrentPod current = status.current();
    if (current == null) {
      return passing("waiting for the operator's next step");
    }
    if (current.state() == CurrentPod.State.Backoff) {
      return passing("waiting for the next attempt");
    }
    boolean held = current.state() == CurrentPod.State.Queued;
    boolean refused = current.state() == CurrentPod.State.Starting && current.retryTime() != null;
    if (held || refused) {
      return still(status.message());
    }
    String attempt = current.attempt() > 1 ? " (attempt " + current.attempt() + ")" : "";
    if (current.purpose() == CurrentPod.Purpose.Report) {
      return still("writing the report" + attempt);
    }
    String run = subject(current) + attempt + ": ";
    Optional<Pod> driver =
        pods.stream().filter(pod -> pod.getMetadata().getName().equals(current.pod())).findFirst();
    if (driver.filter(Activity::hasEnded).isPresent()) {
      return passing(run + "the driver has ended");
    }
    if (driver.filter(Activity::isRunning).isEmpty()) {
      return still(run + driver.flatMap(Activity::waiting).orElse("starting the driver"));
    }
    long executors = pods.stream().filter(pod -> isExecutorOf(current, pod)).count();
    if (executors == current.nodes()) {
      measured.add(current.pod());
      DriverStep step = steps.apply(current.pod()).orElse(DriverStep.FIRST);
      return new Activity(run + step.stage(), run + step.text());
    }
    return measured.contains(current.pod())
        ? passing(run + "finishing")
        : new Activity(
            run + "starting executors",
            run + "driver up, %d of %d executors up".formatted(executors, current.nodes()));
  }

  private static String subject(CurrentPod current) {
    return switch (current.purpose()) {
      case Prepare -> "preparing the data with " + nodes(current.nodes());
      case Run ->
          (current.variant() == null ? "" : current.variant() + ", ")
              + nodes(current.nodes())
              + (current.trial() > 1 ? ", trial " + current.trial() : "");
      case Report -> "the report";
    };
  }

  /** A short-lived activity. */
  private static Activity passing(String text) {
    return new Activity("", text);
  }

  private static boolean hasEnded(Pod pod) {
    return Set.of("Succeeded", "Failed").contains(pod.getStatus().getPhase());
  }

  private static Activity still(String text) {
    return new Activity(text, text);
  }

  private static boolean isRunning(Pod pod) {
    return RUNNING.equals(pod.getStatus().getPhase());
  }

  private static boolean isExecutorOf(CurrentPod current, Pod pod) {
    return isRunning(pod) && current.pod().equals(pod.getMetadata().getLabels().get(Labels.DRIVER));
  }

  private static Optional<String> waiting(Pod driver) {
    return driver.getStatus().getContainerStatuses().stream()
        .findFirst()
        .map(container -> container.getState().getWaiting())
        .filter(waiting -> !ON_THE_WAY.contains(waiting.getReason()))
        .map(Activity::describe);
  }

  private static String describe(ContainerStateWaiting waiting) {
    return "the driver cannot start: "
        + waiting.getReason()
        + (waiting.getMessage() == null ? "" : ": " + waiting.getMessage());
  }
}
