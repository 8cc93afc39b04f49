// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.pods;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.controller.plan.ObservedExecutor;
import dev.sparkbench.controller.plan.ObservedExecutor.Deletion;
import dev.sparkbench.controller.plan.ObservedPod;
import dev.sparkbench.controller.plan.ObservedPod.Disruption;
import dev.sparkbench.controller.plan.ObservedPod.FailedInit;
import dev.sparkbench.controller.plan.ObservedPod.Ownership;
import dev.sparkbench.controller.plan.ObservedPod.Phase;
import dev.sparkbench.controller.plan.ObservedPod.Termination;
import dev.sparkbench.controller.plan.ObservedPod.Waiting;
import dev.sparkbench.controller.plan.ObservedPodBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Extracts what the plan needs to know from a pod. */
public final class PodReader {

  /** Kubernetes' default for pods that do not set it. */
  private static final long DEFAULT_GRACE_SECONDS = 30;

  /** States that every container passes through. */
  private static final Set<String> ON_THE_WAY = Set.of("ContainerCreating", "PodInitializing");

  private static final Pattern BACK_OFF =
      Pattern.compile("Back-off pulling image \\S+: ErrImagePull: (.*)", Pattern.DOTALL);

  private PodReader() {}

  /** The facts about a pod, from the point of view of the resource. */
  public static ObservedPod read(Pod pod, SparkBenchmarkJob job) {
    PodStatus status = status(pod);
    Optional<ContainerState> driver =
        status.getContainerStatuses().stream()
            .filter(PodReader::isDriver)
            .map(ContainerStatus::getState)
            .filter(Objects::nonNull)
            .findFirst();
    Optional<Termination> termination =
        driver.map(ContainerState::getTerminated).map(PodReader::termination);
    Optional<Instant> started = driver.flatMap(PodReader::started);
    return ObservedPodBuilder.builder()
        .name(pod.getMetadata().getName())
        .uid(text(pod.getMetadata().getUid()))
        .ownership(ownership(pod, job))
        .phase(phase(status))
        .active(active(pod))
        .start(start(pod))
        .created(instant(pod.getMetadata().getCreationTimestamp()))
        .started(started)
        .goneBy(due(pod))
        .endsBy(endsBy(pod))
        .termination(termination)
        .waiting(
            started.isPresent() || termination.isPresent() ? Optional.empty() : waiting(status))
        .failedInit(failedInit(pod))
        .disruption(
            condition(status, "DisruptionTarget", "True")
                .map(c -> new Disruption(text(c.getReason()), text(c.getMessage()))))
        .reason(Optional.ofNullable(status.getReason()).filter(reason -> !reason.isEmpty()))
        .message(text(status.getMessage()))
        .build();
  }

  /** The facts about an executor's pod. */
  public static ObservedExecutor executor(Pod pod) {
    long grace = Objects.requireNonNullElse(pod.getMetadata().getDeletionGracePeriodSeconds(), 0L);
    return new ObservedExecutor(
        pod.getMetadata().getLabels().get(Labels.DRIVER),
        due(pod).map(due -> new Deletion(due.minusSeconds(grace), due)));
  }

  /**
   * Whether one of its containers runs or may still start. The phase is not enough, because it
   * stays {@code Running} for about a second after the last container has ended.
   */
  public static boolean active(Pod pod) {
    PodStatus status = status(pod);
    Phase phase = phase(status);
    return phase != Phase.SUCCEEDED
        && phase != Phase.FAILED
        && !(mainContainersEnded(pod) && allEnded(status.getInitContainerStatuses()));
  }

  /**
   * When the last sidecars should end. Native sidecars are init containers that the kubelet ends
   * after all other containers. Other sidecars end when the operator asks for it.
   */
  private static Optional<Instant> endsBy(Pod pod) {
    if (!active(pod)) {
      return Optional.empty();
    }
    Optional<Instant> end =
        mainContainersEnded(pod)
            ? status(pod).getContainerStatuses().stream()
                .flatMap(c -> instant(c.getState().getTerminated().getFinishedAt()).stream())
                .max(Comparator.naturalOrder())
            : Optional.empty();
    return end.or(() -> PodEnd.asked(pod)).map(time -> time.plusSeconds(gracePeriod(pod)));
  }

  private static boolean mainContainersEnded(Pod pod) {
    List<ContainerStatus> containers = status(pod).getContainerStatuses();
    int expected = pod.getSpec() == null ? 1 : pod.getSpec().getContainers().size();
    return !containers.isEmpty() && containers.size() >= expected && allEnded(containers);
  }

  private static boolean allEnded(List<ContainerStatus> containers) {
    return containers.stream()
        .allMatch(
            container ->
                container.getState() != null && container.getState().getTerminated() != null);
  }

  private static long gracePeriod(Pod pod) {
    return Optional.ofNullable(pod.getSpec())
        .map(PodSpec::getTerminationGracePeriodSeconds)
        .orElse(DEFAULT_GRACE_SECONDS);
  }

  private static Optional<Instant> due(Pod pod) {
    return instant(pod.getMetadata().getDeletionTimestamp());
  }

  private static PodStatus status(Pod pod) {
    return Objects.requireNonNullElseGet(pod.getStatus(), PodStatus::new);
  }

  /** The owner references of a pod to benchmarks, of any version of the API. */
  public static Stream<OwnerReference> owners(Pod pod) {
    return pod.getMetadata().getOwnerReferences().stream()
        .filter(o -> SparkBenchmarkJob.class.getSimpleName().equals(o.getKind()))
        .filter(o -> o.getApiVersion().startsWith(SparkBenchmarkJob.GROUP + "/"));
  }

  private static Ownership ownership(Pod pod, SparkBenchmarkJob job) {
    Optional<OwnerReference> owner =
        owners(pod).filter(o -> o.getName().equals(job.getMetadata().getName())).findFirst();
    return owner
        .map(
            o ->
                o.getUid().equals(job.getMetadata().getUid())
                    ? Ownership.OURS
                    : Ownership.PREDECESSORS)
        .orElse(Ownership.FOREIGN);
  }

  private static Phase phase(PodStatus status) {
    return switch (text(status.getPhase())) {
      case "Running" -> Phase.RUNNING;
      case "Succeeded" -> Phase.SUCCEEDED;
      case "Failed" -> Phase.FAILED;
      case "Unknown" -> Phase.UNKNOWN;
      default -> Phase.PENDING;
    };
  }

  private static int start(Pod pod) {
    String label =
        Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.<String, String>of())
            .getOrDefault(Labels.START, "");
    return label.matches("\\d{1,9}") ? Integer.parseInt(label) : 0;
  }

  private static Termination termination(ContainerStateTerminated state) {
    return new Termination(
        Objects.requireNonNullElse(state.getExitCode(), -1),
        text(state.getReason()),
        text(state.getMessage()));
  }

  /** When a container started; one that the runtime could not start has never run. */
  private static Optional<Instant> started(ContainerState state) {
    if (state.getRunning() != null) {
      return Optional.of(instant(state.getRunning().getStartedAt()).orElse(Instant.EPOCH));
    }
    return Optional.ofNullable(state.getTerminated())
        .flatMap(end -> instant(end.getStartedAt()))
        .filter(start -> start.isAfter(Instant.EPOCH));
  }

  /**
   * What keeps the driver from starting: an init container that cannot start, the driver's own
   * container, another one, or the pod as a whole. Returns the first of these that is not just a
   * normal part of starting.
   */
  private static Optional<Waiting> waiting(PodStatus status) {
    List<Waiting> containers =
        Stream.of(
                status.getInitContainerStatuses().stream(),
                status.getContainerStatuses().stream().filter(PodReader::isDriver),
                status.getContainerStatuses().stream().filter(c -> !isDriver(c)))
            .flatMap(c -> c)
            .flatMap(container -> waiting(container).stream())
            .toList();
    return containers.stream()
        .filter(waiting -> !ON_THE_WAY.contains(waiting.reason()))
        .findFirst()
        .or(
            () ->
                condition(status, "PodScheduled", "False")
                    .map(c -> new Waiting("", text(c.getReason()), text(c.getMessage()))))
        .or(() -> containers.stream().findFirst());
  }

  private static Optional<Waiting> waiting(ContainerStatus container) {
    return Optional.ofNullable(container.getState())
        .map(ContainerState::getWaiting)
        .map(
            state ->
                new Waiting(
                    isDriver(container) ? "" : container.getName(),
                    settled(text(state.getReason())),
                    withoutBackOff(text(state.getMessage()))));
  }

  /**
   * If a kubelet cannot pull an image, it reports a failure and a pause in turn. These count as one
   * state, which need not be written again and again.
   */
  private static String settled(String reason) {
    return reason.equals("ErrImagePull") ? "ImagePullBackOff" : reason;
  }

  private static String withoutBackOff(String message) {
    Matcher pause = BACK_OFF.matcher(message);
    return pause.matches() ? pause.group(1) : message;
  }

  /** An init container that failed ends its pod; a native sidecar that failed does not. */
  private static Optional<FailedInit> failedInit(Pod pod) {
    Set<String> sidecars =
        pod.getSpec() == null
            ? Set.of()
            : pod.getSpec().getInitContainers().stream()
                .filter(container -> "Always".equals(container.getRestartPolicy()))
                .map(Container::getName)
                .collect(Collectors.toSet());
    return status(pod).getInitContainerStatuses().stream()
        .filter(container -> !sidecars.contains(container.getName()))
        .filter(container -> container.getState() != null)
        .filter(container -> container.getState().getTerminated() != null)
        .map(
            container ->
                new FailedInit(
                    container.getName(), termination(container.getState().getTerminated())))
        .filter(init -> init.end().exitCode() != 0)
        .findFirst();
  }

  private static Optional<PodCondition> condition(PodStatus status, String type, String value) {
    return status.getConditions().stream()
        .filter(c -> type.equals(c.getType()) && value.equals(c.getStatus()))
        .findFirst();
  }

  private static boolean isDriver(ContainerStatus container) {
    return DriverPods.CONTAINER.equals(container.getName());
  }

  /** An invalid time is treated as unknown. */
  private static Optional<Instant> instant(String time) {
    try {
      return Optional.ofNullable(time).map(Instant::parse);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static String text(String value) {
    return Objects.requireNonNullElse(value, "");
  }
}
