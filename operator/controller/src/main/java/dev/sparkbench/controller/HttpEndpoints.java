package dev.sparkbench.controller;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * What the operator serves over HTTP: {@code /healthz} while the process can answer at all, {@code
 * /readyz} while it watches its resources, {@code /metrics} in Prometheus' text format.
 */
final class HttpEndpoints implements AutoCloseable {

  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServer server;
  private final ExecutorService threads;

  private HttpEndpoints(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Starts to serve.
   *
   * @param address where; port 0 for any free one
   * @param obstacle why the operator is not ready; empty when it is
   * @param metrics the metrics' text
   */
  static HttpEndpoints start(
      InetSocketAddress address, Supplier<Optional<String>> obstacle, Supplier<String> metrics) {
    HttpServer server;
    try {
      server = HttpServer.create(address, 0);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot serve HTTP on " + address, e);
    }
    ExecutorService threads =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "http");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext(
        "/healthz", exchange -> answer(exchange, HttpURLConnection.HTTP_OK, TEXT, "alive\n"));
    server.createContext(
        "/readyz",
        exchange -> {
          Optional<String> problem = obstacle.get();
          answer(
              exchange,
              problem.isEmpty() ? HttpURLConnection.HTTP_OK : HttpURLConnection.HTTP_UNAVAILABLE,
              TEXT,
              problem.orElse("ready") + "\n");
        });
    server.createContext(
        "/metrics",
        exchange -> answer(exchange, HttpURLConnection.HTTP_OK, METRICS, metrics.get()));
    server.start();
    return new HttpEndpoints(server, threads);
  }

  int port() {
    return server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, int code, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(code, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
