// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * A mistake in a request.
 *
 * @param field the field; null if it is not about a field
 * @param value the value; null if there is none
 * @param message what is wrong, and what would be right
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(String field, JsonNode value, String message) {

  private static final int MAX_LENGTH = 256;

  /** A problem of the request as a whole. */
  static Problem of(String message) {
    return new Problem(null, null, message);
  }

  /** A problem of a parameter in the URL. */
  static Problem ofParameter(String name, String value, String message) {
    return new Problem(name, shortened(TextNode.valueOf(value)), message);
  }

  /** A problem of a field in the body. */
  static Problem ofField(FieldPath field, JsonNode body, String message) {
    JsonNode value = field.in(body);
    return new Problem(field.toString(), value.isMissingNode() ? null : shortened(value), message);
  }

  private static JsonNode shortened(JsonNode value) {
    String text = value.isTextual() ? value.textValue() : value.toString();
    return text.length() <= MAX_LENGTH
        ? value
        : TextNode.valueOf(text.substring(0, MAX_LENGTH) + "…");
  }
}
