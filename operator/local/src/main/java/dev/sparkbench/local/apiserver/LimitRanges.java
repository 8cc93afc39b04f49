// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.local.apiserver.PodResources.Part;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Applies the LimitRanges of a namespace: sets default limits and requests of containers, and
 * refuses pods outside of the range.
 */
final class LimitRanges {

  private final ObjectStore store;

  LimitRanges(ObjectStore store) {
    this.store = store;
  }

  /** Sets the defaults of containers. */
  void complete(ObjectKey key, ObjectNode pod) {
    for (JsonNode item : items(key, "Container")) {
      for (Part part : PodResources.all(pod)) {
        // As in a real server: the maximum is the default of the default limit, which is the
        // default of the default request.
        fill(part, "limits", item.path("default"));
        fill(part, "limits", item.path("max"));
        fill(part, "requests", item.path("defaultRequest"));
        fill(part, "requests", item.path("default"));
        fill(part, "requests", item.path("max"));
        fill(part, "requests", item.path("min"));
      }
    }
  }

  /** Refuses a pod that asks for too much or too little. */
  void check(ObjectKey key, ObjectNode pod) {
    List<String> problems = new ArrayList<>();
    for (JsonNode item : items(key, "Container")) {
      for (Part part : PodResources.all(pod)) {
        check(
            item,
            "Container",
            (kind, resource) -> PodResources.amount(part, kind, resource),
            problems);
      }
    }
    for (JsonNode item : items(key, "Pod")) {
      check(item, "Pod", (kind, resource) -> ofPod(pod, kind, resource), problems);
    }
    if (!problems.isEmpty()) {
      throw ApiException.forbidden(
          key, problems.size() == 1 ? problems.get(0) : "[" + String.join(", ", problems) + "]");
    }
  }

  /** An amount of a resource that is requested or allowed. */
  private interface Amounts {
    Optional<BigDecimal> of(String kind, String resource);
  }

  private static void check(JsonNode item, String what, Amounts amounts, List<String> problems) {
    for (Map.Entry<String, JsonNode> least : item.path("min").properties()) {
      compare("minimum", what, least, "request", amounts.of("requests", least.getKey()), problems);
    }
    for (Map.Entry<String, JsonNode> most : item.path("max").properties()) {
      compare("maximum", what, most, "limit", amounts.of("limits", most.getKey()), problems);
    }
  }

  private static void compare(
      String bound,
      String what,
      Map.Entry<String, JsonNode> entry,
      String kind,
      Optional<BigDecimal> found,
      List<String> problems) {
    String resource = entry.getKey();
    Optional<BigDecimal> allowed = Quantities.read(entry.getValue());
    if (allowed.isEmpty()) {
      return;
    }
    String rule =
        "%s %s usage per %s is %s"
            .formatted(bound, resource, what, Quantities.text(resource, allowed.get()));
    if (found.isEmpty()) {
      problems.add("%s.  No %s is specified".formatted(rule, kind));
      return;
    }
    int order = found.get().compareTo(allowed.get());
    if (bound.equals("maximum") ? order > 0 : order < 0) {
      problems.add(
          "%s, but %s is %s".formatted(rule, kind, Quantities.text(resource, found.get())));
    }
  }

  private static Optional<BigDecimal> ofPod(ObjectNode pod, String kind, String resource) {
    boolean said =
        PodResources.all(pod).stream().anyMatch(part -> part.resources().path(kind).has(resource));
    return said ? Optional.of(PodResources.total(pod, kind, resource)) : Optional.empty();
  }

  private static void fill(Part part, String kind, JsonNode defaults) {
    for (Map.Entry<String, JsonNode> value : defaults.properties()) {
      PodResources.setIfAbsent(part, kind, value.getKey(), value.getValue());
    }
  }

  private List<JsonNode> items(ObjectKey key, String type) {
    List<JsonNode> items = new ArrayList<>();
    for (ObjectNode range : store.list(ResourceTypes.LIMIT_RANGES, key.namespace())) {
      for (JsonNode item : range.path("spec").path("limits")) {
        if (item.path("type").asText().equals(type)) {
          items.add(item);
        }
      }
    }
    return items;
  }
}
