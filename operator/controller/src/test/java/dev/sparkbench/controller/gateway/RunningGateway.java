// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import dev.sparkbench.controller.gateway.Conformity.Reply;
import dev.sparkbench.controller.gateway.GatewayConfig.Times;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;

/** A gateway of the namespaces {@code team} and {@code team-b}, and a client that knows a token. */
final class RunningGateway implements AutoCloseable {

  /** As short as a test can bear, as long as a busy machine needs. */
  static final Duration LIMIT = Duration.ofSeconds(20);

  /** The original service's request. */
  static final String ORIGINAL =
      """
      {
        "job_id": "job_001",
        "s3_path": "user123/datasets/sales.csv",
        "job_config": {
          "type": "descriptive",
          "tasks": ["row_count", "min_max_mean"]
        },
        "node_list": [1, 2]
      }
      """;

  /** The name of its resource. */
  static final String NAME = "id-job-0001";

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .executor(Executors.newFixedThreadPool(4, RunningGateway::daemon))
          .build();

  private final Gateway gateway;

  private RunningGateway(Gateway gateway) {
    this.gateway = gateway;
  }

  static RunningGateway start(TestApiServer server) {
    return start(
        server, config(GatewayConfig.DEFAULT_MAX_WAITING, GatewayConfig.TIMES.keepAlive()));
  }

  static RunningGateway start(TestApiServer server, GatewayConfig config) {
    RunningGateway running = new RunningGateway(Gateway.start(server.client(), config));
    await(() -> running.get("/readyz").code() == 200);
    return running;
  }

  static RunningGateway of(Gateway gateway) {
    return new RunningGateway(gateway);
  }

  static GatewayConfig config(int maxWaiting, Duration patience) {
    return config(maxWaiting, Integer.MAX_VALUE, new Times(patience, patience, Duration.ZERO));
  }

  static GatewayConfig config(int maxWaiting, int maxWaitingPerCaller, Times times) {
    return new GatewayConfig(
        new InetSocketAddress("127.0.0.1", 0),
        Optional.empty(),
        "team",
        Set.of("team", "team-b"),
        Optional.of("bucket"),
        List.of(),
        maxWaiting,
        maxWaitingPerCaller,
        times);
  }

  Gateway gateway() {
    return gateway;
  }

  int port() {
    return gateway.port();
  }

  @Override
  public void close() {
    gateway.close();
  }

  /** Returns when the condition holds. */
  static void await(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(10))
        .ignoreExceptions()
        .until(condition);
  }

  /** Returns when this number of requests wait. */
  void awaitWaiting(int count) {
    await(() -> gateway.waiting() == count);
  }

  Reply get(String path) {
    return send("GET", path, TestApiServer.ALICE, Optional.empty());
  }

  Reply delete(String path) {
    return send("DELETE", path, TestApiServer.ALICE, Optional.empty());
  }

  Reply post(String path, String body) {
    return send("POST", path, TestApiServer.ALICE, Optional.of(body));
  }

  /** Sends a request without waiting for the answer. */
  CompletableFuture<Reply> submit(String body) {
    return sendAsync("POST", "/submit-job", TestApiServer.ALICE, Optional.of(body));
  }

  Reply send(String method, String path, String token, Optional<String> body) {
    return sendAsync(method, path, token, body)
        .orTimeout(20, java.util.concurrent.TimeUnit.SECONDS)
        .join();
  }

  CompletableFuture<Reply> sendAsync(
      String method, String path, String token, Optional<String> body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .method(
                method,
                body.map(HttpRequest.BodyPublishers::ofString)
                    .orElseGet(HttpRequest.BodyPublishers::noBody))
            .header("Authorization", "Bearer " + token);
    body.ifPresent(text -> request.header("Content-Type", "application/json"));
    return HTTP.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
        .thenApply(response -> checked(method, response));
  }

  /** Sends a request of any kind. */
  Reply send(HttpRequest request) throws IOException, InterruptedException {
    return checked(request.method(), HTTP.send(request, HttpResponse.BodyHandlers.ofString()));
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:%d%s".formatted(port(), path));
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    return thread;
  }

  private static Reply checked(String method, HttpResponse<String> response) {
    Map<String, String> headers = new TreeMap<>();
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.get(0)));
    Reply reply = new Reply(response.statusCode(), headers, response.body());
    Conformity.check(method, response.uri().getPath(), reply);
    return reply;
  }
}
