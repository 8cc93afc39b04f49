// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Probes and metrics answer while other clients are slow. */
class SlowClientsTest {

  /** The longest time that the chart's probes and its ServiceMonitor wait. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private static final String METRICS = "# metrics\n".repeat(10_000);

  private final List<Socket> sockets = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  @Test
  void halfOfARequestKeepsNobodyFromAnAnswer() throws Exception {
    try (HttpEndpoints endpoints = start(Duration.ofMinutes(1))) {
      for (int i = 0; i < 20; i++) {
        send(endpoints, "G");
        send(endpoints, "GET /healthz HTTP/1.1\r\nHost: operator\r\n");
        send(endpoints, "POST /metrics HTTP/1.1\r\nHost: o\r\nContent-Length: 1000\r\n\r\nhalf");
      }
      assertAnswers(endpoints);
    }
  }

  @Test
  void manyConnectionsKeepNobodyFromAnAnswer() throws Exception {
    try (HttpEndpoints endpoints = start(Duration.ofMinutes(1))) {
      for (int i = 0; i < 3 * HttpEndpoints.MAX_CONNECTIONS; i++) {
        send(endpoints, "GET /me");
        if (i % 50 == 0) {
          assertAnswers(endpoints);
        }
      }
      assertAnswers(endpoints);
      assertThat(endpoints.connections()).isLessThanOrEqualTo(HttpEndpoints.MAX_CONNECTIONS);
    }
  }

  @Test
  void whoDoesNotTakeTheAnswerIsSentAway() throws Exception {
    try (HttpEndpoints endpoints = start(Duration.ofSeconds(1))) {
      for (int i = 0; i < 20; i++) {
        send(endpoints, "GET /metrics HTTP/1.1\r\nHost: operator\r\n\r\n".repeat(20));
      }
      assertAnswers(endpoints);
      await().atMost(Duration.ofSeconds(20)).until(() -> endpoints.connections() == 0);
    }
  }

  @Test
  void whoDoesNotSendItsRequestIsSentAway() throws Exception {
    try (HttpEndpoints endpoints = start(Duration.ofSeconds(1))) {
      Socket slow = send(endpoints, "GET /healthz HT");
      slow.setSoTimeout(20_000);
      assertThat(slow.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void whatIsNotThereOrCannotBeReadIsSaid() throws Exception {
    try (HttpEndpoints endpoints = start(Duration.ofSeconds(10))) {
      assertThat(get(endpoints, "/")).isEqualTo("404 there are /healthz, /readyz and /metrics\n");
      assertThat(
              send(
                  HttpRequest.newBuilder(uri(endpoints, "/metrics"))
                      .DELETE()
                      .timeout(LIMIT)
                      .build()))
          .isEqualTo("405 only GET is for this\n");
      Socket nonsense = send(endpoints, "\u0000\u0001\r\n\r\n");
      nonsense.setSoTimeout(20_000);
      assertThat(nonsense.getInputStream().read()).isEqualTo(-1);
      assertAnswers(endpoints);
    }
    try (HttpEndpoints failing =
        HttpEndpoints.start(
            new InetSocketAddress("127.0.0.1", 0),
            () -> new Readiness(false, "not yet"),
            () -> {
              throw new IllegalStateException("broken");
            })) {
      assertThat(get(failing, "/readyz")).isEqualTo("503 not yet\n");
      assertThat(get(failing, "/metrics")).isEqualTo("500 failed; the log says why\n");
      assertThat(get(failing, "/healthz")).isEqualTo("200 alive\n");
    }
  }

  private static HttpEndpoints start(Duration patience) {
    return HttpEndpoints.start(
        new InetSocketAddress("127.0.0.1", 0),
        patience,
        () -> new Readiness(true, "ready"),
        () -> METRICS);
  }

  private static void assertAnswers(HttpEndpoints endpoints) throws Exception {
    assertThat(get(endpoints, "/healthz")).isEqualTo("200 alive\n");
    assertThat(get(endpoints, "/readyz")).isEqualTo("200 ready\n");
    assertThat(get(endpoints, "/metrics")).isEqualTo("200 " + METRICS);
  }

  private static String get(HttpEndpoints endpoints, String path) throws Exception {
    return send(HttpRequest.newBuilder(uri(endpoints, path)).timeout(LIMIT).build());
  }

  private static URI uri(HttpEndpoints endpoints, String path) {
    return URI.create("http://127.0.0.1:%d%s".formatted(endpoints.port(), path));
  }

  /** On a separate connection, as a kubelet does. */
  private static String send(HttpRequest request) throws Exception {
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    return response.statusCode() + " " + response.body();
  }

  private Socket send(HttpEndpoints endpoints, String text) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoints.port());
    sockets.add(socket);
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
    return socket;
  }
}
