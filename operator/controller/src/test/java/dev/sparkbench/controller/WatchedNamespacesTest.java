// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true, https = false)
class WatchedNamespacesTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  KubernetesMockServer server;
  KubernetesClient client;

  @BeforeEach
  void install() {
    Manifests.installCrd(server, client);
  }

  @Test
  void anOperatorOfTwoNamespacesLeavesAThirdAlone() {
    try (SparkBenchmarkOperator operator = start(Set.of("a", "b"))) {
      List.of("c", "a", "b").forEach(this::apply);
      await().atMost(LIMIT).untilAsserted(() -> assertThat(namespacesOfPods()).contains("a", "b"));
      assertThat(namespacesOfPods()).containsExactly("a", "b");
      assertThat(operator.httpPort()).isPositive();
    }
  }

  @Test
  void anOperatorWithoutAListWatchesEveryNamespace() {
    try (SparkBenchmarkOperator operator = start(Set.of())) {
      List.of("a", "b", "c").forEach(this::apply);
      await()
          .atMost(LIMIT)
          .untilAsserted(() -> assertThat(namespacesOfPods()).containsExactly("a", "b", "c"));
      assertThat(operator.httpPort()).isPositive();
    }
  }

  private SparkBenchmarkOperator start(Set<String> namespaces) {
    return SparkBenchmarkOperator.start(
        client,
        new OperatorConfig(
            Manifests.DEFAULTS,
            namespaces,
            Optional.empty(),
            new InetSocketAddress("127.0.0.1", 0)));
  }

  private void apply(String namespace) {
    // Results of the same name in the same place would have to wait for each other.
    SparkBenchmarkJob job = Manifests.benchmark("[1]", "  jobId: of-" + namespace);
    job.getMetadata().setNamespace(namespace);
    client.resource(job).create();
  }

  private Set<String> namespacesOfPods() {
    Set<String> namespaces = new TreeSet<>();
    for (Pod pod : client.pods().inAnyNamespace().list().getItems()) {
      namespaces.add(pod.getMetadata().getNamespace());
    }
    return namespaces;
  }
}
