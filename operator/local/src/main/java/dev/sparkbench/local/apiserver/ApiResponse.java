package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Consumer;

/** What a client gets, free of any HTTP library. */
sealed interface ApiResponse {

  static Reply json(int code, JsonNode body) {
    return new Reply(code, "application/json", body.toString());
  }

  static Reply text(String body) {
    return new Reply(200, "text/plain", body);
  }

  /** An answer that is complete. */
  record Reply(int code, String contentType, String body) implements ApiResponse {}

  /**
   * An answer that goes on until one side closes it.
   *
   * @param opener begins to send events, and gives the handle that ends it
   */
  record Stream(Opener opener) implements ApiResponse {}

  /** Begins to send events. */
  interface Opener {
    Subscription open(Consumer<String> events);
  }

  /** Ends the sending of events. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
