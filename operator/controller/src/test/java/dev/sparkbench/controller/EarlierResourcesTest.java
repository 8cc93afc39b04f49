// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatusBuilder;
import dev.sparkbench.controller.spec.Allowed;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * An upgrade: results of an earlier release are not measured again. The resources are as that
 * release wrote them, with the digests that it computed.
 */
@EnableKubernetesMockClient(crud = true, https = false)
class EarlierResourcesTest {

  KubernetesMockServer server;
  KubernetesClient client;

  @Test
  void whatWasMeasuredStaysMeasured() throws IOException {
    Manifests.installCrd(server, client);
    restore("finished");
    restore("measured");
    Object before = status("finished");
    try (SparkBenchmarkOperator operator =
        SparkBenchmarkOperator.start(
            client,
            new OperatorConfig(
                Manifests.DEFAULTS,
                Allowed.EVERYTHING,
                Set.of("team"),
                Optional.empty(),
                new InetSocketAddress("127.0.0.1", 0)))) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> client.pods().inNamespace("team").list().getItems().size() == 1);
      assertThat(client.pods().inNamespace("team").withName("measured-s1-report-a1").get())
          .isNotNull();
      assertThat(status("finished")).isEqualTo(before);
      assertThat(operator.httpPort()).isPositive();
    }
  }

  private void restore(String name) throws IOException {
    try (InputStream file = getClass().getResourceAsStream("/earlier/" + name + ".yaml")) {
      GenericKubernetesResource resource =
          Serialization.unmarshal(file, GenericKubernetesResource.class);
      client.resource(resource).create();
      client.resource(resource).updateStatus();
    }
    assertThat(status(name)).isNotNull();
  }

  /** Without the digests, because this release has one more. */
  private Object status(String name) {
    return SparkBenchmarkJobStatusBuilder.builder(
            client
                .resources(SparkBenchmarkJob.class)
                .inNamespace("team")
                .withName(name)
                .get()
                .getStatus())
        .specDigest(null)
        .measuredDigest(null)
        .measuredFields(null)
        .build();
  }
}
