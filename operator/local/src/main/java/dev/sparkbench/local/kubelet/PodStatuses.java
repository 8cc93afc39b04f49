package dev.sparkbench.local.kubelet;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Puts what the kubelet knows of a pod into the form of its status. */
final class PodStatuses {

  /** How a container ended. */
  record End(int exitCode, String reason, Instant startedAt, Instant finishedAt, String message) {}

  private final Pod pod;
  private final Instant startTime;

  PodStatuses(Pod pod, Instant startTime) {
    this.pod = pod;
    this.startTime = startTime;
  }

  /** The container cannot be started yet. */
  PodStatus waiting(String reason, String message) {
    ContainerState state =
        new ContainerStateBuilder()
            .withNewWaiting()
            .withReason(reason)
            .withMessage(message)
            .endWaiting()
            .build();
    return status("Pending", Optional.of("ContainersNotReady"), container(state, false).build());
  }

  PodStatus running(Instant startedAt, long pid) {
    ContainerState state =
        new ContainerStateBuilder()
            .withNewRunning()
            .withStartedAt(time(startedAt))
            .endRunning()
            .build();
    return status(
        "Running",
        Optional.empty(),
        container(state, true).withContainerID(containerId(pid)).build());
  }

  PodStatus ended(End end, long pid) {
    boolean succeeded = end.exitCode() == 0;
    ContainerState state =
        new ContainerStateBuilder()
            .withNewTerminated()
            .withExitCode(end.exitCode())
            .withReason(end.reason())
            .withMessage(end.message().isEmpty() ? null : end.message())
            .withStartedAt(time(end.startedAt()))
            .withFinishedAt(time(end.finishedAt()))
            .withContainerID(containerId(pid))
            .endTerminated()
            .build();
    return status(
        succeeded ? "Succeeded" : "Failed",
        Optional.of(succeeded ? "PodCompleted" : "PodFailed"),
        container(state, false).withContainerID(containerId(pid)).build());
  }

  /** The pod took longer than it may, whatever its container says. */
  static PodStatus deadlineExceeded(PodStatus status) {
    return new PodStatusBuilder(status)
        .withPhase("Failed")
        .withReason("DeadlineExceeded")
        .withMessage("Pod was active on the node longer than the specified deadline")
        .build();
  }

  private PodStatus status(String phase, Optional<String> notReady, ContainerStatus container) {
    return new PodStatusBuilder()
        .withPhase(phase)
        .withHostIP(DownwardApi.POD_IP)
        .withPodIP(DownwardApi.POD_IP)
        .addNewPodIP(DownwardApi.POD_IP)
        .withStartTime(time(startTime))
        .withConditions(
            List.of(
                condition("PodScheduled", Optional.empty()),
                condition("Initialized", Optional.empty()),
                condition("ContainersReady", notReady),
                condition("Ready", notReady)))
        .withContainerStatuses(container)
        .build();
  }

  private ContainerStatusBuilder container(ContainerState state, boolean ready) {
    Container container = pod.getSpec().getContainers().get(0);
    return new ContainerStatusBuilder()
        .withName(container.getName())
        .withImage(container.getImage())
        .withImageID(container.getImage())
        .withRestartCount(0)
        .withReady(ready)
        .withStarted(ready)
        .withState(state);
  }

  private PodCondition condition(String type, Optional<String> falseReason) {
    return new PodConditionBuilder()
        .withType(type)
        .withStatus(falseReason.isEmpty() ? "True" : "False")
        .withReason(falseReason.orElse(null))
        .withLastTransitionTime(time(startTime))
        .build();
  }

  private static String containerId(long pid) {
    return "process://" + pid;
  }

  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
