package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import java.util.Map;

/** Applies JSON patches (RFC 6902) and JSON merge patches (RFC 7396). */
final class Patches {

  private static final String JSON_PATCH = "application/json-patch+json";
  private static final String MERGE_PATCH = "application/merge-patch+json";

  private Patches() {}

  /** The patched object, apart from the given one. */
  static ObjectNode apply(ObjectNode object, ApiRequest request) {
    String type = request.contentType().split(";")[0].trim();
    JsonNode patched =
        switch (type) {
          case JSON_PATCH -> jsonPatch(object, request.json());
          case MERGE_PATCH -> merge(object, request.json());
          default ->
              throw ApiException.unsupportedMediaType(type, JSON_PATCH + " or " + MERGE_PATCH);
        };
    if (patched instanceof ObjectNode result) {
      return result;
    }
    throw ApiException.unprocessable("the patch leaves no object");
  }

  private static JsonNode jsonPatch(ObjectNode object, JsonNode patch) {
    try {
      return JsonPatch.apply(patch, object.deepCopy());
    } catch (RuntimeException e) {
      throw ApiException.unprocessable(
          "the server rejected our request due to an error in our request: " + e.getMessage());
    }
  }

  private static JsonNode merge(JsonNode target, JsonNode patch) {
    if (!patch.isObject()) {
      return patch;
    }
    ObjectNode result =
        target instanceof ObjectNode object
            ? object.deepCopy()
            : JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      if (field.getValue().isNull()) {
        result.remove(field.getKey());
      } else {
        result.set(field.getKey(), merge(result.path(field.getKey()), field.getValue()));
      }
    }
    return result;
  }
}
