package dev.sparkbench.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkbench.controller.spec.JobDefaults;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OperatorConfigTest {

  @Test
  void needsOnlyTheImage() {
    assertThat(
            OperatorConfig.fromEnvironment(
                Map.of("SPARKBENCH_RUNNER_IMAGE", "runner:1", "PATH", "/bin")))
        .isEqualTo(
            new OperatorConfig(
                new JobDefaults(
                    "runner:1",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    Optional.empty(),
                    Optional.empty()),
                Set.of(),
                new InetSocketAddress(8080)));
  }

  @Test
  void readsEverySetting() {
    assertThat(
            OperatorConfig.fromEnvironment(
                Map.ofEntries(
                    Map.entry("SPARKBENCH_RUNNER_IMAGE", "runner:1"),
                    Map.entry("SPARKBENCH_S3_BUCKET", "bucket"),
                    Map.entry("SPARKBENCH_S3_ENDPOINT", "http://s3:9000"),
                    Map.entry("SPARKBENCH_S3_REGION", "eu-central-1"),
                    Map.entry("SPARKBENCH_S3_PATH_STYLE_ACCESS", "true"),
                    Map.entry("SPARKBENCH_S3_CREDENTIALS_SECRET", "s3-credentials"),
                    Map.entry("SPARKBENCH_JOB_SERVICE_ACCOUNT", "jobs"),
                    Map.entry("SPARKBENCH_WATCH_NAMESPACES", "a, b"),
                    Map.entry("SPARKBENCH_HEALTH_HOST", "127.0.0.1"),
                    Map.entry("SPARKBENCH_HEALTH_PORT", "0"))))
        .isEqualTo(
            new OperatorConfig(
                Manifests.DEFAULTS, Set.of("a", "b"), new InetSocketAddress("127.0.0.1", 0)));
  }

  @Test
  void namesEverythingThatIsWrong() {
    assertThatThrownBy(
            () ->
                OperatorConfig.fromEnvironment(
                    Map.of(
                        "SPARKBENCH_S3_ENDPOINT", "minio:9000",
                        "SPARKBENCH_HEALTH_PORT", "70000",
                        "SPARKBENCH_BUCKET", "b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SPARKBENCH_BUCKET is not a setting of the operator; known are [")
        .hasMessageContaining(
            "SPARKBENCH_RUNNER_IMAGE is not set; it gives the image of the drivers and executors")
        .hasMessageContaining(
            "SPARKBENCH_S3_ENDPOINT='minio:9000' must be of the form https://host:port")
        .hasMessageContaining("SPARKBENCH_HEALTH_PORT='70000' must be a port from 0 to 65535");
  }
}
