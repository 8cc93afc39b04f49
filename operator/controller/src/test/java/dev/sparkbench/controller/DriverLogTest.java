// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The logs of pods on lost nodes: the API server does not answer, or says that it cannot. */
class DriverLogTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** The log's own limit is 3 s; without it, ten seconds and ten tries. */
  private static final Duration SOON = Duration.ofSeconds(8);

  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;
  private KubernetesClient client;
  private volatile boolean answers;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          try {
            if (!answers) {
              end.await();
            }
            exchange.sendResponseHeaders(500, -1);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } finally {
            exchange.close();
          }
        });
    server.start();
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder()
                    .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                    .build())
            .build();
  }

  @AfterEach
  void stop() {
    end.countDown();
    client.close();
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void fourAreWaitedForAtATimeAndThreeSecondsEach() {
    DriverLog log = new DriverLog(client);
    Instant start = Instant.now();
    List<CompletableFuture<String>> waiting =
        IntStream.range(0, 4).mapToObj(i -> read(log, "pod-" + i)).toList();
    await().atMost(LIMIT).until(() -> requests.get() == 4);
    assertThat(waiting).noneMatch(CompletableFuture::isDone);

    // No place is left, so this log is not requested.
    assertThat(log.end(Manifests.benchmark("[1]"), "fifth")).isEmpty();
    assertThat(waiting).noneMatch(CompletableFuture::isDone);
    assertThat(requests).hasValue(4);

    assertThat(waiting).allSatisfy(read -> assertThat(read.join()).isEmpty());
    assertThat(Duration.between(start, Instant.now())).isBetween(Duration.ofSeconds(2), SOON);
    assertThat(requests).hasValue(4);

    // The places are free again.
    answers = true;
    assertThat(log.end(Manifests.benchmark("[1]"), "next")).isEmpty();
    assertThat(requests).hasValue(5);
  }

  @Test
  void aRefusalIsNotAskedAboutAgain() {
    answers = true;
    assertThat(new DriverLog(client).end(Manifests.benchmark("[1]"), "pod")).isEmpty();
    assertThat(requests).hasValue(1);
  }

  private CompletableFuture<String> read(DriverLog log, String pod) {
    return CompletableFuture.supplyAsync(() -> log.end(Manifests.benchmark("[1]"), pod), threads);
  }
}
