// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import java.util.Map;

/** Applies JSON patches (RFC 6902), JSON merge patches (RFC 7396) and strategic merge patches. */
final class Patches {

  private static final String JSON_PATCH = "application/json-patch+json";
  private static final String MERGE_PATCH = "application/merge-patch+json";
  private static final String STRATEGIC_MERGE_PATCH = "application/strategic-merge-patch+json";
  private static final String APPLY_PATCH = "application/apply-patch+yaml";

  private Patches() {}

  /** The patched object, a copy of the given one. */
  static ObjectNode apply(ResourceType ofObject, ObjectNode object, ApiRequest request) {
    String type = typeOf(request);
    JsonNode patched =
        switch (type) {
          case JSON_PATCH -> jsonPatch(object, request.json());
          case MERGE_PATCH -> merge(object, request.json());
          case STRATEGIC_MERGE_PATCH -> {
            // As in real API servers, which know no merge keys of a CRD's lists.
            if (ofObject.custom().isPresent()) {
              throw ApiException.unsupportedMediaType(type, JSON_PATCH + " or " + MERGE_PATCH);
            }
            yield StrategicMerge.apply(object, request.object());
          }
          default ->
              throw ApiException.unsupportedMediaType(
                  type, JSON_PATCH + ", " + MERGE_PATCH + " or " + STRATEGIC_MERGE_PATCH);
        };
    if (patched instanceof ObjectNode result) {
      return result;
    }
    throw ApiException.unprocessable("the patch leaves no object");
  }

  /** Refuses server-side apply, whether or not the object exists. */
  static void refuseApply(ApiRequest request) {
    if (typeOf(request).equals(APPLY_PATCH)) {
      throw ApiException.unsupportedMediaType(
          APPLY_PATCH, "client-side apply: the local cluster does not keep field managers");
    }
  }

  private static String typeOf(ApiRequest request) {
    return request.contentType().split(";")[0].trim();
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
