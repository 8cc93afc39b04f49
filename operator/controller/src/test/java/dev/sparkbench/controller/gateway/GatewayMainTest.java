// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import static dev.sparkbench.controller.gateway.RunningGateway.ORIGINAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.controller.MainProcess;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway as a process of its own. */
@EnableKubernetesMockClient(crud = true, https = false)
class GatewayMainTest {

  private static final Pattern PORT = Pattern.compile("serving on port (\\d+)");

  @TempDir Path folder;

  KubernetesMockServer server;
  KubernetesClient client;

  @Test
  void aWrongConfigurationIsExplainedInOneLine() throws Exception {
    try (MainProcess gateway = start(Map.of("SPARKBENCH_GATEWAY_DEFAULT_NAMESPACE", "team"))) {
      assertThat(gateway.exitCode()).isEqualTo(2);
      assertThat(gateway.log())
          .contains("wrong configuration: set both SPARKBENCH_GATEWAY_TLS_CERTIFICATE and");
    }
  }

  @Test
  void whoWaitsIsAnsweredWhenItIsToldToStopAndNoTokenIsInItsLog() throws Exception {
    TestApiServer api = new TestApiServer(server, client);
    try (MainProcess gateway =
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
                "debug"))) {
      RunningGateway.await(() -> PORT.matcher(gateway.log()).find());
      Matcher port = PORT.matcher(gateway.log());
      assertThat(port.find()).isTrue();
      try (RawClient raw = new RawClient(Integer.parseInt(port.group(1)))) {
        raw.send(RawClient.post(ORIGINAL.length()) + ORIGINAL);
        RunningGateway.await(() -> !api.names().isEmpty());
        gateway.terminate();
        assertThat(raw.rest()).startsWith("HTTP/1.1 503 ").contains("/jobs/job_001");
      }
      assertThat(gateway.exitCode()).isEqualTo(MainProcess.ENDED_BY_SIGTERM);
      assertThat(gateway.log())
          .contains("alice submitted job_001 in team")
          .doesNotContain(TestApiServer.ALICE);
    }
  }

  private MainProcess start(Map<String, String> environment) throws IOException {
    return MainProcess.start(GatewayMain.class, folder, client, environment);
  }
}
