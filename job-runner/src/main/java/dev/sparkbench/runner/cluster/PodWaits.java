// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.cluster;

import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What executor pods wait for, according to their status. */
final class PodWaits {

  /** Reasons that are part of a normal start. */
  private static final Set<String> ON_THE_WAY = Set.of("ContainerCreating", "PodInitializing");

  private PodWaits() {}

  /** What the first waiting pod waits for, as a sentence without a full stop. */
  static Optional<String> first(List<Pod> pods) {
    return pods.stream()
        .filter(pod -> pod.getStatus() != null)
        .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
        .flatMap(
            pod ->
                what(pod.getStatus())
                    .map(what -> "pod %s waits: %s".formatted(pod.getMetadata().getName(), what)))
        .findFirst();
  }

  private static Stream<String> what(PodStatus status) {
    return Stream.concat(
        status.getConditions().stream()
            .filter(condition -> "PodScheduled".equals(condition.getType()))
            .filter(condition -> "False".equals(condition.getStatus()))
            .map(condition -> words(condition.getReason(), condition.getMessage())),
        Stream.concat(
                status.getInitContainerStatuses().stream(), status.getContainerStatuses().stream())
            .filter(container -> container.getState() != null)
            .flatMap(PodWaits::what));
  }

  private static Stream<String> what(ContainerStatus container) {
    ContainerStateWaiting waiting = container.getState().getWaiting();
    return waiting == null
            || waiting.getReason() == null
            || ON_THE_WAY.contains(waiting.getReason())
        ? Stream.empty()
        : Stream.of(
            "container %s: %s"
                .formatted(container.getName(), words(waiting.getReason(), waiting.getMessage())));
  }

  private static String words(String reason, String message) {
    return Stream.of(reason, message)
        .filter(Objects::nonNull)
        .filter(word -> !word.isBlank())
        .reduce("%s: %s"::formatted)
        .orElse("the reason is unknown");
  }
}
