package dev.sparkbench.local.apiserver;

import static dev.sparkbench.local.apiserver.RunningApiServer.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class PodLogsTest {

  @RegisterExtension static final RunningApiServer api = new RunningApiServer();

  @TempDir Path folder;

  @Test
  void theKubeletsFileIsServed() throws IOException {
    Path file = Files.writeString(folder.resolve("log"), "one\ntwö\nthree\n");
    api.create(pod("logs", "talker"));
    api.server()
        .servePodLogs(
            (namespace, name) ->
                namespace.equals("logs") && name.equals("talker")
                    ? Optional.of(file)
                    : Optional.empty());

    assertThat(
            api.client()
                .pods()
                .inNamespace("logs")
                .withName("talker")
                .withReadyWaitTimeout(0)
                .getLog())
        .isEqualTo("one\ntwö\nthree\n");
    assertThat(
            api.client()
                .pods()
                .inNamespace("logs")
                .withName("talker")
                .withReadyWaitTimeout(0)
                .tailingLines(2)
                .getLog())
        .isEqualTo("twö\nthree\n");
  }

  @Test
  void aPodThatHasNotStartedHasNoLog() {
    api.create(pod("logs", "silent"));

    assertThatThrownBy(
            () ->
                api.client()
                    .pods()
                    .inNamespace("logs")
                    .withName("silent")
                    .withReadyWaitTimeout(0)
                    .getLog())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("container \"main\" in pod \"silent\" is waiting to start");
  }
}
