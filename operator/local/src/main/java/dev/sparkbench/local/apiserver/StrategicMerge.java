// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Strategic merge patches of Kubernetes' own types. They are merge patches, except for some lists
 * whose items are merged by a key. The field's name decides which lists these are; new items are
 * appended in their order.
 */
final class StrategicMerge {

  private static final String DIRECTIVE = "$patch";

  private static final Map<String, String> KEYS =
      Map.ofEntries(
          Map.entry("containers", "name"),
          Map.entry("initContainers", "name"),
          Map.entry("env", "name"),
          Map.entry("volumes", "name"),
          Map.entry("volumeMounts", "mountPath"),
          Map.entry("imagePullSecrets", "name"),
          Map.entry("secrets", "name"),
          Map.entry("ports", "containerPort"),
          Map.entry("conditions", "type"),
          Map.entry("ownerReferences", "uid"));

  private StrategicMerge() {}

  static JsonNode apply(JsonNode target, JsonNode patch) {
    ObjectNode result =
        target instanceof ObjectNode object && !isDirective(patch, "replace")
            ? object.deepCopy()
            : JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      String name = field.getKey();
      JsonNode value = field.getValue();
      if (name.startsWith("$deleteFromPrimitiveList/")) {
        remove(result.path(name.substring(name.indexOf('/') + 1)), value);
      } else if (value.isNull() || isDirective(value, "delete")) {
        result.remove(name);
      } else if (!name.startsWith("$")) {
        result.set(name, merged(name, result.path(name), value));
      }
    }
    return result;
  }

  private static JsonNode merged(String name, JsonNode target, JsonNode patch) {
    if (patch.isObject()) {
      return apply(target, patch);
    } else if (patch.isArray() && KEYS.containsKey(name) && target.isArray()) {
      return mergedByKey(KEYS.get(name), (ArrayNode) target.deepCopy(), patch);
    }
    return patch;
  }

  private static ArrayNode mergedByKey(String key, ArrayNode result, JsonNode patch) {
    // It may be anywhere in the list.
    if (patch.findValuesAsText(DIRECTIVE).contains("replace")) {
      result.removeAll();
    }
    for (JsonNode item : patch) {
      int at =
          IntStream.range(0, result.size())
              .filter(i -> result.get(i).path(key).equals(item.path(key)))
              .findFirst()
              .orElse(-1);
      if (isDirective(item, "delete")) {
        result.remove(at);
      } else if (at >= 0) {
        result.set(at, apply(result.get(at), item));
      } else if (!isDirective(item, "replace")) {
        result.add(item);
      }
    }
    return result;
  }

  private static void remove(JsonNode list, JsonNode values) {
    for (int i = list.size() - 1; i >= 0; i--) {
      for (JsonNode value : values) {
        if (list.path(i).equals(value)) {
          ((ArrayNode) list).remove(i);
        }
      }
    }
  }

  private static boolean isDirective(JsonNode value, String directive) {
    return value.path(DIRECTIVE).asText().equals(directive);
  }
}
