// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator as a separate process. */
@EnableKubernetesMockClient(crud = true, https = false)
class OperatorMainTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  KubernetesMockServer server;
  KubernetesClient client;

  @Test
  void aWrongConfigurationIsExplainedInOneLine() throws Exception {
    try (MainProcess operator = start(Map.of("SPARKBENCH_LOG_FORMAT", "yaml"))) {
      assertThat(operator.exitCode()).isEqualTo(2);
      assertThat(operator.log().lines())
          .contains(
              "wrong configuration: SPARKBENCH_LOG_FORMAT='yaml' must be one of text, json;"
                  + " SPARKBENCH_RUNNER_IMAGE is not set; it gives the image of the drivers and executors");
    }
  }

  @Test
  void itLogsJsonWithTheResourcesNameAndEndsWhenTold() throws Exception {
    Manifests.installCrd(server, client);
    List<JsonNode> lines = new ArrayList<>();
    try (MainProcess operator =
        start(
            Map.of(
                "SPARKBENCH_RUNNER_IMAGE",
                "runner:1",
                "SPARKBENCH_S3_BUCKET",
                "bucket",
                "SPARKBENCH_HEALTH_HOST",
                "127.0.0.1",
                "SPARKBENCH_HEALTH_PORT",
                "0",
                "SPARKBENCH_LOG_FORMAT",
                "json"))) {
      client.resource(Manifests.benchmark("[1]")).create();
      await()
          .atMost(LIMIT)
          .until(
              () -> client.pods().inNamespace("team").withName("sales-s1-n1-t1-a1").get() != null);

      operator.terminate();
      assertThat(operator.exitCode()).isEqualTo(MainProcess.ENDED_BY_SIGTERM);
      for (String line : operator.log().lines().toList()) {
        lines.add(JSON.readTree(line));
      }
    }
    assertThat(lines)
        .filteredOn(line -> line.path("formattedMessage").asText().startsWith("Launch: "))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.at("/mdc/resource.name").asText()).isEqualTo("sales");
              assertThat(line.at("/mdc/resource.namespace").asText()).isEqualTo("team");
              assertThat(line.path("level").asText()).isEqualTo("INFO");
            });
  }

  private MainProcess start(Map<String, String> environment) throws IOException {
    return MainProcess.start(OperatorMain.class, folder, client, environment);
  }
}
