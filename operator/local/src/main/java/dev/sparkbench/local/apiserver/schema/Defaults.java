// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Fills in the schema's defaults for absent fields. */
final class Defaults {

  private Defaults() {}

  static void fillIn(JsonNode schema, ObjectNode whole) {
    SchemaWalk.through(
        schema,
        whole,
        (path, ofPart, part, old) -> {
          if (part instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : ofPart.path("properties").properties()) {
              JsonNode value = field.getValue().path("default");
              if (!value.isMissingNode() && isAbsent(object, field.getKey(), field.getValue())) {
                object.set(field.getKey(), value.deepCopy());
              }
            }
          }
        });
  }

  private static boolean isAbsent(ObjectNode object, String name, JsonNode schema) {
    return !object.has(name) || (object.get(name).isNull() && !schema.path("nullable").asBoolean());
  }
}
