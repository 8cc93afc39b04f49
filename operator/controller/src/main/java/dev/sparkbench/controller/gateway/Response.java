// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An HTTP response.
 *
 * @param code the status code
 * @param headers by name
 * @param body its bytes
 */
record Response(int code, Map<String, String> headers, byte[] body) {

  private static final String CONTENT_TYPE = "Content-Type";

  /** A plain text, for probes. */
  static Response text(int code, String text) {
    return new Response(
        code,
        Map.of(CONTENT_TYPE, "text/plain; charset=utf-8"),
        (text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** An object as JSON. */
  static Response json(int code, Object body) {
    try {
      return new Response(
          code, Map.of(CONTENT_TYPE, "application/json"), Json.MAPPER.writeValueAsBytes(body));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + body.getClass(), e);
    }
  }

  /** An error: what is wrong with the request, or with the gateway. */
  static Response error(int code, List<Problem> problems) {
    return json(code, new Errors("ERROR", problems));
  }

  /** An error with one sentence. */
  static Response error(int code, String message) {
    return error(code, List.of(Problem.of(message)));
  }

  /** This response with a further header. */
  Response with(String header, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(header, value);
    return new Response(code, more, body);
  }

  private record Errors(String status, List<Problem> errors) {}
}
