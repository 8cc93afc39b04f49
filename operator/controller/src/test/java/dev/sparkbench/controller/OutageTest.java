// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The API server goes away and comes back while the operator watches. */
@EnableKubernetesMockClient(crud = true, https = false)
class OutageTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  KubernetesMockServer server;
  KubernetesClient client;

  @Test
  void theOperatorSaysThatItIsNotReadyAndGoesOnAfterwards() throws Exception {
    Manifests.installCrd(server, client);
    try (Relay relay = new Relay(server.getPort());
        KubernetesClient remote = through(relay);
        SparkBenchmarkOperator operator =
            SparkBenchmarkOperator.start(
                remote,
                new OperatorConfig(
                    Manifests.DEFAULTS,
                    Set.of("team"),
                    Optional.empty(),
                    new InetSocketAddress("127.0.0.1", 0)))) {
      assertThat(Http.get(operator.httpPort(), "/readyz")).isEqualTo("200 ready\n");

      relay.cut();
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () ->
                  assertThat(Http.get(operator.httpPort(), "/readyz"))
                      .isEqualTo("503 not watching the API server\n"));
      assertThat(Http.get(operator.httpPort(), "/healthz")).isEqualTo("200 alive\n");

      // Applied while the operator could not see it.
      SparkBenchmarkJob job = Manifests.benchmark("[1]");
      client.resource(job).create();
      relay.mend();
      await()
          .atMost(LIMIT)
          .until(
              () -> client.pods().inNamespace("team").withName("sales-s1-n1-t1-a1").get() != null);
      assertThat(Http.get(operator.httpPort(), "/readyz")).isEqualTo("200 ready\n");
    }
  }

  private KubernetesClient through(Relay relay) {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(client.getConfiguration())
                .withMasterUrl("http://127.0.0.1:%d/".formatted(relay.port()))
                .build())
        .build();
  }
}
