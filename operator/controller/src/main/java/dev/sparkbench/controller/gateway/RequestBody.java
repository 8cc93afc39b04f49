// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/** Reads request bodies, with limits of size and time. */
final class RequestBody {

  /** The largest body, in bytes. A request with every field is about a kilobyte. */
  static final int MAX_LENGTH = 64 * 1024;

  private RequestBody() {}

  /**
   * Reads a body; call it on the event loop, with the request paused.
   *
   * @param patience the longest time that it may take
   * @param body the future to complete; with a {@link Refusal} if the body is too large or too slow
   */
  static void read(
      HttpServerRequest request, Vertx vertx, Duration patience, CompletableFuture<byte[]> body) {
    long timer =
        vertx.setTimer(patience.toMillis(), fired -> body.completeExceptionally(Refusal.timeout()));
    body.whenComplete((bytes, e) -> vertx.cancelTimer(timer));
    Buffer sofar = Buffer.buffer();
    request
        .exceptionHandler(e -> body.completeExceptionally(new CancellationException()))
        .handler(
            chunk -> {
              if (sofar.length() + chunk.length() > MAX_LENGTH) {
                body.completeExceptionally(Refusal.tooLarge(MAX_LENGTH));
              } else {
                sofar.appendBuffer(chunk);
              }
            })
        .endHandler(nothing -> body.complete(sofar.getBytes()))
        .resume();
  }
}
