// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The requests and limits of the containers of a pod. */
final class PodResources {

  private PodResources() {}

  /** A container and the path of its field. */
  record Part(String path, JsonNode container) {

    String name() {
      return container.path("name").asText();
    }

    JsonNode resources() {
      return container.path("resources");
    }
  }

  /** The pod's init containers, in their order. */
  static List<Part> initContainers(JsonNode pod) {
    return parts(pod, "initContainers");
  }

  /** The pod's containers, in their order. */
  static List<Part> containers(JsonNode pod) {
    return parts(pod, "containers");
  }

  /** Both, the init containers first. */
  static List<Part> all(JsonNode pod) {
    List<Part> all = new ArrayList<>(initContainers(pod));
    all.addAll(containers(pod));
    return all;
  }

  /** Whether an init container is a native sidecar. */
  static boolean isSidecar(JsonNode initContainer) {
    return initContainer.path("restartPolicy").asText().equals("Always");
  }

  /**
   * The largest need of the whole pod at any moment: init containers run one after another,
   * sidecars and containers together.
   *
   * @param kind {@code requests} or {@code limits}
   */
  static BigDecimal total(JsonNode pod, String kind, String resource) {
    BigDecimal sidecars = BigDecimal.ZERO;
    BigDecimal peak = BigDecimal.ZERO;
    for (Part init : initContainers(pod)) {
      BigDecimal own = amount(init, kind, resource).orElse(BigDecimal.ZERO);
      peak = peak.max(sidecars.add(own));
      sidecars = isSidecar(init.container()) ? sidecars.add(own) : sidecars;
    }
    BigDecimal together =
        containers(pod).stream()
            .map(part -> amount(part, kind, resource).orElse(BigDecimal.ZERO))
            .reduce(sidecars, BigDecimal::add);
    return peak.max(together);
  }

  static Optional<BigDecimal> amount(Part part, String kind, String resource) {
    return Quantities.read(part.resources().path(kind).path(resource));
  }

  /** A container without a request requests its limit. */
  static void requestWhatIsLimited(ObjectNode pod) {
    for (Part part : all(pod)) {
      for (Map.Entry<String, JsonNode> limit : part.resources().path("limits").properties()) {
        setIfAbsent(part, "requests", limit.getKey(), limit.getValue());
      }
    }
  }

  static void setIfAbsent(Part part, String kind, String resource, JsonNode quantity) {
    ObjectNode of =
        ((ObjectNode) part.container()).withObjectProperty("resources").withObjectProperty(kind);
    if (!of.has(resource)) {
      of.set(resource, quantity);
    }
  }

  private static List<Part> parts(JsonNode pod, String field) {
    List<Part> parts = new ArrayList<>();
    JsonNode containers = pod.path("spec").path(field);
    for (int i = 0; i < containers.size(); i++) {
      parts.add(new Part("spec.%s[%d]".formatted(field, i), containers.get(i)));
    }
    return parts;
  }
}
