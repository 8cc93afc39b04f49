// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Operations that are specific to pods. */
final class Pods {

  private static final long DEFAULT_GRACE_SECONDS = 30;
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  private Pods() {}

  /**
   * Marks a new pod as pending; a pod without a status would break Spark's snapshot of its
   * executors.
   */
  static void initialise(ObjectNode pod, Clock clock) {
    pod.putObject("status").put("phase", "Pending");
    if (isGated(pod)) {
      setCondition(pod, "PodScheduled", "False", clock)
          .put("reason", "SchedulingGated")
          .put("message", "Scheduling is blocked due to non-empty scheduling gates");
    }
  }

  /** Binds a pod to a node, as the scheduler does. */
  static ObjectNode bind(ObjectKey key, ObjectNode pod, JsonNode binding, Clock clock) {
    String node = binding.path("target").path("name").asText("");
    String current = nodeName(pod);
    if (!current.isEmpty()) {
      throw ApiException.conflict(key, "pod is already assigned to node \"" + current + "\"");
    }
    if (isGated(pod)) {
      throw ApiException.conflict(
          key, "pod %s has non-empty .spec.schedulingGates".formatted(key.name()));
    }
    ObjectNode bound = pod.deepCopy();
    bound.withObjectProperty("spec").put("nodeName", node);
    setCondition(bound, "PodScheduled", "True", clock);
    return bound;
  }

  /** Sets the condition that a pod has before an eviction deletes it. */
  static ObjectNode evict(ObjectNode pod, Clock clock) {
    ObjectNode evicted = pod.deepCopy();
    setCondition(evicted, "DisruptionTarget", "True", clock)
        .put("reason", "EvictionByEvictionAPI")
        .put("message", "Eviction API: evicting");
    return evicted;
  }

  /** Whether something holds the pod back from the scheduler. */
  private static boolean isGated(JsonNode pod) {
    return !pod.path("spec").path("schedulingGates").isEmpty();
  }

  private static ObjectNode setCondition(ObjectNode pod, String type, String status, Clock clock) {
    ArrayNode conditions = pod.withObjectProperty("status").withArrayProperty("conditions");
    for (int i = conditions.size() - 1; i >= 0; i--) {
      if (conditions.get(i).path("type").asText().equals(type)) {
        conditions.remove(i);
      }
    }
    return conditions
        .addObject()
        .put("type", type)
        .put("status", status)
        .put("lastTransitionTime", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /** The grace period of a pod; zero if no kubelet has it yet, or if its containers have ended. */
  static long graceSeconds(JsonNode pod, DeleteOptions options) {
    if (nodeName(pod).isEmpty() || hasEnded(pod)) {
      return 0;
    }
    return options
        .gracePeriodSeconds()
        .orElse(
            pod.path("spec").path("terminationGracePeriodSeconds").asLong(DEFAULT_GRACE_SECONDS));
  }

  static boolean hasEnded(JsonNode pod) {
    return ENDED.contains(pod.path("status").path("phase").asText());
  }

  /** Whether a container will print nothing more; it may have ended before its pod. */
  static boolean hasEnded(JsonNode pod, String container) {
    JsonNode status = pod.path("status");
    return hasEnded(pod)
        || isTerminated(status.path("containerStatuses"), container)
        || isTerminated(status.path("initContainerStatuses"), container);
  }

  private static boolean isTerminated(JsonNode statuses, String container) {
    return StreamSupport.stream(statuses.spliterator(), false)
        .filter(status -> status.path("name").asText().equals(container))
        .anyMatch(status -> status.path("state").has("terminated"));
  }

  private static String nodeName(JsonNode pod) {
    return pod.path("spec").path("nodeName").asText("");
  }
}
