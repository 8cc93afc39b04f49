// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import static dev.sparkbench.controller.http.HttpServers.await;

import dev.sparkbench.controller.http.HttpServers;
import dev.sparkbench.controller.http.IdleConnections;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The HTTP/1.1 server. Vert.x needs no thread per request. Unlike servers that look at a connection
 * only when they write to it, it notices a client that disconnects while it waits.
 */
final class HttpFrontend implements AutoCloseable {

  /** Some tokens are long. */
  private static final int MAX_HEADERS = 32 * 1024;

  /** The largest number of idle connections; if there are more, the oldest are closed. */
  private static final int MAX_IDLE = 1000;

  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  /** Often enough, because certificates are renewed days before they expire. */
  private static final Duration RENEWAL = Duration.ofMinutes(1);

  private final Api api;
  private final Vertx vertx;
  private final Context context;
  private final Duration patience;
  private final Duration keepAlive;
  private final IdleConnections idle;
  private final Optional<Certificates> certificates;
  private final HttpServer server;

  /** Requests without an answer yet, each with a future that completes with the answer. */
  private final Set<CompletableFuture<Void>> open = ConcurrentHashMap.newKeySet();

  /**
   * Starts the server.
   *
   * @throws IllegalStateException if it cannot
   */
  HttpFrontend(GatewayConfig config, Api api) {
    this.api = api;
    this.patience = config.times().patience();
    this.keepAlive = config.times().keepAlive();
    this.vertx = HttpServers.vertx();
    this.context = vertx.getOrCreateContext();
    this.idle = new IdleConnections(vertx, MAX_IDLE);
    try {
      this.certificates = config.tls().map(files -> new Certificates(vertx, files));
      this.server = await(listen(config.address()));
    } catch (RuntimeException e) {
      vertx.close();
      throw new IllegalStateException(
          "cannot serve on %s: %s".formatted(config.address(), e.getMessage()), e);
    }
    vertx.setPeriodic(RENEWAL.toMillis(), timer -> renewCertificate());
  }

  int port() {
    return server.actualPort();
  }

  /** The number of idle connections. */
  int idleConnections() {
    return idle.size();
  }

  void renewCertificate() {
    certificates.ifPresent(it -> it.renew(server));
  }

  /** Waits briefly for pending answers, then closes all connections. */
  @Override
  public void close() {
    CompletableFuture.allOf(open.toArray(CompletableFuture[]::new))
        .completeOnTimeout(null, LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)
        .join();
    await(vertx.close());
  }

  private Future<HttpServer> listen(InetSocketAddress address) {
    HttpServerOptions options =
        HttpServers.options(address)
            .setMaxHeaderSize(MAX_HEADERS)
            .setHandle100ContinueAutomatically(true);
    certificates.ifPresent(it -> options.setSsl(true).setKeyCertOptions(it.current()));
    return vertx
        .createHttpServer(options)
        .connectionHandler(connection -> idle.begin(connection, patience))
        .invalidRequestHandler(
            request ->
                refuse(request, request.decoderResult().cause())
                    .onComplete(written -> request.connection().close()))
        .requestHandler(this::handle)
        .listen();
  }

  private void handle(HttpServerRequest request) {
    idle.end(request.connection());
    // The body is read only if the caller may send one.
    request.pause();
    CompletableFuture<Void> hangUp = new CompletableFuture<>();
    Call call;
    try {
      call = call(request, hangUp);
    } catch (IllegalArgumentException e) {
      refuse(request, e);
      return;
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    open.add(done);
    done.whenComplete((nothing, e) -> open.remove(done));
    hangUp.thenRun(() -> done.complete(null));
    request.response().closeHandler(nothing -> hangUp.complete(null));
    api.handle(call)
        .thenAccept(
            answer ->
                context.runOnContext(
                    nothing -> answer(request, answer).onComplete(written -> done.complete(null))));
  }

  private Call call(HttpServerRequest request, CompletableFuture<Void> hangUp) {
    Map<String, List<String>> query = new TreeMap<>();
    MultiMap parameters = request.params();
    parameters.names().forEach(name -> query.put(name, parameters.getAll(name)));
    return new Call(
        request.method().name(),
        // A plus stands for a space only in forms.
        URLDecoder.decode(request.path().replace("+", "%2B"), StandardCharsets.UTF_8),
        query,
        Peers.of(request.remoteAddress().hostAddress()),
        request.getHeader(HttpHeaders.AUTHORIZATION),
        request.getHeader(HttpHeaders.CONTENT_TYPE),
        () -> body(request),
        hangUp);
  }

  private Future<Void> refuse(HttpServerRequest request, Throwable cause) {
    return answer(
        request, Response.error(400, "the request cannot be read: " + cause.getMessage()));
  }

  private CompletableFuture<byte[]> body(HttpServerRequest request) {
    CompletableFuture<byte[]> body = new CompletableFuture<>();
    context.runOnContext(nothing -> RequestBody.read(request, vertx, patience, body));
    return body;
  }

  private Future<Void> answer(HttpServerRequest request, Response answer) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return Future.succeededFuture();
    }
    response.setStatusCode(answer.code());
    answer.headers().forEach(response::putHeader);
    // Before the response ends, because the next request may follow at once.
    idle.begin(request.connection(), keepAlive);
    Future<Void> written = response.end(Buffer.buffer(answer.body()));
    if (!request.isEnded()) {
      // The rest of the body is discarded.
      request.resume();
    }
    return written;
  }
}
