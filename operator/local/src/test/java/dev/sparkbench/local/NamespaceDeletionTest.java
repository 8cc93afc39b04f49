// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.controller.OperatorConfig;
import dev.sparkbench.controller.SparkBenchmarkOperator;
import dev.sparkbench.local.kubelet.LocalImage;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A namespace is deleted while a benchmark runs in it; the driver is a process that waits. */
class NamespaceDeletionTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  private static final Map<String, LocalImage> IMAGES =
      Map.of(
          RunnerImage.NAME, new LocalImage(List.of("/bin/sh", "-c", "exec sleep 600"), Map.of()));

  @TempDir Path folder;

  @Test
  void nothingIsLeftAndTheOperatorGoesOn() {
    try (LocalCluster cluster = LocalCluster.start(folder, IMAGES)) {
      KubernetesClient client = cluster.client();
      Namespace team =
          client
              .resource(
                  new NamespaceBuilder().withNewMetadata().withName("team").endMetadata().build())
              .create();
      cluster.createCredentials("team");
      SparkBenchmarkOperator operator =
          SparkBenchmarkOperator.start(
              client, OperatorConfig.fromEnvironment(cluster.operatorEnvironment()));
      try (operator) {
        client.resource(job("team", "doomed")).create();
        ProcessHandle driver = awaitDriver(client, "team");

        client.resource(team).delete();

        await().atMost(LONG).until(() -> client.resource(team).get() == null);
        assertThat(client.pods().inNamespace("team").list().getItems()).isEmpty();
        assertThat(client.resource(job("team", "doomed")).get()).isNull();
        assertThat(driver.isAlive()).isFalse();

        client.resource(job("default", "next")).create();
        assertThat(awaitDriver(client, "default").isAlive()).isTrue();
      }
    }
  }

  private static ProcessHandle awaitDriver(KubernetesClient client, String namespace) {
    return await()
        .atMost(LONG)
        .until(
            () ->
                client.pods().inNamespace(namespace).list().getItems().stream()
                    .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
                    .map(NamespaceDeletionTest::process)
                    .toList(),
            running -> !running.isEmpty())
        .get(0);
  }

  private static ProcessHandle process(Pod pod) {
    String id = pod.getStatus().getContainerStatuses().get(0).getContainerID();
    return ProcessHandle.of(Long.parseLong(id.substring("process://".length()))).orElseThrow();
  }

  private static SparkBenchmarkJob job(String namespace, String name) {
    return Serialization.unmarshal(
        """
        apiVersion: sparkbench.dev/v1alpha1
        kind: SparkBenchmarkJob
        metadata: {namespace: %s, name: %s}
        spec:
          s3Path: user/data.csv
          jobConfig: {type: descriptive, tasks: [row_count]}
          nodeList: [1]
        """
            .formatted(namespace, name),
        SparkBenchmarkJob.class);
  }
}
