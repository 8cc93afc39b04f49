// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.local.apiserver.ResourceType.Custom;
import dev.sparkbench.local.apiserver.ResourceType.Names;
import dev.sparkbench.local.apiserver.schema.FieldError;
import dev.sparkbench.local.apiserver.schema.StructuralSchema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** The supported types of objects: some of Kubernetes' own, and those of CRDs. */
final class ResourceTypes implements ObjectStore.Listener {

  static final String CRDS = "customresourcedefinitions.apiextensions.k8s.io";
  static final String NAMESPACES = "namespaces";
  static final String PODS = "pods";
  static final String BINDINGS = "bindings";
  static final String SECRETS = "secrets";
  static final String SERVICE_ACCOUNTS = "serviceaccounts";
  static final String QUOTAS = "resourcequotas";
  static final String LIMIT_RANGES = "limitranges";
  static final String PRIORITY_CLASSES = "priorityclasses.scheduling.k8s.io";
  static final String TOKEN_REVIEWS = "tokenreviews.authentication.k8s.io";
  static final String ACCESS_REVIEWS = "subjectaccessreviews.authorization.k8s.io";

  private final Map<String, ResourceType> types = new TreeMap<>();

  /** Compiled once, for the check of a CRD and for its use. */
  private final Map<JsonNode, StructuralSchema> schemas = new HashMap<>();

  ResourceTypes() {
    add(core(PODS, "Pod", true, "po"));
    add(core("services", "Service", true, "svc"));
    add(core("persistentvolumeclaims", "PersistentVolumeClaim", true, "pvc"));
    add(core("configmaps", "ConfigMap", false, "cm"));
    add(core(SECRETS, "Secret", false));
    add(core(SERVICE_ACCOUNTS, "ServiceAccount", false, "sa"));
    add(core("events", "Event", false, "ev"));
    add(core(QUOTAS, "ResourceQuota", true, "quota"));
    add(core(LIMIT_RANGES, "LimitRange", false, "limits"));
    add(type("", names(NAMESPACES, "Namespace", "ns"), false, true, true));
    add(type("", names("nodes", "Node", "no"), false, true, true));
    add(
        type(
            "apiextensions.k8s.io",
            names("customresourcedefinitions", "CustomResourceDefinition", "crd", "crds"),
            false,
            true,
            true));
    add(
        type(
            "scheduling.k8s.io",
            names("priorityclasses", "PriorityClass", "pc"),
            false,
            false,
            true));
    add(type("coordination.k8s.io", names("leases", "Lease"), true, false, true));
    add(type("events.k8s.io", names("events", "Event", "ev"), true, false, true));
    add(type("", names(BINDINGS, "Binding"), true, false, false));
    add(type("authentication.k8s.io", names("tokenreviews", "TokenReview"), false, false, false));
    add(
        type(
            "authorization.k8s.io",
            names("subjectaccessreviews", "SubjectAccessReview"),
            false,
            false,
            false));
  }

  Optional<ResourceType> find(String group, String version, String plural) {
    return Optional.ofNullable(types.get(id(group, version, plural)));
  }

  Collection<ResourceType> all() {
    return types.values();
  }

  /** The mistakes in a CRD. */
  List<FieldError> problems(ObjectNode crd) {
    try {
      versions(crd);
      return List.of();
    } catch (IllegalArgumentException e) {
      return List.of(FieldError.invalid("spec.versions", "\"array\"", e.getMessage()));
    }
  }

  /** Adds and removes the types of CRDs. */
  @Override
  public void changed(Change change) {
    if (change.key().resource().equals(CRDS)) {
      change.before().ifPresent(crd -> versions(crd).forEach(this::remove));
      change.after().ifPresent(crd -> versions(crd).forEach(this::add));
    }
  }

  private void add(ResourceType type) {
    types.put(id(type.group(), type.version(), type.plural()), type);
  }

  private void remove(ResourceType type) {
    types.remove(id(type.group(), type.version(), type.plural()));
  }

  private List<ResourceType> versions(ObjectNode crd) {
    JsonNode spec = crd.path("spec");
    List<ResourceType> found = new ArrayList<>();
    for (JsonNode version : spec.path("versions")) {
      JsonNode schema = version.at("/schema/openAPIV3Schema");
      found.add(
          new ResourceType(
              spec.path("group").asText(),
              version.path("name").asText(),
              names(spec.path("names")),
              spec.path("scope").asText().equals("Namespaced"),
              version.path("subresources").has("status"),
              true,
              Optional.of(
                  new Custom(
                      schemas.computeIfAbsent(schema, StructuralSchema::new),
                      schema,
                      Columns.of(version)))));
    }
    return found;
  }

  private static Names names(JsonNode names) {
    String kind = names.path("kind").asText();
    return new Names(
        names.path("plural").asText(),
        names.path("singular").asText(kind.toLowerCase(Locale.ROOT)),
        kind,
        texts(names.path("shortNames")),
        texts(names.path("categories")));
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static String id(String group, String version, String plural) {
    return group + "/" + version + "/" + plural;
  }

  private static ResourceType core(
      String plural, String kind, boolean statusSubresource, String... shortNames) {
    return type("", names(plural, kind, shortNames), true, statusSubresource, true);
  }

  private static ResourceType type(
      String group, Names names, boolean namespaced, boolean statusSubresource, boolean stored) {
    return new ResourceType(
        group, "v1", names, namespaced, statusSubresource, stored, Optional.empty());
  }

  private static Names names(String plural, String kind, String... shortNames) {
    List<String> categories =
        List.of(PODS, "services").contains(plural) ? List.of("all") : List.of();
    return new Names(plural, kind.toLowerCase(Locale.ROOT), kind, List.of(shortNames), categories);
  }
}
