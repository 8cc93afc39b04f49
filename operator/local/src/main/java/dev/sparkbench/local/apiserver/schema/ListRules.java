// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds duplicates in lists that the schema declares as a set or a map. */
final class ListRules {

  private ListRules() {}

  static List<FieldError> check(JsonNode schema, JsonNode whole) {
    List<FieldError> found = new ArrayList<>();
    SchemaWalk.through(
        schema,
        whole,
        (path, ofPart, part, old) -> {
          if (part instanceof ArrayNode list) {
            check(path, ofPart, list, found);
          }
        });
    return found;
  }

  private static void check(
      FieldPath path, JsonNode schema, ArrayNode list, List<FieldError> found) {
    String type = schema.path("x-kubernetes-list-type").asText();
    if (!type.equals("set") && !type.equals("map")) {
      return;
    }
    Set<JsonNode> seen = new HashSet<>();
    for (int i = 0; i < list.size(); i++) {
      JsonNode identity =
          type.equals("set")
              ? list.get(i)
              : key(list.get(i), schema.path("x-kubernetes-list-map-keys"));
      if (!seen.add(identity)) {
        found.add(FieldError.duplicate(path.item(i).toString(), identity));
      }
    }
  }

  private static JsonNode key(JsonNode item, JsonNode names) {
    ObjectNode key = ((ArrayNode) names).objectNode();
    names.forEach(name -> key.set(name.asText(), item.path(name.asText())));
    return key;
  }
}
