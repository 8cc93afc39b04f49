// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A request, independent of the HTTP library.
 *
 * @param method the HTTP method
 * @param path the URL's path, decoded
 * @param query the URL's parameters, decoded
 * @param peer the sender's address, as {@link Peers#of} counts it
 * @param authorization that header; null where there is none
 * @param contentType that header; null where there is none
 * @param body reads the body; may end with a {@link Refusal}
 * @param hangUp completes when the client disconnects before it has an answer
 */
record Call(
    String method,
    String path,
    Map<String, List<String>> query,
    String peer,
    String authorization,
    String contentType,
    Supplier<CompletableFuture<byte[]>> body,
    CompletableFuture<Void> hangUp) {

  /**
   * The bearer token.
   *
   * @throws Refusal if there is none
   */
  String token() {
    if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      throw Refusal.unauthorized(
          "", "there is no token; send Authorization: Bearer with a token of the cluster");
    }
    return authorization.substring(7).trim();
  }

  /**
   * Checks that the content type is JSON.
   *
   * @throws Refusal if it is not
   */
  void requireJson() {
    String type = contentType == null ? "missing" : contentType.replaceFirst("\\s*;.*", "").trim();
    if (!type.equalsIgnoreCase("application/json")) {
      throw Refusal.unsupportedType(type);
    }
  }
}
