// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.kubelet;

import dev.sparkbench.local.kubelet.ContainerState.Ended;
import dev.sparkbench.local.kubelet.ContainerState.Running;
import dev.sparkbench.local.kubelet.ContainerState.Waiting;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Builds the status of a pod from the states of its containers. */
final class PodStatuses {

  private static final Set<String> TERMINAL = Set.of("Succeeded", "Failed");

  /** The reason in conditions about all containers of a pod. */
  private static final Set<String> OWN_CONDITIONS =
      Set.of(
          "PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled");

  /** The total length of the termination messages of a pod; each container has the same share. */
  private static final int MAX_MESSAGES_BYTES = 12 * 1024;

  /** A container and its state. */
  record Seen(Container container, ContainerState state) {

    boolean isSidecar() {
      return "Always".equals(container.getRestartPolicy());
    }

    boolean isRunning() {
      return state instanceof Running;
    }

    boolean hasSucceeded() {
      return state instanceof Ended end && end.exitCode() == 0;
    }

    boolean hasFailed() {
      return state instanceof Ended end && end.exitCode() != 0;
    }

    boolean isWaiting() {
      return state instanceof Waiting;
    }
  }

  /** Why a pod has failed, independent of its containers. */
  record Verdict(String reason, String message) {}

  private final Pod pod;
  private final Instant startTime;
  private final Instant now;
  private final PodStatus before;
  private final List<Seen> inits;
  private final List<Seen> containers;

  /**
   * The status of a pod on this node.
   *
   * @param before the status that was written last
   * @param inits init containers and sidecars, in their order
   */
  PodStatuses(
      Pod pod,
      Instant startTime,
      Instant now,
      PodStatus before,
      List<Seen> inits,
      List<Seen> containers) {
    this.pod = pod;
    this.startTime = startTime;
    this.now = now;
    this.before = before;
    this.inits = inits;
    this.containers = containers;
  }

  /**
   * The status as it is now.
   *
   * @param sandbox whether the pod's sandbox exists
   * @param over whether nothing more will happen; before that, no pod is reported as ended
   */
  PodStatus status(boolean sandbox, boolean over, Optional<Verdict> verdict) {
    String phase = verdict.isPresent() ? "Failed" : phase();
    String shown = TERMINAL.contains(phase) && !over ? before.getPhase() : phase;
    return new PodStatusBuilder()
        .withPhase(shown)
        .withReason(over ? verdict.map(Verdict::reason).orElse(null) : null)
        .withMessage(over ? verdict.map(Verdict::message).orElse(null) : null)
        .withHostIP(DownwardApi.POD_IP)
        .withPodIP(DownwardApi.POD_IP)
        .addNewPodIP(DownwardApi.POD_IP)
        .withStartTime(time(startTime))
        .withConditions(conditions(phase, sandbox))
        .withInitContainerStatuses(inits.stream().map(this::initStatus).toList())
        // A kubelet sorts these by name, but not the others.
        .withContainerStatuses(
            containers.stream()
                .map(seen -> status(seen, seen.isRunning(), seen.isRunning()))
                .sorted(Comparator.comparing(ContainerStatus::getName))
                .toList())
        .build();
  }

  /** The status of a pod that the kubelet refuses. */
  static PodStatus refused(Instant startTime, Verdict verdict) {
    return new PodStatusBuilder()
        .withPhase("Failed")
        .withReason(verdict.reason())
        .withMessage("Pod was rejected: " + verdict.message())
        .withStartTime(time(startTime))
        .build();
  }

  /** The status of a pod for which there is no node. */
  static PodStatus unschedulable(Instant now, String message) {
    return new PodStatusBuilder()
        .withPhase("Pending")
        .addNewCondition()
        .withType("PodScheduled")
        .withStatus("False")
        .withReason("Unschedulable")
        .withMessage(message)
        .withLastTransitionTime(time(now))
        .endCondition()
        .build();
  }

  /** The phase that follows from the containers alone. */
  private String phase() {
    if (inits.stream().anyMatch(seen -> !seen.isSidecar() && seen.hasFailed())) {
      return "Failed";
    }
    if (inits.stream().anyMatch(seen -> !isInitialized(seen))
        || containers.stream().anyMatch(Seen::isWaiting)) {
      return "Pending";
    }
    if (containers.stream().anyMatch(Seen::isRunning) || inits.stream().anyMatch(Seen::isRunning)) {
      return "Running";
    }
    return containers.stream().allMatch(Seen::hasSucceeded) ? "Succeeded" : "Failed";
  }

  private static boolean isInitialized(Seen init) {
    return init.isSidecar() ? !init.isWaiting() : init.hasSucceeded();
  }

  private List<PodCondition> conditions(String phase, boolean sandbox) {
    List<PodCondition> conditions = new ArrayList<>();
    // Conditions that others have set.
    pod.getStatus().getConditions().stream()
        .filter(condition -> !OWN_CONDITIONS.contains(condition.getType()))
        .forEach(conditions::add);
    conditions.add(condition("PodReadyToStartContainers", sandbox, null, null));
    conditions.add(initialized(phase));
    conditions.add(ready("Ready", phase));
    conditions.add(ready("ContainersReady", phase));
    conditions.add(condition("PodScheduled", true, null, null));
    return conditions;
  }

  private PodCondition initialized(String phase) {
    if (phase.equals("Succeeded")) {
      return condition("Initialized", true, "PodCompleted", null);
    }
    List<String> incomplete =
        inits.stream().filter(seen -> !isInitialized(seen)).map(PodStatuses::name).toList();
    return incomplete.isEmpty()
        ? condition("Initialized", true, null, null)
        : condition(
            "Initialized",
            false,
            "ContainersNotInitialized",
            "containers with incomplete status: " + list(incomplete));
  }

  private PodCondition ready(String type, String phase) {
    if (TERMINAL.contains(phase)) {
      return condition(type, false, phase.equals("Succeeded") ? "PodCompleted" : "PodFailed", null);
    }
    List<String> unready = new ArrayList<>();
    inits.stream()
        .filter(seen -> seen.isSidecar() && !seen.isRunning())
        .forEach(seen -> unready.add(name(seen)));
    containers.stream().filter(seen -> !seen.isRunning()).forEach(seen -> unready.add(name(seen)));
    return unready.isEmpty()
        ? condition(type, true, null, null)
        : condition(
            type, false, "ContainersNotReady", "containers with unready status: " + list(unready));
  }

  private PodCondition condition(String type, boolean holds, String reason, String message) {
    String status = holds ? "True" : "False";
    String since =
        before.getConditions().stream()
            .filter(c -> c.getType().equals(type) && Objects.equals(c.getStatus(), status))
            .map(PodCondition::getLastTransitionTime)
            .findFirst()
            .orElse(time(now));
    return new PodConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason(reason)
        .withMessage(message)
        .withLastTransitionTime(since)
        .build();
  }

  private ContainerStatus initStatus(Seen seen) {
    boolean ready = seen.isSidecar() ? seen.isRunning() : seen.hasSucceeded();
    return status(seen, ready, seen.isRunning());
  }

  private ContainerStatus status(Seen seen, boolean ready, boolean started) {
    Container container = seen.container();
    ContainerStatusBuilder status =
        new ContainerStatusBuilder()
            .withName(container.getName())
            .withImage(container.getImage())
            .withImageID(seen.isWaiting() ? "" : container.getImage())
            .withRestartCount(0)
            .withReady(ready)
            .withStarted(started);
    ContainerState state = seen.state();
    if (state instanceof Waiting waiting) {
      return status
          .withState(
              new ContainerStateBuilder()
                  .withNewWaiting(nonEmpty(waiting.message()), waiting.reason())
                  .build())
          .build();
    }
    if (state instanceof Running running) {
      return status
          .withContainerID(containerId(running.pid()))
          .withState(new ContainerStateBuilder().withNewRunning(time(running.startedAt())).build())
          .build();
    }
    Ended end = (Ended) state;
    return status
        .withContainerID(containerId(end.pid()))
        .withState(
            new ContainerStateBuilder()
                .withNewTerminated()
                .withExitCode(end.exitCode())
                .withReason(end.reason())
                .withMessage(nonEmpty(shortened(end.message())))
                .withStartedAt(time(end.startedAt()))
                .withFinishedAt(time(end.finishedAt()))
                .withContainerID(containerId(end.pid()))
                .endTerminated()
                .build())
        .build();
  }

  private String shortened(String message) {
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    int most = MAX_MESSAGES_BYTES / (inits.size() + containers.size());
    return bytes.length <= most ? message : new String(bytes, 0, most, StandardCharsets.UTF_8);
  }

  private static String name(Seen seen) {
    return seen.container().getName();
  }

  private static String list(List<String> names) {
    return "[" + String.join(" ", names) + "]";
  }

  private static String nonEmpty(String text) {
    return text.isEmpty() ? null : text;
  }

  private static String containerId(long pid) {
    return "process://" + pid;
  }

  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
