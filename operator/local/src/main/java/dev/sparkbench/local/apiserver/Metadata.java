// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.local.apiserver.schema.FieldError;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** Reads and checks the {@code metadata} of objects kept as JSON. */
final class Metadata {

  /** The fields that only the server may set. */
  static final List<String> SYSTEM_FIELDS =
      List.of(
          "name",
          "namespace",
          "uid",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "generation",
          "resourceVersion");

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
  private static final Pattern LABEL_VALUE =
      Pattern.compile("|[A-Za-z0-9]([-_.A-Za-z0-9]{0,61}[A-Za-z0-9])?");

  private Metadata() {}

  static ObjectNode of(ObjectNode object) {
    return object.withObjectProperty("metadata");
  }

  /** A field's text; empty if it is absent. */
  static String text(JsonNode object, String field) {
    return object.path("metadata").path(field).asText("");
  }

  static boolean isBeingDeleted(JsonNode object) {
    return !text(object, "deletionTimestamp").isEmpty();
  }

  static boolean hasFinalizers(JsonNode object) {
    return !object.path("metadata").path("finalizers").isEmpty();
  }

  static List<String> ownerUids(JsonNode object) {
    return StreamSupport.stream(
            object.path("metadata").path("ownerReferences").spliterator(), false)
        .map(owner -> owner.path("uid").asText(""))
        .toList();
  }

  /** Refuses invalid names and label values. */
  static void check(ResourceType type, ObjectNode object) {
    String name = text(object, "name");
    if (!NAME.matcher(name).matches()) {
      throw ApiException.invalid(
          type,
          name,
          List.of(
              FieldError.invalid(
                  "metadata.name",
                  "\"" + name + "\"",
                  "at most 253 lower case letters, digits, '-' and '.', with a letter or digit at both ends")));
    }
    for (Map.Entry<String, JsonNode> label : object.path("metadata").path("labels").properties()) {
      if (!LABEL_VALUE.matcher(label.getValue().asText()).matches()) {
        throw ApiException.invalid(
            type,
            name,
            List.of(
                FieldError.invalid(
                    "metadata.labels",
                    "%s of %s".formatted(label.getValue(), label.getKey()),
                    "at most 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends")));
      }
    }
  }
}
