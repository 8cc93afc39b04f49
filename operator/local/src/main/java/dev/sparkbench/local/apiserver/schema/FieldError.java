// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An error in one field, in the words of a Kubernetes API server.
 *
 * @param field the field's path, such as {@code spec.nodeList[1]}
 * @param reason one word for machines, such as {@code FieldValueInvalid}
 * @param message a sentence for people, without the path
 */
public record FieldError(String field, String reason, String message) {

  /** A required field is missing. */
  public static FieldError required(String field) {
    return new FieldError(field, "FieldValueRequired", "Required value");
  }

  /** A value that is not allowed; it is given as JSON. */
  public static FieldError invalid(String field, String value, String why) {
    return new FieldError(
        field, "FieldValueInvalid", "Invalid value: %s: %s".formatted(value, why));
  }

  /** A duplicate, where values must be unique. */
  public static FieldError duplicate(String field, JsonNode value) {
    return new FieldError(field, "FieldValueDuplicate", "Duplicate value: " + value);
  }

  /** A value that refers to something that does not exist. */
  public static FieldError notFound(String field, JsonNode value) {
    return new FieldError(field, "FieldValueNotFound", "Not found: " + value);
  }

  @Override
  public String toString() {
    return field + ": " + message;
  }
}
