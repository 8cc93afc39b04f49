package dev.sparkbench.controller.pods;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.controller.plan.ObservedExecutor;
import dev.sparkbench.controller.plan.ObservedExecutor.Deletion;
import dev.sparkbench.controller.plan.ObservedPod;
import dev.sparkbench.controller.plan.ObservedPod.Ownership;
import dev.sparkbench.controller.plan.ObservedPod.Phase;
import dev.sparkbench.controller.plan.ObservedPod.Termination;
import dev.sparkbench.controller.plan.ObservedPod.Waiting;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads what the plan needs to know from a pod. */
public final class PodReader {

  /** Kubernetes' own, for pods that do not name one. */
  private static final long DEFAULT_GRACE_SECONDS = 30;

  private PodReader() {}

  /** What there is to know of a pod, as seen by that resource. */
  public static ObservedPod read(Pod pod, SparkBenchmarkJob job) {
    PodStatus status = status(pod);
    Optional<ContainerState> container =
        status.getContainerStatuses().stream()
            .filter(c -> DriverPods.CONTAINER.equals(c.getName()))
            .map(ContainerStatus::getState)
            .filter(Objects::nonNull)
            .findFirst();
    return new ObservedPod(
        pod.getMetadata().getName(),
        ownership(pod, job),
        phase(status),
        active(pod),
        start(pod),
        due(pod),
        endsBy(pod),
        container.map(ContainerState::getTerminated).map(PodReader::termination),
        waiting(status, container),
        Optional.ofNullable(status.getReason()).filter(reason -> !reason.isEmpty()),
        text(status.getMessage()));
  }

  /** What there is to know of an executor's pod. */
  public static ObservedExecutor executor(Pod pod) {
    long grace = Objects.requireNonNullElse(pod.getMetadata().getDeletionGracePeriodSeconds(), 0L);
    return new ObservedExecutor(
        pod.getMetadata().getLabels().get(Labels.DRIVER),
        due(pod).map(due -> new Deletion(due.minusSeconds(grace), due)));
  }

  /**
   * Whether one of its containers runs or may still start. The phase alone does not tell: it stays
   * {@code Running} for about a second after the last container has ended.
   */
  public static boolean active(Pod pod) {
    PodStatus status = status(pod);
    Phase phase = phase(status);
    return phase != Phase.SUCCEEDED
        && phase != Phase.FAILED
        && !(mainContainersEnded(pod) && allEnded(status.getInitContainerStatuses()));
  }

  /** Native sidecars are init containers that the kubelet ends after all other containers. */
  private static Optional<Instant> endsBy(Pod pod) {
    return active(pod) && mainContainersEnded(pod)
        ? status(pod).getContainerStatuses().stream()
            .map(container -> container.getState().getTerminated().getFinishedAt())
            .filter(Objects::nonNull)
            .map(Instant::parse)
            .max(Comparator.naturalOrder())
            .map(end -> end.plusSeconds(gracePeriod(pod)))
        : Optional.empty();
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
    return Optional.ofNullable(pod.getMetadata().getDeletionTimestamp()).map(Instant::parse);
  }

  private static PodStatus status(Pod pod) {
    return Objects.requireNonNullElseGet(pod.getStatus(), PodStatus::new);
  }

  private static Ownership ownership(Pod pod, SparkBenchmarkJob job) {
    Optional<OwnerReference> owner =
        pod.getMetadata().getOwnerReferences().stream()
            .filter(o -> SparkBenchmarkJob.class.getSimpleName().equals(o.getKind()))
            .filter(o -> o.getApiVersion().startsWith(SparkBenchmarkJob.GROUP + "/"))
            .filter(o -> o.getName().equals(job.getMetadata().getName()))
            .findFirst();
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

  private static Optional<Waiting> waiting(PodStatus status, Optional<ContainerState> container) {
    return container
        .map(ContainerState::getWaiting)
        .map(state -> new Waiting(text(state.getReason()), text(state.getMessage())))
        .or(
            () ->
                status.getConditions().stream()
                    .filter(
                        c -> "PodScheduled".equals(c.getType()) && "False".equals(c.getStatus()))
                    .map(c -> new Waiting(text(c.getReason()), text(c.getMessage())))
                    .findFirst());
  }

  private static String text(String value) {
    return Objects.requireNonNullElse(value, "");
  }
}
