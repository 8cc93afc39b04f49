// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A pod as a watcher saw it.
 *
 * @param event such as {@code MODIFIED}
 */
record SeenPod(String event, Pod pod) {

  static List<SeenPod> readAll(Path recording) throws IOException {
    List<SeenPod> all = new ArrayList<>();
    for (String line : Files.readAllLines(recording)) {
      JsonNode event = Serialization.unmarshal(line, JsonNode.class);
      all.add(
          new SeenPod(
              event.path("type").asText(),
              Serialization.unmarshal(event.path("object").toString(), Pod.class)));
    }
    return all;
  }

  /** The states that a watcher saw, without what differs from cluster to cluster. */
  static List<String> states(List<SeenPod> events) {
    List<String> states = new ArrayList<>();
    for (SeenPod event : events) {
      String state = event.state();
      if (states.isEmpty() || !states.get(states.size() - 1).equals(state)) {
        states.add(state);
      }
    }
    return states;
  }

  /** Whether nothing comes after this. */
  boolean isLast() {
    return event.equals("DELETED")
        || List.of("Succeeded", "Failed").contains(pod.getStatus().getPhase());
  }

  /** Whether the pod's driver runs, or cannot be placed. */
  boolean canBeActedOn() {
    return pod.getStatus().getContainerStatuses().stream()
            .anyMatch(it -> it.getName().equals("driver") && it.getState().getRunning() != null)
        || pod.getStatus().getConditions().stream()
            .anyMatch(it -> it.getType().equals("PodScheduled") && it.getStatus().equals("False"));
  }

  private String state() {
    return "%s%s%s deletion=%s %s init=%s containers=%s"
        .formatted(
            event.equals("DELETED") ? "DELETED " : "",
            pod.getSpec().getNodeName() == null ? "unplaced " : "",
            text(
                pod.getStatus().getPhase(),
                pod.getStatus().getReason(),
                pod.getStatus().getMessage()),
            deletion(),
            conditions(),
            containers(pod.getStatus().getInitContainerStatuses()),
            containers(pod.getStatus().getContainerStatuses()));
  }

  private String deletion() {
    Long grace = pod.getMetadata().getDeletionGracePeriodSeconds();
    return grace == null ? "none" : grace == 0 ? "due" : "asked";
  }

  /** Without the sandbox, because the runtime decides when it is created and removed. */
  private String conditions() {
    return pod.getStatus().getConditions().stream()
        .filter(it -> !it.getType().equals("PodReadyToStartContainers"))
        .map(SeenPod::condition)
        .sorted()
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String condition(PodCondition it) {
    return it.getType() + "=" + text(it.getStatus(), it.getReason(), it.getMessage());
  }

  private static List<String> containers(List<ContainerStatus> of) {
    return of.stream().map(SeenPod::container).toList();
  }

  private static String container(ContainerStatus it) {
    ContainerStateWaiting waiting = it.getState().getWaiting();
    ContainerStateTerminated end = it.getState().getTerminated();
    String state =
        waiting != null
            ? text("waiting", waiting.getReason(), waiting.getMessage())
            : end != null
                ? text("ended", end.getExitCode(), end.getReason(), end.getMessage())
                : "running";
    return "%s ready=%s started=%s %s"
        .formatted(it.getName(), it.getReady(), it.getStarted(), state);
  }

  private static String text(Object... parts) {
    return normalised(
        Arrays.stream(parts)
            .filter(Objects::nonNull)
            .map(Object::toString)
            .collect(Collectors.joining("/")));
  }

  /** Without numbers of nodes and cores, and without the reasons that a registry gives. */
  private static String normalised(String text) {
    return text.replaceAll("(failed to pull and unpack image \"[^\"]+\": ).*", "$1…")
        .replaceAll("\\d+/\\d+ nodes", "N/N nodes")
        .replaceAll("\\d+ (node\\(s\\)|Insufficient|Preemption)", "N $1")
        .replaceAll(
            "requested: \\d+, used: \\d+, capacity: \\d+", "requested: N, used: N, capacity: N");
  }
}
