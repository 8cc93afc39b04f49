// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import dev.sparkbench.local.apiserver.AccessLog.Access;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The HTTP server of {@link Api}. Streams are sent over a web socket to clients that ask for one,
 * and as chunks to others.
 */
final class WebServer implements AutoCloseable {

  private static final String HOST = "127.0.0.1";
  private static final int SWITCHING_PROTOCOLS = 101;
  private static final long CLOSE_SECONDS = 10;

  // Compiling a CRD's schema for the first time may take seconds on a busy machine.
  private final Vertx vertx =
      Vertx.vertx(
          new VertxOptions()
              .setMaxEventLoopExecuteTime(1)
              .setMaxEventLoopExecuteTimeUnit(TimeUnit.MINUTES));
  private final Api api;
  private final AccessLog log;
  private final HttpServer http;

  /** Starts a server on a free port. */
  WebServer(Api api, AccessLog log, ServerCertificate certificate) {
    this.api = api;
    this.log = log;
    HttpServerOptions options =
        new HttpServerOptions()
            .setSsl(true)
            .setKeyCertOptions(
                new PemKeyCertOptions()
                    .setKeyValue(Buffer.buffer(certificate.key()))
                    .setCertValue(Buffer.buffer(certificate.certificate())));
    http = vertx.createHttpServer(options).requestHandler(this::receive);
    await(http.listen(0, HOST));
  }

  String host() {
    return HOST;
  }

  int port() {
    return http.actualPort();
  }

  @Override
  public void close() {
    await(http.close());
    await(vertx.close());
  }

  private void receive(HttpServerRequest request) {
    if (isUpgrade(request)) {
      // The request has no body, and can only be upgraded now.
      answer(request, new byte[0]);
    } else {
      request.body().onSuccess(body -> answer(request, body.getBytes()));
    }
  }

  private void answer(HttpServerRequest request, byte[] body) {
    ApiResponse response =
        api.handle(
            ApiRequest.of(
                request.method().name(),
                request.uri(),
                request.getHeader(HttpHeaders.CONTENT_TYPE),
                request.getHeader(HttpHeaders.ACCEPT),
                body));
    log.answered(
        new Access(
            Objects.requireNonNullElse(request.getHeader(HttpHeaders.USER_AGENT), ""),
            request.method().name(),
            request.uri(),
            code(request, response)));
    if (response instanceof ApiResponse.Reply reply) {
      send(request.response(), reply);
    } else if (response instanceof ApiResponse.Stream stream && isUpgrade(request)) {
      request.toWebSocket().onSuccess(socket -> send(socket, stream));
    } else if (response instanceof ApiResponse.Stream stream) {
      send(request, stream);
    }
  }

  private static void send(HttpServerResponse response, ApiResponse.Reply reply) {
    reply
        .warnings()
        .forEach(
            text ->
                response
                    .headers()
                    .add("Warning", "299 - \"%s\"".formatted(text.replace("\"", "\\\""))));
    response
        .setStatusCode(reply.code())
        .putHeader(HttpHeaders.CONTENT_TYPE, reply.contentType())
        .end(reply.body());
  }

  private void send(HttpServerRequest request, ApiResponse.Stream stream) {
    HttpServerResponse response =
        request
            .response()
            .setChunked(true)
            .putHeader(HttpHeaders.CONTENT_TYPE, stream.contentType());
    // Sends the head, for which clients wait.
    response.write(Buffer.buffer());
    Context context = vertx.getOrCreateContext();
    Sink sink =
        new Sink(
            context, () -> !response.ended() && !response.closed(), response::write, response::end);
    ApiResponse.Subscription subscription = stream.opener().open(sink);
    response.closeHandler(closed -> subscription.close());
    response.endHandler(ended -> subscription.close());
    String limit = request.getParam("timeoutSeconds");
    if (limit != null) {
      vertx.setTimer(TimeUnit.SECONDS.toMillis(Long.parseLong(limit)), timer -> sink.end());
    }
  }

  private void send(ServerWebSocket socket, ApiResponse.Stream stream) {
    Sink sink =
        new Sink(
            vertx.getOrCreateContext(),
            () -> !socket.isClosed(),
            socket::writeTextMessage,
            socket::close);
    ApiResponse.Subscription subscription = stream.opener().open(sink);
    socket.closeHandler(closed -> subscription.close());
  }

  private static int code(HttpServerRequest request, ApiResponse response) {
    if (response instanceof ApiResponse.Reply reply) {
      return reply.code();
    }
    return isUpgrade(request) ? SWITCHING_PROTOCOLS : 200;
  }

  private static boolean isUpgrade(HttpServerRequest request) {
    return "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE));
  }

  private static void await(Future<?> future) {
    try {
      future.toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the local API server does not start or stop", e);
    }
  }

  /** Writes on the connection's own thread, unless it is closed. */
  private record Sink(Context context, BooleanSupplier open, Consumer<String> write, Runnable close)
      implements ApiResponse.Sink {

    @Override
    public void send(String text) {
      ifOpen(() -> write.accept(text));
    }

    @Override
    public void end() {
      ifOpen(close);
    }

    private void ifOpen(Runnable action) {
      context.runOnContext(
          now -> {
            if (open.getAsBoolean()) {
              action.run();
            }
          });
    }
  }
}
