// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's HTTP endpoints: {@code /healthz} answers while the process works, {@code /readyz}
 * while it watches its resources, and {@code /metrics} has Prometheus' text format. A client that
 * sends half a request must not block others, because a kubelet that gets no answer would restart
 * the operator.
 */
public final class HttpEndpoints implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoints.class);

  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

  /** The time limit for sending a request, and for reading the answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Enough for a kubelet and several monitoring systems. */
  static final int MAX_CONNECTIONS = 100;

  private final Vertx vertx;
  private final HttpServer server;
  private final IdleConnections idle;
  private final Duration patience;
  private final Supplier<Readiness> readiness;
  private final Supplier<String> metrics;

  private HttpEndpoints(
      InetSocketAddress address,
      Duration patience,
      Supplier<Readiness> readiness,
      Supplier<String> metrics) {
    this.vertx = HttpServers.vertx();
    this.idle = new IdleConnections(vertx, MAX_CONNECTIONS);
    this.patience = patience;
    this.readiness = readiness;
    this.metrics = metrics;
    try {
      this.server =
          HttpServers.await(
              vertx
                  .createHttpServer(HttpServers.options(address))
                  .connectionHandler(connection -> idle.begin(connection, patience))
                  .invalidRequestHandler(request -> request.connection().close())
                  .requestHandler(this::answer)
                  .listen());
    } catch (RuntimeException e) {
      vertx.close();
      throw new IllegalStateException(
          "cannot serve HTTP on %s: %s".formatted(address, e.getMessage()), e);
    }
  }

  /**
   * Starts the server.
   *
   * @param address where; port 0 for any free one
   * @param readiness whether the operator is ready
   * @param metrics the metrics' text
   * @throws IllegalStateException if it cannot
   */
  public static HttpEndpoints start(
      InetSocketAddress address, Supplier<Readiness> readiness, Supplier<String> metrics) {
    return start(address, PATIENCE, readiness, metrics);
  }

  static HttpEndpoints start(
      InetSocketAddress address,
      Duration patience,
      Supplier<Readiness> readiness,
      Supplier<String> metrics) {
    return new HttpEndpoints(address, patience, readiness, metrics);
  }

  /** The address of the server. */
  public int port() {
    return server.actualPort();
  }

  /** The number of open connections. */
  int connections() {
    return idle.size();
  }

  private void answer(HttpServerRequest request) {
    idle.end(request.connection());
    try {
      if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
        answer(request, HttpURLConnection.HTTP_BAD_METHOD, TEXT, "only GET is for this\n");
        return;
      }
      switch (request.path()) {
        case "/healthz" -> answer(request, HttpURLConnection.HTTP_OK, TEXT, "alive\n");
        case "/readyz" -> {
          Readiness now = readiness.get();
          answer(
              request,
              now.ready() ? HttpURLConnection.HTTP_OK : HttpURLConnection.HTTP_UNAVAILABLE,
              TEXT,
              now.text() + "\n");
        }
        case "/metrics" -> answer(request, HttpURLConnection.HTTP_OK, METRICS, metrics.get());
        default ->
            answer(
                request,
                HttpURLConnection.HTTP_NOT_FOUND,
                TEXT,
                "there are /healthz, /readyz and /metrics\n");
      }
    } catch (RuntimeException e) {
      LOG.error("{} {} failed", request.method(), request.path(), e);
      answer(request, HttpURLConnection.HTTP_INTERNAL_ERROR, TEXT, "failed; the log says why\n");
    }
  }

  private void answer(HttpServerRequest request, int code, String type, String text) {
    // Before the response ends, because the next request may follow at once.
    idle.begin(request.connection(), patience);
    request.response().setStatusCode(code).putHeader("Content-Type", type).end(text);
  }

  @Override
  public void close() {
    HttpServers.await(vertx.close());
  }
}
