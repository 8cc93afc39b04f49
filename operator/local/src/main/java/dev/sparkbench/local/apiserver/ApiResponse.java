package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What a client gets, free of any HTTP library. */
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

  /** An answer that is complete. */
  record Reply(int code, String contentType, String body, List<String> warnings)
      implements ApiResponse {}

  /**
   * An answer that goes on until one side closes it.
   *
   * @param opener begins to send, and gives the handle that ends it
   */
  record Stream(String contentType, Opener opener) implements ApiResponse {}

  /** Begins to send. */
  interface Opener {
    Subscription open(Sink sink);
  }

  /** Where a stream's parts go. */
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
