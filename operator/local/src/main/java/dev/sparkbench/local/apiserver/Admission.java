// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.local.apiserver.schema.FieldError;
import java.util.List;

/**
 * Applies the schemas of types to objects. Of Kubernetes' own types, only the fields of pods are
 * known.
 */
final class Admission {

  private final ResourceTypes types;

  Admission(ResourceTypes types) {
    this.types = types;
  }

  /** Removes unknown fields. */
  void prune(ResourceType type, ObjectNode object, WriteOptions options) {
    type.custom().ifPresent(custom -> options.foundUnknown(type, custom.schema().prune(object)));
    if (type.qualifiedName().equals(ResourceTypes.PODS)) {
      options.foundUnknown(type, KnownFields.prune(object));
    }
  }

  /** Fills in defaults of a new object, and refuses it if it is invalid. */
  void complete(ResourceType type, ObjectNode object) {
    complete(type, object, MissingNode.getInstance());
  }

  /** Fills in defaults of a changed object, and refuses it if it is invalid. */
  void complete(ResourceType type, ObjectNode object, JsonNode before) {
    type.custom()
        .ifPresent(
            custom -> {
              custom.schema().fillInDefaults(object);
              refuse(type, object, custom.schema().check(object, before));
            });
    if (type.qualifiedName().equals(ResourceTypes.CRDS)) {
      refuse(type, object, types.problems(object));
    }
  }

  private static void refuse(ResourceType type, ObjectNode object, List<FieldError> errors) {
    if (!errors.isEmpty()) {
      throw ApiException.invalid(type, Metadata.text(object, "name"), errors);
    }
  }
}
