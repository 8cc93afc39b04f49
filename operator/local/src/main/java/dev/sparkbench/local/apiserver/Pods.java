package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/** What the server knows of pods in particular. */
final class Pods {

  private static final long DEFAULT_GRACE_SECONDS = 30;
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  private Pods() {}

  /** A new pod is pending; a pod without a status would break Spark's view of its executors. */
  static void initialise(ObjectNode pod) {
    pod.putObject("status").put("phase", "Pending");
  }

  /** Gives a pod to a node, as the scheduler does. */
  static ObjectNode bind(ObjectKey key, ObjectNode pod, JsonNode binding, Clock clock) {
    String node = binding.path("target").path("name").asText("");
    String current = nodeName(pod);
    if (!current.isEmpty()) {
      throw ApiException.conflict(key, "pod is already assigned to node \"" + current + "\"");
    }
    ObjectNode bound = pod.deepCopy();
    bound.withObjectProperty("spec").put("nodeName", node);
    bound
        .withObjectProperty("status")
        .withArrayProperty("conditions")
        .addObject()
        .put("type", "PodScheduled")
        .put("status", "True")
        .put("lastTransitionTime", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    return bound;
  }

  /**
   * How long a pod may take to end. None if there is nothing to end: no kubelet has it yet, or its
   * containers have ended.
   */
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

  private static String nodeName(JsonNode pod) {
    return pod.path("spec").path("nodeName").asText("");
  }
}
