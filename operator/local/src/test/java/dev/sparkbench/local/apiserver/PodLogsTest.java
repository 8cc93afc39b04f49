// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import static dev.sparkbench.local.apiserver.RunningApiServer.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
            (namespace, name, container) ->
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
  void aLogIsFollowedUntilItsContainerHasEnded() throws IOException {
    Path file = Files.writeString(folder.resolve("log"), "one\nha");
    Pod pod = api.createBound(pod("logs", "followed"));
    api.server().servePodLogs((namespace, name, container) -> Optional.of(file));

    try (LogWatch watch =
            api.client()
                .pods()
                .inNamespace("logs")
                .withName("followed")
                .withReadyWaitTimeout(0)
                .watchLog();
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(watch.getOutput(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).isEqualTo("one");
      Files.writeString(file, "lf\ntwö", StandardOpenOption.APPEND);
      assertThat(lines.readLine()).isEqualTo("half");
      api.client()
          .resource(
              new PodBuilder(pod)
                  .editStatus()
                  .withPhase("Running")
                  .addNewContainerStatus()
                  .withName("main")
                  .withNewState()
                  .withNewTerminated()
                  .endTerminated()
                  .endState()
                  .endContainerStatus()
                  .endStatus()
                  .build())
          .updateStatus();
      assertThat(lines.readLine()).isEqualTo("twö");
      assertThat(lines.readLine()).isNull();
    }
  }

  @Test
  void whatIsNotSupportedIsSaid() throws IOException {
    Path file = Files.writeString(folder.resolve("log"), "one\n");
    api.create(pod("logs", "timed"));
    api.server().servePodLogs((namespace, name, container) -> Optional.of(file));

    assertThatThrownBy(
            () ->
                api.client()
                    .pods()
                    .inNamespace("logs")
                    .withName("timed")
                    .withReadyWaitTimeout(0)
                    .usingTimestamps()
                    .getLog())
        .hasMessageContaining("timestamps of a log is not supported by the local cluster");
  }

  @Test
  void aPodThatHasNotStartedHasNoLog() {
    api.server().servePodLogs((namespace, name, container) -> Optional.empty());
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
