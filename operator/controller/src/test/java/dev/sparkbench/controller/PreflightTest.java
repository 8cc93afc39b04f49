// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true, https = false)
class PreflightTest {

  private static final String JOBS = "/apis/sparkbench.dev/v1alpha1/";
  private static final String ONE = "sparkbenchmarkjobs?limit=1";

  /** The obstacles at each pause. */
  private final List<String> seen = new ArrayList<>();

  /** How long it would have waited. */
  private final List<Duration> pauses = new ArrayList<>();

  private Preflight preflight;

  KubernetesMockServer server;
  KubernetesClient client;

  @Test
  void waitsForTheCrd() throws Exception {
    answer(JOBS + ONE, 404, 1);
    assertThat(await(Set.of())).isEmpty();
    assertThat(seen)
        .containsExactly(
            "the API server does not know sparkbenchmarkjobs: install the CRD"
                + " (crds/sparkbenchmarkjobs.sparkbench.dev.yaml, or the chart's crds.enabled)");
  }

  @Test
  void doesNotWaitForOneNamespaceOfSeveral() throws Exception {
    answer(JOBS + "namespaces/b/" + ONE, 403, 1);
    assertThat(await(Set.of("a", "b")))
        .isEqualTo(
            Map.of(
                "b",
                "the operator's service account may not list and watch sparkbenchmarkjobs in namespace b:"
                    + " grant get, list and watch"));
    assertThat(seen).isEmpty();
    assertThat(preflight.look("b")).isEmpty();
  }

  @Test
  void waitsForTheFirstNamespaceThatCanBeWatched() throws Exception {
    answer(JOBS + "namespaces/a/" + ONE, 403, 3);
    answer(JOBS + "namespaces/b/" + ONE, 403, 2);
    assertThat(await(Set.of("a", "b"))).containsOnlyKeys("a");
    assertThat(seen)
        .hasSize(2)
        .containsOnly(
            "the operator's service account may not list and watch sparkbenchmarkjobs in namespace a:"
                + " grant get, list and watch");
  }

  @Test
  void waitsForTheRightToListPods() throws Exception {
    answer("/api/v1/pods?limit=1", 403, 1);
    assertThat(await(Set.of())).isEmpty();
    assertThat(seen)
        .containsExactly(
            "the operator's service account may not list and watch pods in all namespaces:"
                + " grant get, list and watch");
  }

  @Test
  void waitsForTheRightToWatchWhatItMayList() throws Exception {
    server
        .expect()
        .post()
        .withPath("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews")
        .andReturn(
            201,
            new SelfSubjectAccessReviewBuilder()
                .withNewStatus()
                .withAllowed(false)
                .endStatus()
                .build())
        .once();
    assertThat(await(Set.of("a"))).isEmpty();
    assertThat(seen)
        .containsExactly(
            "the operator's service account may not list and watch sparkbenchmarkjobs in namespace a:"
                + " grant get, list and watch");
  }

  @Test
  void waitsLongerAndLonger() throws Exception {
    answer("/api/v1/pods?limit=1", 403, 6);
    await(Set.of());
    assertThat(pauses).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L, 10L, 10L);
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
      Preflight waiting =
          new Preflight(
              lonely,
              Set.of(),
              new Pauses(
                  Duration.ofSeconds(1),
                  Duration.ofSeconds(1),
                  time -> {
                    throw new InterruptedException();
                  }));
      assertThatThrownBy(waiting::await).isInstanceOf(InterruptedException.class);
      assertThat(waiting.obstacle().orElseThrow())
          .startsWith("the API server http://127.0.0.1:%d/ does not answer: ".formatted(port));
    }
  }

  private Map<String, String> await(Set<String> namespaces) throws InterruptedException {
    preflight =
        new Preflight(
            client,
            namespaces,
            new Pauses(
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                time -> {
                  pauses.add(time);
                  seen.add(preflight.obstacle().orElseThrow());
                }));
    Map<String, String> obstacles = preflight.await();
    assertThat(preflight.obstacle()).isEmpty();
    return obstacles;
  }

  /**
   * Gives this answer a number of times; after that, the server knows everything and allows
   * everything.
   */
  private void answer(String path, int code, int times) {
    server
        .expect()
        .get()
        .withPath(path)
        .andReturn(code, new StatusBuilder().withCode(code).build())
        .times(times);
  }
}
