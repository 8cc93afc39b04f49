package dev.sparkbench.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process, given what it cannot run; what it can run takes the runner. */
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
    try (FolderLock first = FolderLock.take(root.resolve(".local"))) {
      assertThat(first).isNotNull();
      assertWrongUsage(
          "another local cluster is running in %s; stop it first\n"
              .formatted(root.resolve(".local")),
          job);
    }
  }

  private Path manifest(String yaml) throws IOException {
    return Files.writeString(root.resolve("job.yaml"), yaml);
  }

  private void assertWrongUsage(String output, Path job) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dsparkbench.root=" + root,
                "-Djob=" + job,
                "-cp",
                System.getProperty("java.class.path"),
                LocalMain.class.getName())
            .directory(root.toFile())
            .redirectErrorStream(true)
            .start();
    try {
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(printed).isEqualTo(output);
      assertThat(process.exitValue()).isEqualTo(2);
    } finally {
      process.destroyForcibly();
    }
  }
}
