// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * Serves the types' schemas as OpenAPI 3. {@code kubectl explain} reads them, and clients find out
 * from them that the server supports field validation.
 */
final class OpenApi {

  private static final String ROOT = "/openapi/v3";
  private static final String TYPE = "x-kubernetes-group-version-kind";

  private final ResourceTypes types;

  OpenApi(ResourceTypes types) {
    this.types = types;
  }

  /** The response for a path below {@code /openapi/v3}; empty if it names nothing. */
  Optional<ObjectNode> at(String path) {
    if (path.equals(ROOT)) {
      return Optional.of(index());
    }
    List<ResourceType> members =
        types.all().stream().filter(type -> path.equals(ROOT + type.root())).toList();
    return members.isEmpty() ? Optional.empty() : Optional.of(document(members));
  }

  private ObjectNode index() {
    ObjectNode index = JsonNodeFactory.instance.objectNode();
    ObjectNode paths = index.putObject("paths");
    for (ResourceType type : types.all()) {
      paths.putObject(type.root().substring(1)).put("serverRelativeURL", ROOT + type.root());
    }
    return index;
  }

  private static ObjectNode document(List<ResourceType> members) {
    ObjectNode document = JsonNodeFactory.instance.objectNode().put("openapi", "3.0.0");
    document.putObject("info").put("title", "Kubernetes").put("version", "local");
    ObjectNode paths = document.putObject("paths");
    ObjectNode schemas = document.putObject("components").putObject("schemas");
    for (ResourceType type : members) {
      String collection =
          type.root() + (type.namespaced() ? "/namespaces/{namespace}/" : "/") + type.plural();
      paths.set(collection, operations(type, "get", "post"));
      paths.set(collection + "/{name}", operations(type, "get", "put", "patch"));
      schemas.set("local.%s.%s".formatted(type.version(), type.kind()), schema(type));
    }
    return document;
  }

  private static ObjectNode operations(ResourceType type, String... methods) {
    ObjectNode operations = JsonNodeFactory.instance.objectNode();
    for (String method : methods) {
      ObjectNode operation = operations.putObject(method);
      operation.set(TYPE, groupVersionKind(type));
      ArrayNode parameters = operation.putArray("parameters");
      if (!method.equals("get")) {
        for (String name : List.of("dryRun", "fieldValidation")) {
          parameters
              .addObject()
              .put("name", name)
              .put("in", "query")
              .putObject("schema")
              .put("type", "string");
        }
      }
      operation.putObject("responses").putObject("200").put("description", "OK");
    }
    return operations;
  }

  private static ObjectNode schema(ResourceType type) {
    ObjectNode schema =
        type.custom()
            .map(custom -> (ObjectNode) custom.openApi().deepCopy())
            .orElseGet(() -> JsonNodeFactory.instance.objectNode().put("type", "object"));
    ObjectNode properties = schema.withObjectProperty("properties");
    properties.set("apiVersion", property("string", "The version of the schema of this object."));
    properties.set("kind", property("string", "The type of this object."));
    properties.set("metadata", property("object", "Name, namespace, labels, annotations."));
    schema.putArray(TYPE).add(groupVersionKind(type));
    return schema;
  }

  private static JsonNode property(String type, String description) {
    return JsonNodeFactory.instance.objectNode().put("type", type).put("description", description);
  }

  private static ObjectNode groupVersionKind(ResourceType type) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("group", type.group())
        .put("version", type.version())
        .put("kind", type.kind());
  }
}
