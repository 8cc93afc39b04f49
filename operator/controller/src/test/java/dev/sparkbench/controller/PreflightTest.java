package dev.sparkbench.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true, https = false)
class PreflightTest {

  private static final String JOBS = "/apis/sparkbench.dev/v1alpha1/";
  private static final String ONE = "sparkbenchmarkjobs?limit=1";

  KubernetesMockServer server;
  KubernetesClient client;

  @Test
  void waitsForTheCrd() throws Exception {
    answer(JOBS + ONE, 404);
    assertThat(obstacleSeenBeforeTheEnd(new Preflight(client, Set.of())))
        .contains(
            "the API server does not know sparkbenchmarkjobs: install the CRD"
                + " (crds/sparkbenchmarkjobs.sparkbench.dev.yaml, or the chart's crds.enabled)");
  }

  @Test
  void waitsForTheRightToWatchANamespace() throws Exception {
    answer(JOBS + "namespaces/b/" + ONE, 403);
    assertThat(obstacleSeenBeforeTheEnd(new Preflight(client, Set.of("a", "b"))))
        .contains(
            "the operator's service account may not list sparkbenchmarkjobs in namespace b:"
                + " grant get, list and watch");
  }

  @Test
  void waitsForTheRightToWatchPods() throws Exception {
    answer("/api/v1/pods?limit=1", 403);
    assertThat(obstacleSeenBeforeTheEnd(new Preflight(client, Set.of())))
        .contains(
            "the operator's service account may not list pods in all namespaces:"
                + " grant get, list and watch");
  }

  @Test
  void waitsForAnApiServerThatIsNotThere() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Config nobody =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("http://127.0.0.1:%d/".formatted(port))
            .build();
    try (KubernetesClient lonely = new KubernetesClientBuilder().withConfig(nobody).build()) {
      Preflight preflight = new Preflight(lonely, Set.of());
      Thread waiting = start(preflight);
      Awaitility.await()
          .until(
              preflight::obstacle,
              o -> o.filter(text -> text.contains("does not answer")).isPresent());
      waiting.interrupt();
      waiting.join();
      assertThat(preflight.obstacle().orElseThrow())
          .startsWith("the API server http://127.0.0.1:%d/ does not answer: ".formatted(port));
    }
  }

  private Optional<String> obstacleSeenBeforeTheEnd(Preflight preflight) throws Exception {
    AtomicReference<Optional<String>> seen = new AtomicReference<>(Optional.empty());
    Thread waiting = start(preflight);
    Awaitility.await()
        .until(
            () -> {
              preflight
                  .obstacle()
                  .filter(text -> !text.equals("starting"))
                  .ifPresent(text -> seen.set(Optional.of(text)));
              return !waiting.isAlive();
            });
    assertThat(preflight.obstacle()).isEmpty();
    return seen.get();
  }

  private static Thread start(Preflight preflight) {
    Thread thread =
        new Thread(
            () -> {
              try {
                preflight.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.start();
    return thread;
  }

  /** Answers like that once; after it, the server knows everything and allows everything. */
  private void answer(String path, int code) {
    server
        .expect()
        .get()
        .withPath(path)
        .andReturn(code, new StatusBuilder().withCode(code).build())
        .once();
  }
}
