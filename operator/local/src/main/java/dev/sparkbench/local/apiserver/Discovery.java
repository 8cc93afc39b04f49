// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** Serves the list of types. */
final class Discovery {

  private static final List<String> VERBS =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

  private final ResourceTypes types;

  Discovery(ResourceTypes types) {
    this.types = types;
  }

  /** The response for a path below {@code /api} or {@code /apis}; empty if it names nothing. */
  Optional<ObjectNode> at(String path) {
    return switch (path) {
      case "/api" -> Optional.of(coreVersions());
      case "/apis" -> Optional.of(groups());
      default -> resources(path).or(() -> group(path));
    };
  }

  private static ObjectNode coreVersions() {
    ObjectNode versions = JsonNodeFactory.instance.objectNode().put("kind", "APIVersions");
    versions.putArray("versions").add("v1");
    return versions;
  }

  private ObjectNode groups() {
    ObjectNode list =
        JsonNodeFactory.instance.objectNode().put("kind", "APIGroupList").put("apiVersion", "v1");
    ArrayNode groups = list.putArray("groups");
    types.all().stream()
        .map(ResourceType::group)
        .filter(group -> !group.isEmpty())
        .distinct()
        .flatMap(group -> group("/apis/" + group).stream())
        .forEach(groups::add);
    return list;
  }

  private Optional<ObjectNode> group(String path) {
    List<ResourceType> members =
        types.all().stream().filter(type -> path.equals("/apis/" + type.group())).toList();
    if (members.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode group =
        JsonNodeFactory.instance
            .objectNode()
            .put("kind", "APIGroup")
            .put("apiVersion", "v1")
            .put("name", members.get(0).group());
    ArrayNode versions = group.putArray("versions");
    members.stream()
        .map(type -> version(type.apiVersion(), type.version()))
        .distinct()
        .forEach(versions::add);
    group.set("preferredVersion", versions.get(0));
    return Optional.of(group);
  }

  private static ObjectNode version(String groupVersion, String version) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("groupVersion", groupVersion)
        .put("version", version);
  }

  private Optional<ObjectNode> resources(String path) {
    List<ResourceType> members =
        types.all().stream().filter(type -> path.equals(type.root())).toList();
    if (members.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode list =
        JsonNodeFactory.instance
            .objectNode()
            .put("kind", "APIResourceList")
            .put("apiVersion", "v1")
            .put("groupVersion", members.get(0).apiVersion());
    ArrayNode resources = list.putArray("resources");
    for (ResourceType type : members) {
      ObjectNode resource = resource(type, type.plural());
      resource.put("singularName", type.names().singular());
      (type.stored() ? VERBS : List.of("create")).forEach(resource.putArray("verbs")::add);
      type.names().shortNames().forEach(resource.putArray("shortNames")::add);
      type.names().categories().forEach(resource.putArray("categories")::add);
      resources.add(resource);
      if (type.statusSubresource()) {
        ObjectNode status = resource(type, type.plural() + "/status").put("singularName", "");
        status.putArray("verbs").add("get").add("patch").add("update");
        resources.add(status);
      }
      if (type.qualifiedName().equals(ResourceTypes.PODS)) {
        ObjectNode eviction =
            resource(type, type.plural() + "/eviction")
                .put("singularName", "")
                .put("group", "policy")
                .put("version", "v1")
                .put("kind", "Eviction");
        eviction.putArray("verbs").add("create");
        resources.add(eviction);
      }
    }
    return Optional.of(list);
  }

  private static ObjectNode resource(ResourceType type, String name) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", name)
        .put("namespaced", type.namespaced())
        .put("kind", type.kind());
  }
}
