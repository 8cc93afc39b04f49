// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** Walks through a value together with the schema of each of its parts, parents first. */
final class SchemaWalk {

  /**
   * Visits each part of the value. If it changes something below the part, the changed value is
   * walked.
   */
  interface Visitor {

    /**
     * Visits one part.
     *
     * @param old the earlier value; missing if there was none, or if it cannot be determined
     */
    void visit(FieldPath path, JsonNode schema, JsonNode value, JsonNode old);
  }

  private SchemaWalk() {}

  static void through(JsonNode schema, JsonNode value, JsonNode old, Visitor visitor) {
    walk(FieldPath.WHOLE, schema, value, old, visitor);
  }

  static void through(JsonNode schema, JsonNode value, Visitor visitor) {
    walk(FieldPath.WHOLE, schema, value, MissingNode.getInstance(), visitor);
  }

  /** The schema of an object's field; missing if the schema does not have the field. */
  static JsonNode field(JsonNode schema, String name) {
    JsonNode named = schema.path("properties").path(name);
    return named.isMissingNode() ? schema.path("additionalProperties") : named;
  }

  private static void walk(
      FieldPath path, JsonNode schema, JsonNode value, JsonNode old, Visitor visitor) {
    visitor.visit(path, schema, value, old);
    if (value instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : List.copyOf(object.properties())) {
        String name = field.getKey();
        JsonNode child = field(schema, name);
        if (child.isObject()) {
          walk(path.field(name), child, field.getValue(), old.path(name), visitor);
        }
      }
    } else if (value instanceof ArrayNode array && schema.path("items").isObject()) {
      for (int i = 0; i < array.size(); i++) {
        walk(path.item(i), schema.path("items"), array.get(i), MissingNode.getInstance(), visitor);
      }
    }
  }
}
