package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.local.apiserver.schema.FieldError;
import java.util.List;

/**
 * What becomes of objects because of their type's schema. Of Kubernetes' own types, only the fields
 * of pods are known here.
 */
final class Admission {

  private final ResourceTypes types;

  Admission(ResourceTypes types) {
    this.types = types;
  }

  /** Takes away what the schema does not know. */
  void prune(ResourceType type, ObjectNode object, WriteOptions options) {
    type.custom().ifPresent(custom -> options.foundUnknown(type, custom.schema().prune(object)));
    if (type.qualifiedName().equals(ResourceTypes.PODS)) {
      options.foundUnknown(type, KnownFields.prune(object));
    }
  }

  /** Completes a new object, and refuses it if it is not valid. */
  void complete(ResourceType type, ObjectNode object) {
    complete(type, object, MissingNode.getInstance());
  }

  /** Completes a changed object, and refuses it if it is not valid. */
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
