// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;

/** Objects as a table, as {@code kubectl get} requests them. */
final class Tables {

  private static final String API_VERSION = "meta.k8s.io/v1";

  private final Clock clock;

  Tables(Clock clock) {
    this.clock = clock;
  }

  static boolean isWanted(ApiRequest request) {
    return request.accept().contains("as=Table");
  }

  /**
   * A table with one row per object.
   *
   * @param metadata of the list that the table represents
   */
  ObjectNode of(
      ResourceType type, List<ObjectNode> objects, JsonNode metadata, ApiRequest request) {
    List<Column> columns = Columns.of(type);
    ObjectNode table = JsonNodeFactory.instance.objectNode();
    table.put("kind", "Table").put("apiVersion", API_VERSION).set("metadata", metadata);
    ArrayNode definitions = table.putArray("columnDefinitions");
    for (Column column : columns) {
      definitions
          .addObject()
          .put("name", column.name())
          .put("type", column.type().equals("date") ? "string" : column.type())
          .put("format", column.name().equals("Name") ? "name" : "")
          .put("description", column.description())
          .put("priority", column.priority());
    }
    ArrayNode rows = table.putArray("rows");
    for (ObjectNode object : objects) {
      ObjectNode row = rows.addObject();
      ArrayNode cells = row.putArray("cells");
      columns.forEach(column -> cells.add(cell(column, object)));
      row.set("object", shown(object, request));
    }
    return table;
  }

  private JsonNode cell(Column column, JsonNode object) {
    JsonNode value = column.cell().apply(object, clock.instant());
    return value.isMissingNode() ? JsonNodeFactory.instance.nullNode() : value;
  }

  private static JsonNode shown(ObjectNode object, ApiRequest request) {
    return switch (request.parameter("includeObject").orElse("Metadata")) {
      case "Object" -> object;
      case "None" -> JsonNodeFactory.instance.nullNode();
      default ->
          JsonNodeFactory.instance
              .objectNode()
              .put("kind", "PartialObjectMetadata")
              .put("apiVersion", API_VERSION)
              .set("metadata", object.path("metadata"));
    };
  }
}
