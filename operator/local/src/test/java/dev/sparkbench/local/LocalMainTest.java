// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program as a process, with input that it cannot run; input that it can run needs the runner.
 */
class LocalMainTest {

  @TempDir Path root;

  @BeforeEach
  void fakeTheRunner() throws IOException {
    for (String file :
        List.of("job-runner/src/main/image/entrypoint.sh", "job-runner/target/image/classpath")) {
      Files.createDirectories(root.resolve(file).getParent());
      Files.createFile(root.resolve(file));
    }
  }

  @Test
  void aMissingFileIsOneLine() throws Exception {
    assertWrongUsage(
        "job: there is no file %s; paths are relative to the folder in which you started Maven\n"
            .formatted(root.resolve("none.yaml")),
        Path.of("none.yaml"));
  }

  @Test
  void aWrongKindIsOneLine() throws Exception {
    Path job =
        manifest("{apiVersion: sparkbench.dev/v1alpha1, kind: Pod, metadata: {name: a}, spec: {}}");

    assertWrongUsage("%s: kind is 'Pod'; it must be SparkBenchmarkJob\n".formatted(job), job);
  }

  @Test
  void aWrongSpecIsOneLine() throws Exception {
    Path job =
        manifest(
            """
            apiVersion: sparkbench.dev/v1alpha1
            kind: SparkBenchmarkJob
            metadata: {name: a}
            spec: {s3Path: a/b.csv, nodeList: [1], jobConfig: {type: descriptive, tasks: [row_count], task: x}}
            """);

    assertWrongUsage(
        """
        Local cluster in %s
        %s: SparkBenchmarkJob in version "v1alpha1" cannot be handled as a SparkBenchmarkJob: strict decoding error: unknown field "spec.jobConfig.task"
        """
            .formatted(root.resolve(".local"), job),
        job);
    assertThat(root.resolve(".local/operator.log")).exists();
  }

  @Test
  void aSecondClusterInTheSameFolderIsRefused() throws Exception {
    Path job =
        manifest(
            """
            apiVersion: sparkbench.dev/v1alpha1
            kind: SparkBenchmarkJob
            metadata: {name: a}
            """);
    FolderLock first = FolderLock.take(root.resolve(".local"));
    try (first) {
      assertWrongUsage(
          "another local cluster is running in %s; stop it first\n"
              .formatted(root.resolve(".local")),
          job);
    }
  }

  @Test
  void aClusterThatIsKeptCanBeUsedAfterAFailure() throws Exception {
    Path job =
        manifest(
            """
            apiVersion: sparkbench.dev/v1alpha1
            kind: SparkBenchmarkJob
            metadata: {name: a}
            spec:
              s3Path: a/b.csv
              nodeList: [1]
              jobConfig: {type: descriptive, tasks: [row_count]}
              retry: {maxAttempts: 1}
            """);
    Path data = Files.writeString(root.resolve("b.csv"), "a\n1\n");
    Path kubeconfig = root.resolve(".local/kubeconfig");
    Path output = root.resolve("output");
    Process process = start(output, job, "-Ddata=" + data, "-Dkeep=true");
    try {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> !process.isAlive() || Files.readString(output).endsWith("/my.csv\n"));
      Matcher gateway = Pattern.compile("http://\\S+/jobs").matcher(Files.readString(output));
      assertThat(gateway.find()).isTrue();
      assertThat(Files.readString(output))
          .endsWith(
              """

              The cluster goes on until Ctrl-C. In another terminal:
                export KUBECONFIG='%s'
                kubectl get sbj
                TOKEN=$(kubectl config view --raw --output jsonpath='{.users[0].user.token}')
                curl --header "Authorization: Bearer $TOKEN" %s
              A file my.csv, for s3Path: my.csv, gets into the store with
                %s
              """
                  .formatted(kubeconfig, gateway.group(), lastLine(output)));
      assertThat(Files.readString(output)).contains("without the optimizing compiler");
      assertUploads(lastLine(output));
      Config config = Config.fromKubeconfig(kubeconfig.toFile());
      HttpRequest jobs =
          HttpRequest.newBuilder(URI.create(gateway.group()))
              .header("Authorization", "Bearer " + config.getAutoOAuthToken())
              .build();
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(
                          HttpClient.newHttpClient()
                              .send(jobs, HttpResponse.BodyHandlers.ofString())
                              .body())
                      .isEqualTo("{\"jobs\":[{\"job_id\":\"a\",\"status\":\"FAILED\"}]}"));
      try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
        assertThat(
                client.resources(SparkBenchmarkJob.class).withName("a").get().getStatus().phase())
            .isEqualTo(SparkBenchmarkJobStatus.Phase.Failed);
      }
      process.destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(kubeconfig).doesNotExist();
    } finally {
      process.destroyForcibly();
    }
  }

  private static String lastLine(Path output) throws IOException {
    List<String> lines = Files.readAllLines(output);
    return lines.get(lines.size() - 1).strip();
  }

  /** By copy and paste; versions of curl before 7.88 cannot sign it. */
  private void assertUploads(String command) throws Exception {
    assertThat(command).startsWith("curl ");
    Process version = new ProcessBuilder("sh", "-c", "curl --version").start();
    Matcher found =
        Pattern.compile("^curl (\\d+)[.](\\d+)")
            .matcher(new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    if (!found.find()
        || Integer.parseInt(found.group(1)) * 100 + Integer.parseInt(found.group(2)) < 788) {
      return;
    }
    Files.writeString(root.resolve("my.csv"), "a,b\n1,2\n");
    Process upload =
        new ProcessBuilder("sh", "-c", command)
            .directory(root.toFile())
            .redirectErrorStream(true)
            .start();
    assertThat(new String(upload.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .doesNotContain("error");
    assertThat(upload.waitFor()).isZero();
    assertThat(root.resolve(".local/s3/sparkbench/my.csv")).hasContent("a,b\n1,2\n");
  }

  private Path manifest(String yaml) throws IOException {
    return Files.writeString(root.resolve("job.yaml"), yaml);
  }

  private void assertWrongUsage(String output, Path job) throws Exception {
    Path printed = root.resolve("output");
    Process process = start(printed, job);
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(Files.readString(printed)).isEqualTo(output);
      assertThat(process.exitValue()).isEqualTo(2);
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start(Path output, Path job, String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dsparkbench.root=" + root,
                "-Djob=" + job));
    command.addAll(List.of(options));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), LocalMain.class.getName()));
    return new ProcessBuilder(command)
        .directory(root.toFile())
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }
}
