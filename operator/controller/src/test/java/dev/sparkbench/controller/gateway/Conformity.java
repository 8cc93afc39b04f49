// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.Error;
import java.util.ArrayList;
import java.util.List;
import java.util.Map.Entry;
import java.util.Optional;

/** Checks answers against the OpenAPI document. */
final class Conformity {

  /** The document. */
  static final JsonNode DOCUMENT = Json.resource("openapi.json");

  private Conformity() {}

  /** Checks that the document has such an answer to such a request. */
  static void check(String method, String path, Reply reply) {
    Optional<Entry<String, JsonNode>> item =
        DOCUMENT.path("paths").properties().stream()
            .filter(entry -> path.matches(entry.getKey().replaceAll("\\{.*}", "[^/]+")))
            .findFirst();
    JsonNode operation =
        item.map(Entry::getValue).orElse(DOCUMENT).path(method.toLowerCase(java.util.Locale.ROOT));
    JsonNode answer = resolved(operation.path("responses").path(Integer.toString(reply.code())));
    if (operation.isMissingNode()) {
      // No such path, or not with that method.
      answer =
          resolved(
              DOCUMENT.at(
                  "/components/responses/" + (item.isEmpty() ? "Error" : "MethodNotAllowed")));
      assertThat(reply.code()).isEqualTo(item.isEmpty() ? 404 : 405);
    }
    assertThat(answer.isMissingNode()).as("%s %s has no %s", method, path, reply).isFalse();
    headers(answer.path("headers"), reply);
    body(answer.path("content"), reply);
  }

  private static void headers(JsonNode headers, Reply reply) {
    headers
        .properties()
        .forEach(
            entry -> {
              JsonNode header = resolved(entry.getValue());
              Optional<String> value = reply.header(entry.getKey());
              assertThat(value.isPresent() || !header.path("required").asBoolean())
                  .as("%s lacks %s", reply, entry.getKey())
                  .isTrue();
              value.ifPresent(
                  text ->
                      assertThat(problems(header.path("schema"), TextNode.valueOf(text)))
                          .as("%s of %s", entry.getKey(), reply)
                          .isEmpty());
            });
  }

  private static void body(JsonNode content, Reply reply) {
    String type = reply.header("Content-Type").orElse("").replaceFirst(";.*", "");
    assertThat(content.has(type)).as("%s is %s", reply, type).isTrue();
    JsonNode body = type.equals("application/json") ? reply.json() : TextNode.valueOf(reply.body());
    assertThat(problems(content.path(type).path("schema"), body)).as(reply.toString()).isEmpty();
  }

  /** The violations of a schema of the document. */
  static List<String> problems(JsonNode schema, JsonNode value) {
    List<String> problems = new ArrayList<>();
    for (Error error : RequestSchema.compiled(schema).validate(value)) {
      problems.add(error.getInstanceLocation() + ": " + error.getMessage());
    }
    return problems;
  }

  /** The schema that a reference points to. */
  static JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? DOCUMENT.at(node.path("$ref").asText().substring(1)) : node;
  }

  /**
   * An answer.
   *
   * @param headers the first value of each
   */
  record Reply(int code, java.util.Map<String, String> headers, String body) {

    Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name.toLowerCase(java.util.Locale.ROOT)));
    }

    JsonNode json() {
      try {
        return Json.MAPPER.readTree(body);
      } catch (JsonProcessingException e) {
        throw new AssertionError(body, e);
      }
    }

    /** The errors, each as {@code field=value: message}, as far as these are there. */
    List<String> errors() {
      List<String> errors = new ArrayList<>();
      for (JsonNode error : json().path("errors")) {
        errors.add(
            (error.has("field") ? error.path("field").asText() : "")
                + (error.has("value") ? "=" + error.path("value") : "")
                + (error.has("field") ? ": " : "")
                + error.path("message").asText());
      }
      return errors;
    }
  }
}
