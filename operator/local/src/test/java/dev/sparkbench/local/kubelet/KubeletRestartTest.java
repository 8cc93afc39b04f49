// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.kubelet;

import static dev.sparkbench.local.kubelet.RunningKubelet.NAMESPACE;
import static dev.sparkbench.local.kubelet.RunningKubelet.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sparkbench.local.apiserver.LocalApiServer;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeletRestartTest {

  private static final Map<String, LocalImage> IMAGES =
      Map.of("sleep", new LocalImage(List.of("/bin/sleep"), Map.of()));

  @TempDir Path folder;
  private LocalApiServer server;
  private KubernetesClient client;

  @BeforeEach
  void startTheServer() {
    server = LocalApiServer.start();
    client = server.client();
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .create();
  }

  @AfterEach
  void stopTheServer() {
    client.close();
    server.close();
  }

  @Test
  void closingEndsAllProcesses() throws IOException {
    List<ProcessHandle> processes;
    try (ProcessKubelet kubelet = ProcessKubelet.start(server, folder, IMAGES)) {
      assertThat(kubelet.logFile(NAMESPACE, "a", "")).isEmpty();
      for (String name : List.of("a", "b", "c")) {
        client.resource(image(name, "sleep", "60").build()).create();
      }
      await().atMost(Duration.ofSeconds(30)).until(() -> processes(folder).size() == 3);
      processes = processes(folder);
    }

    assertThat(processes).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void closingTwiceIsHarmless() {
    ProcessKubelet kubelet = ProcessKubelet.start(server, folder, IMAGES);
    kubelet.close();
    kubelet.close();
  }

  @Test
  void whatAnEarlierKubeletLeftIsEndedAndRemoved() throws IOException {
    Process left = new ProcessBuilder("/bin/sleep", "60").start();
    Path podFolder = Files.createDirectory(folder.resolve("test_left_uid"));
    Files.writeString(podFolder.resolve("process"), ProcessRecord.of(left.toHandle()).toLine());

    try (ProcessKubelet kubelet = ProcessKubelet.start(server, folder, IMAGES)) {
      assertThat(left.isAlive()).isFalse();
      assertThat(kubelet.logFile("test", "left", "")).isEmpty();
      assertThat(podFolder).doesNotExist();
    } finally {
      left.destroyForcibly();
    }
  }

  @Test
  void anotherProcessWithTheSameNumberIsSpared() throws IOException {
    Process other = new ProcessBuilder("/bin/sleep", "60").start();
    Path podFolder = Files.createDirectory(folder.resolve("test_reused_uid"));
    long earlier = ProcessRecord.of(other.toHandle()).startMillis() - 60_000;
    Files.writeString(
        podFolder.resolve("process"), new ProcessRecord(other.pid(), earlier).toLine());
    Files.writeString(
        Files.createDirectory(folder.resolve("test_torn_uid")).resolve("process"), "12");

    try (ProcessKubelet kubelet = ProcessKubelet.start(server, folder, IMAGES)) {
      assertThat(other.isAlive()).isTrue();
      assertThat(kubelet.logFile("test", "reused", "")).isEmpty();
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void podsMadeBeforeTheKubeletAreStarted() {
    client.resource(image("early", "sleep", "0").build()).create();

    try (ProcessKubelet kubelet = ProcessKubelet.start(server, folder, IMAGES)) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  client
                      .pods()
                      .inNamespace(NAMESPACE)
                      .withName("early")
                      .get()
                      .getStatus()
                      .getPhase()
                      .equals("Succeeded"));
      assertThat(kubelet.logFile(NAMESPACE, "early", "")).isPresent();
    }
  }

  private static List<ProcessHandle> processes(Path folder) throws IOException {
    try (Stream<Path> pods = Files.list(folder)) {
      return pods.map(pod -> ProcessRecord.read(pod.resolve("process")))
          .flatMap(record -> record.stream())
          .flatMap(record -> record.find().stream())
          .toList();
    }
  }
}
