// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A response, independent of the HTTP library. */
sealed interface ApiResponse {

  static Reply json(int code, JsonNode body) {
    return json(code, body, List.of());
  }

  static Reply json(int code, JsonNode body, List<String> warnings) {
    return new Reply(code, "application/json", body.toString(), warnings);
  }

  static Reply text(String body) {
    return new Reply(200, "text/plain", body, List.of());
  }

  /** A complete response. */
  record Reply(int code, String contentType, String body, List<String> warnings)
      implements ApiResponse {}

  /**
   * A response that continues until one side closes it.
   *
   * @param opener starts sending, and returns the handle that ends it
   */
  record Stream(String contentType, Opener opener) implements ApiResponse {}

  /** Starts sending. */
  interface Opener {
    Subscription open(Sink sink);
  }

  /** Receives the parts of a stream. */
  interface Sink {
    void send(String text);

    void end();
  }

  /** Ends the sending. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
