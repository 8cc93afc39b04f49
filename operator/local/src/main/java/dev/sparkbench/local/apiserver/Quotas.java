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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Refuses pods for which a namespace's quota has no room. As in a real cluster, a pod counts from
 * its creation, and the share of an ended pod becomes free a little later.
 */
final class Quotas implements ObjectStore.Listener {

  /** Runs a task later, while no request is being answered. */
  interface Later {
    void run(Runnable task);
  }

  private static final Set<String> PODS = Set.of("pods", "count/pods");
  private static final Set<String> COMPUTE = Set.of("cpu", "memory");

  private final ObjectStore store;
  private final Later later;

  Quotas(ObjectStore store, Later later) {
    this.store = store;
    this.later = later;
  }

  /** Refuses a pod that does not fit. */
  void check(ObjectKey key, ObjectNode pod) {
    for (ObjectNode quota : quotas(key.namespace())) {
      String name = Metadata.text(quota, "name");
      List<String> unsaid = unsaid(quota, pod);
      if (!unsaid.isEmpty()) {
        throw ApiException.forbidden(
            key, "failed quota: %s: must specify %s".formatted(name, String.join("; ", unsaid)));
      }
      Map<String, BigDecimal> asked = usage(quota, pod);
      Map<String, BigDecimal> used = amounts(quota.path("status").path("used"));
      Map<String, BigDecimal> hard = amounts(quota.path("spec").path("hard"));
      Set<String> exceeded = new TreeSet<>();
      asked.forEach(
          (resource, amount) -> {
            BigDecimal then = used.getOrDefault(resource, BigDecimal.ZERO).add(amount);
            if (amount.signum() > 0 && then.compareTo(hard.get(resource)) > 0) {
              exceeded.add(resource);
            }
          });
      if (!exceeded.isEmpty()) {
        throw ApiException.forbidden(
            key,
            "exceeded quota: %s, requested: %s, used: %s, limited: %s"
                .formatted(
                    name, texts(asked, exceeded), texts(used, exceeded), texts(hard, exceeded)));
      }
    }
  }

  @Override
  public void changed(Change change) {
    String namespace = change.key().namespace();
    if (change.key().resource().equals(ResourceTypes.QUOTAS)) {
      change.after().ifPresent(quota -> count(change.key(), quota));
    } else if (change.key().resource().equals(ResourceTypes.PODS) && !quotas(namespace).isEmpty()) {
      if (change.before().isEmpty()) {
        change.after().ifPresent(pod -> take(namespace, pod));
      } else if (counts(change.before().get())
          && !change.after().map(Quotas::counts).orElse(false)) {
        later.run(() -> countAll(namespace));
      }
    }
  }

  private void take(String namespace, ObjectNode pod) {
    for (ObjectNode quota : quotas(namespace)) {
      Map<String, BigDecimal> used = amounts(quota.path("status").path("used"));
      usage(quota, pod)
          .forEach((resource, amount) -> used.merge(resource, amount, BigDecimal::add));
      write(quota, used);
    }
  }

  private void countAll(String namespace) {
    for (ObjectNode quota : quotas(namespace)) {
      count(new ObjectKey(ResourceTypes.QUOTAS, namespace, Metadata.text(quota, "name")), quota);
    }
  }

  private void count(ObjectKey key, ObjectNode quota) {
    Map<String, BigDecimal> used = new TreeMap<>();
    amounts(quota.path("spec").path("hard"))
        .keySet()
        .forEach(resource -> used.put(resource, BigDecimal.ZERO));
    for (ObjectNode pod : store.list(ResourceTypes.PODS, key.namespace())) {
      if (counts(pod)) {
        usage(quota, pod)
            .forEach((resource, amount) -> used.merge(resource, amount, BigDecimal::add));
      }
    }
    write(quota, used);
  }

  private void write(ObjectNode quota, Map<String, BigDecimal> used) {
    ObjectNode next = quota.deepCopy();
    ObjectNode status = next.withObjectProperty("status");
    status.set("hard", quota.path("spec").path("hard"));
    ObjectNode texts = status.putObject("used");
    used.forEach((resource, amount) -> texts.put(resource, Quantities.text(resource, amount)));
    if (!next.equals(quota)) {
      store.put(
          new ObjectKey(
              ResourceTypes.QUOTAS,
              Metadata.text(quota, "namespace"),
              Metadata.text(quota, "name")),
          next);
    }
  }

  /** The limited resources that a container does not specify, in the server's words. */
  private static List<String> unsaid(ObjectNode quota, ObjectNode pod) {
    List<String> unsaid = new ArrayList<>();
    for (String limited : amounts(quota.path("spec").path("hard")).keySet()) {
      Optional<Resource> resource = Resource.of(limited);
      if (resource.isEmpty() || !COMPUTE.contains(resource.get().name())) {
        continue;
      }
      List<String> containers =
          PodResources.all(pod).stream()
              .filter(
                  part -> !part.resources().path(resource.get().kind()).has(resource.get().name()))
              .map(Part::name)
              .sorted()
              .toList();
      if (!containers.isEmpty()) {
        unsaid.add("%s for: %s".formatted(limited, String.join(",", containers)));
      }
    }
    return unsaid;
  }

  /** The amount of a limited resource that a pod uses. */
  private static Map<String, BigDecimal> usage(ObjectNode quota, ObjectNode pod) {
    Map<String, BigDecimal> usage = new TreeMap<>();
    for (String limited : amounts(quota.path("spec").path("hard")).keySet()) {
      if (PODS.contains(limited)) {
        usage.put(limited, BigDecimal.ONE);
      } else {
        Resource.of(limited)
            .ifPresent(
                resource ->
                    usage.put(limited, PodResources.total(pod, resource.kind(), resource.name())));
      }
    }
    return usage;
  }

  /** Pods that have ended use nothing. */
  private static boolean counts(ObjectNode pod) {
    return !Pods.hasEnded(pod);
  }

  private List<ObjectNode> quotas(String namespace) {
    // A quota without a namespace would list the pods of all namespaces.
    return namespace.isEmpty() ? List.of() : store.list(ResourceTypes.QUOTAS, namespace);
  }

  private static Map<String, BigDecimal> amounts(JsonNode quantities) {
    Map<String, BigDecimal> amounts = new TreeMap<>();
    for (Map.Entry<String, JsonNode> quantity : quantities.properties()) {
      Quantities.read(quantity.getValue())
          .ifPresent(amount -> amounts.put(quantity.getKey(), amount));
    }
    return amounts;
  }

  private static String texts(Map<String, BigDecimal> amounts, Set<String> resources) {
    return String.join(
        ",",
        resources.stream()
            .map(
                resource ->
                    resource
                        + "="
                        + Quantities.text(
                            resource, amounts.getOrDefault(resource, BigDecimal.ZERO)))
            .toList());
  }

  /**
   * The amount of a pod that counts for a quota's entry.
   *
   * @param kind {@code requests} or {@code limits}
   */
  private record Resource(String kind, String name) {

    static Optional<Resource> of(String limited) {
      if (COMPUTE.contains(limited)) {
        return Optional.of(new Resource("requests", limited));
      }
      int dot = limited.indexOf('.');
      String kind = dot < 0 ? "" : limited.substring(0, dot);
      return kind.equals("requests") || kind.equals("limits")
          ? Optional.of(new Resource(kind, limited.substring(dot + 1)))
          : Optional.empty();
    }
  }
}
