// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.local.apiserver.schema.FieldError;
import java.util.List;
import java.util.Map;

/**
 * Completes or refuses a new pod, depending on other objects of the cluster. The order of checks is
 * that of a real server; it decides which fault of several is reported.
 */
final class PodAdmission {

  private static final String DEFAULT_ACCOUNT = "default";

  /** The priority classes that every cluster has. */
  private static final Map<String, Long> BUILT_IN_PRIORITIES =
      Map.of("system-cluster-critical", 2_000_000_000L, "system-node-critical", 2_000_001_000L);

  private final ObjectStore store;
  private final LimitRanges limits;
  private final Quotas quotas;

  PodAdmission(ObjectStore store, Quotas quotas) {
    this.store = store;
    this.limits = new LimitRanges(store);
    this.quotas = quotas;
  }

  void admit(ResourceType type, ObjectKey key, ObjectNode pod) {
    PodResources.requestWhatIsLimited(pod);
    limits.complete(key, pod);
    findAccount(key, pod);
    findPriority(key, pod);
    List<FieldError> problems = PodValidation.problems(pod);
    if (!problems.isEmpty()) {
      throw ApiException.invalid(type, key.name(), problems);
    }
    limits.check(key, pod);
    PodSecurity.check(store.get(Namespaces.key(key.namespace())), key, pod);
    quotas.check(key, pod);
  }

  private void findAccount(ObjectKey key, ObjectNode pod) {
    ObjectNode spec = pod.withObjectProperty("spec");
    if (spec.path("serviceAccountName").asText("").isEmpty()) {
      spec.put("serviceAccountName", DEFAULT_ACCOUNT);
    }
    String account = spec.path("serviceAccountName").asText();
    if (store
        .find(new ObjectKey(ResourceTypes.SERVICE_ACCOUNTS, key.namespace(), account))
        .isEmpty()) {
      throw ApiException.forbidden(
          key,
          "error looking up service account %s/%s: serviceaccount \"%s\" not found"
              .formatted(key.namespace(), account, account));
    }
  }

  private void findPriority(ObjectKey key, ObjectNode pod) {
    String name = pod.path("spec").path("priorityClassName").asText("");
    if (name.isEmpty()) {
      return;
    }
    JsonNode value =
        store
            .find(new ObjectKey(ResourceTypes.PRIORITY_CLASSES, "", name))
            .map(found -> found.path("value"))
            .orElseGet(() -> builtIn(pod, name));
    if (value.isMissingNode()) {
      throw ApiException.forbidden(key, "no PriorityClass with name %s was found".formatted(name));
    }
    pod.withObjectProperty("spec").set("priority", value);
  }

  private static JsonNode builtIn(ObjectNode pod, String name) {
    Long value = BUILT_IN_PRIORITIES.get(name);
    return value == null ? pod.path("none such") : pod.numberNode(value);
  }
}
