package dev.sparkbench.controller.gateway;

import static dev.sparkbench.controller.gateway.RunningGateway.ORIGINAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway as a process of its own. */
@EnableKubernetesMockClient(crud = true, https = false)
class GatewayMainTest {

  private static final int ENDED_BY_SIGTERM = 143;
  private static final Pattern PORT = Pattern.compile("serving on port (\\d+)");

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
    start(Map.of("SPARKBENCH_GATEWAY_DEFAULT_NAMESPACE", "team"));
    assertThat(process.waitFor(RunningGateway.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(2);
    assertThat(log())
        .contains("wrong configuration: set both SPARKBENCH_GATEWAY_TLS_CERTIFICATE and");
  }

  @Test
  void whoWaitsIsAnsweredWhenItIsToldToStopAndNoTokenIsInItsLog() throws Exception {
    TestApiServer api = new TestApiServer(server, client);
    start(
        Map.of(
            "SPARKBENCH_GATEWAY_DEFAULT_NAMESPACE",
            "team",
            "SPARKBENCH_GATEWAY_PLAIN_HTTP",
            "true",
            "SPARKBENCH_GATEWAY_HOST",
            "127.0.0.1",
            "SPARKBENCH_GATEWAY_PORT",
            "0",
            "SPARKBENCH_S3_BUCKET",
            "bucket",
            "SPARKBENCH_LOG_LEVEL",
            "debug"));
    RunningGateway.await(() -> PORT.matcher(log()).find());
    Matcher port = PORT.matcher(log());
    assertThat(port.find()).isTrue();
    try (RawClient raw = new RawClient(Integer.parseInt(port.group(1)))) {
      raw.send(RawClient.post(ORIGINAL.length()) + ORIGINAL);
      RunningGateway.await(() -> !api.names().isEmpty());
      process.destroy();
      assertThat(raw.rest()).startsWith("HTTP/1.1 503 ").contains("/jobs/job_001");
    }
    assertThat(process.waitFor(RunningGateway.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(ENDED_BY_SIGTERM);
    assertThat(log())
        .contains("alice submitted job_001 in team")
        .doesNotContain(TestApiServer.ALICE);
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  private void start(Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            // Not the tests' own.
            "-Dlogback.configurationFile=logback.xml",
            "-cp",
            System.getProperty("java.class.path"),
            GatewayMain.class.getName());
    // Nothing of the user's: no kubeconfig, no JVM options.
    builder.environment().clear();
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("KUBERNETES_MASTER", client.getMasterUrl().toString());
    builder.environment().putAll(environment);
    process =
        builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start();
  }
}
