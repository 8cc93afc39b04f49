package dev.sparkbench.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator as a process of its own. */
@EnableKubernetesMockClient(crud = true, https = false)
class OperatorMainTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int ENDED_BY_SIGTERM = 143;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  KubernetesMockServer server;
  KubernetesClient client;

  private Process process;

  @AfterEach
  void kill() {
    process.destroyForcibly();
  }

  @Test
  void aWrongConfigurationIsExplainedInOneLine() throws Exception {
    start(Map.of("SPARKBENCH_LOG_FORMAT", "yaml"));
    assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(2);
    assertThat(Files.readAllLines(log()))
        .contains(
            "wrong configuration: SPARKBENCH_LOG_FORMAT='yaml' must be one of text, json;"
                + " SPARKBENCH_RUNNER_IMAGE is not set; it gives the image of the drivers and executors");
  }

  @Test
  void itLogsJsonWithTheResourcesNameAndEndsWhenTold() throws Exception {
    Manifests.installCrd(server, client);
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
            "json"));
    client.resource(Manifests.benchmark("[1]")).create();
    await()
        .atMost(LIMIT)
        .until(() -> client.pods().inNamespace("team").withName("sales-s1-n1-t1-a1").get() != null);

    process.destroy();
    assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(ENDED_BY_SIGTERM);
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(log())) {
      lines.add(JSON.readTree(line));
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

  private Path log() {
    return folder.resolve("log");
  }

  private void start(Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            // Not the tests' own.
            "-Dlogback.configurationFile=logback.xml",
            "-cp",
            System.getProperty("java.class.path"),
            OperatorMain.class.getName());
    // Nothing of the user's: no kubeconfig, no JVM options.
    builder.environment().clear();
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("KUBERNETES_MASTER", client.getMasterUrl().toString());
    builder.environment().putAll(environment);
    process = builder.redirectErrorStream(true).redirectOutput(log().toFile()).start();
  }
}
