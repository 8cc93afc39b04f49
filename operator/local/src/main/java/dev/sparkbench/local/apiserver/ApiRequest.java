// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A request, independent of the HTTP library.
 *
 * @param method {@code GET}, {@code POST}, …
 * @param path the URL's path, without the query
 * @param query the query's parameters; the last one of repeated parameters
 * @param contentType the body's type; empty without a body
 * @param accept the types that the client accepts; empty if unspecified
 * @param body empty if there is none
 */
record ApiRequest(
    String method,
    String path,
    Map<String, String> query,
    String contentType,
    String accept,
    byte[] body) {

  private static final ObjectMapper JSON = new ObjectMapper();

  static ApiRequest of(String method, String uri, String contentType, String accept, byte[] body) {
    int mark = uri.indexOf('?');
    return new ApiRequest(
        method,
        mark < 0 ? uri : uri.substring(0, mark),
        mark < 0 ? Map.of() : parse(uri.substring(mark + 1)),
        contentType == null ? "" : contentType,
        accept == null ? "" : accept,
        body);
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
  }

  boolean flag(String name) {
    return parameter(name).map(value -> value.equals("true") || value.equals("1")).orElse(false);
  }

  /** Whether the client only wants to see the result of its write. */
  boolean isDryRun() {
    parameter("dryRun")
        .filter(value -> !value.equals("All"))
        .ifPresent(
            value -> {
              throw ApiException.badRequest("dryRun is '%s'; it must be All".formatted(value));
            });
    return parameter("dryRun").isPresent();
  }

  boolean hasBody() {
    return body.length > 0;
  }

  JsonNode json() {
    if (contentType.equals(ProtobufBody.CONTENT_TYPE)) {
      return ProtobufBody.read(body);
    }
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw ApiException.badRequest("the body is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ObjectNode object() {
    if (json() instanceof ObjectNode object) {
      return object;
    }
    throw ApiException.badRequest("the body of %s %s is not an object".formatted(method, path));
  }

  private static Map<String, String> parse(String query) {
    return Arrays.stream(query.split("&"))
        .filter(part -> !part.isEmpty())
        .map(part -> part.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> decode(pair[0]),
                pair -> pair.length == 1 ? "" : decode(pair[1]),
                (first, last) -> last));
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
