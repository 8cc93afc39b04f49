// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Removes fields that the schema does not have. */
final class Pruning {

  private static final Set<String> OF_EVERY_OBJECT = Set.of("apiVersion", "kind", "metadata");

  private Pruning() {}

  /** Returns the paths of the removed fields. */
  static List<String> prune(JsonNode schema, ObjectNode whole) {
    List<String> removed = new ArrayList<>();
    SchemaWalk.through(
        schema,
        whole,
        (path, ofPart, part, old) -> {
          if (part instanceof ObjectNode object
              && !ofPart.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
            List<String> unknown =
                object.properties().stream()
                    .map(field -> field.getKey())
                    .filter(name -> SchemaWalk.field(ofPart, name).isMissingNode())
                    .filter(name -> path != FieldPath.WHOLE || !OF_EVERY_OBJECT.contains(name))
                    .toList();
            object.remove(unknown);
            unknown.forEach(name -> removed.add(path.field(name).toString()));
          }
        });
    return removed;
  }
}
