package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The types of objects that the server knows: some of Kubernetes' own, and those of CRDs. */
final class ResourceTypes implements ObjectStore.Listener {

  static final String CRDS = "customresourcedefinitions.apiextensions.k8s.io";
  static final String PODS = "pods";
  static final String BINDINGS = "bindings";
  static final String SECRETS = "secrets";

  private final Map<String, ResourceType> types = new HashMap<>();

  ResourceTypes() {
    add(core("pods", "Pod", true));
    add(core(BINDINGS, "Binding", false));
    add(core("services", "Service", true));
    add(core("persistentvolumeclaims", "PersistentVolumeClaim", true));
    add(core("configmaps", "ConfigMap", false));
    add(core("secrets", "Secret", false));
    add(core("serviceaccounts", "ServiceAccount", false));
    add(core("events", "Event", false));
    add(clusterWide("", "v1", "namespaces", "Namespace"));
    add(clusterWide("", "v1", "nodes", "Node"));
    add(
        clusterWide(
            "apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition"));
    add(plain("coordination.k8s.io", "leases", "Lease"));
    add(plain("events.k8s.io", "events", "Event"));
  }

  Optional<ResourceType> find(String group, String version, String plural) {
    return Optional.ofNullable(types.get(id(group, version, plural)));
  }

  /** Learns and forgets the types of CRDs. */
  @Override
  public void changed(Change change) {
    if (change.key().resource().equals(CRDS)) {
      change.before().ifPresent(crd -> versions(crd).values().forEach(this::remove));
      change.after().ifPresent(crd -> versions(crd).values().forEach(this::add));
    }
  }

  private void add(ResourceType type) {
    types.put(id(type.group(), type.version(), type.plural()), type);
  }

  private void remove(ResourceType type) {
    types.remove(id(type.group(), type.version(), type.plural()));
  }

  private static Map<String, ResourceType> versions(ObjectNode crd) {
    JsonNode spec = crd.path("spec");
    Map<String, ResourceType> found = new HashMap<>();
    for (JsonNode version : spec.path("versions")) {
      JsonNode status = version.at("/schema/openAPIV3Schema/properties/status/default");
      found.put(
          version.path("name").asText(),
          new ResourceType(
              spec.path("group").asText(),
              version.path("name").asText(),
              spec.path("names").path("plural").asText(),
              spec.path("names").path("kind").asText(),
              spec.path("scope").asText().equals("Namespaced"),
              version.path("subresources").has("status"),
              true,
              status.isMissingNode() ? Optional.empty() : Optional.of(status)));
    }
    return found;
  }

  private static String id(String group, String version, String plural) {
    return group + "/" + version + "/" + plural;
  }

  private static ResourceType core(String plural, String kind, boolean statusSubresource) {
    return new ResourceType(
        "", "v1", plural, kind, true, statusSubresource, false, Optional.empty());
  }

  private static ResourceType plain(String group, String plural, String kind) {
    return new ResourceType(group, "v1", plural, kind, true, false, false, Optional.empty());
  }

  private static ResourceType clusterWide(
      String group, String version, String plural, String kind) {
    return new ResourceType(group, version, plural, kind, false, true, false, Optional.empty());
  }
}
