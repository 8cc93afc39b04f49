// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkbench.controller.OperatorConfig.Leadership;
import dev.sparkbench.controller.spec.Allowed;
import dev.sparkbench.controller.spec.JobDefaults;
import dev.sparkbench.controller.spec.JobDefaultsBuilder;
import dev.sparkbench.controller.spec.Patterns;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
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
                JobDefaults.ofImage("runner:1"),
                Set.of(),
                Optional.empty(),
                new InetSocketAddress(8080)));
  }

  @Test
  void readsEverySetting() {
    assertThat(
            OperatorConfig.fromEnvironment(
                Map.ofEntries(
                    Map.entry("SPARKBENCH_RUNNER_IMAGE", "runner:1"),
                    Map.entry("SPARKBENCH_RUNNER_IMAGE_PULL_POLICY", "Always"),
                    Map.entry("SPARKBENCH_RUNNER_IMAGE_PULL_SECRETS", "one, two"),
                    Map.entry("SPARKBENCH_S3_BUCKET", "bucket"),
                    Map.entry("SPARKBENCH_S3_ENDPOINT", "http://s3:9000"),
                    Map.entry("SPARKBENCH_S3_REGION", "eu-central-1"),
                    Map.entry("SPARKBENCH_S3_PATH_STYLE_ACCESS", "true"),
                    Map.entry("SPARKBENCH_S3_CREDENTIALS_SECRET", "s3-credentials"),
                    Map.entry("SPARKBENCH_JOB_SERVICE_ACCOUNT", "jobs"),
                    Map.entry("SPARKBENCH_DRIVER_CORES", "2"),
                    Map.entry("SPARKBENCH_DRIVER_MEMORY", "2Gi"),
                    Map.entry("SPARKBENCH_EXECUTOR_CORES", "4"),
                    Map.entry("SPARKBENCH_EXECUTOR_MEMORY", "512Mi"),
                    Map.entry("SPARKBENCH_WATCH_NAMESPACES", "a, b"),
                    Map.entry("SPARKBENCH_LEADER_ELECTION_LEASE", "lease"),
                    Map.entry("SPARKBENCH_POD_NAME", "operator-1"),
                    Map.entry("SPARKBENCH_POD_NAMESPACE", "sparkbench"),
                    Map.entry("SPARKBENCH_LOG_FORMAT", "json"),
                    Map.entry("SPARKBENCH_LOG_LEVEL", "debug"),
                    Map.entry("SPARKBENCH_ALLOWED_IMAGES", "r.example.com/bench/*, other:1"),
                    Map.entry("SPARKBENCH_ALLOWED_SERVICE_ACCOUNTS", "bench-*"),
                    Map.entry("SPARKBENCH_ALLOWED_SECRETS", "lake"),
                    Map.entry("SPARKBENCH_ALLOWED_SPARK_PROPERTIES", "spark.plugins"),
                    Map.entry("SPARKBENCH_ALLOWED_APPLICATIONS", "true"),
                    Map.entry("SPARKBENCH_ALLOWED_ANY_POD_TEMPLATE", "true"),
                    Map.entry("SPARKBENCH_ALLOWED_VOLUMES", "emptyDir"),
                    Map.entry("SPARKBENCH_ALLOWED_CONTAINER_IMAGES", "proxy:*"),
                    Map.entry("SPARKBENCH_ALLOWED_ENVIRONMENT", "TOOL_*"),
                    Map.entry("SPARKBENCH_ALLOWED_ANNOTATIONS", ""),
                    Map.entry("SPARKBENCH_ALLOWED_PRIORITY_CLASSES", "low"),
                    Map.entry("SPARKBENCH_HEALTH_HOST", "127.0.0.1"),
                    Map.entry("SPARKBENCH_HEALTH_PORT", "0"))))
        .isEqualTo(
            new OperatorConfig(
                JobDefaultsBuilder.builder()
                    .image("runner:1")
                    .imagePullPolicy(Optional.of("Always"))
                    .imagePullSecrets(List.of("one", "two"))
                    .bucket(Optional.of("bucket"))
                    .endpoint(Optional.of("http://s3:9000"))
                    .region(Optional.of("eu-central-1"))
                    .pathStyleAccess(true)
                    .credentialsSecret(Optional.of("s3-credentials"))
                    .serviceAccount(Optional.of("jobs"))
                    .driver(new JobDefaults.Size(2, "2Gi"))
                    .executor(new JobDefaults.Size(4, "512Mi"))
                    .build(),
                new Allowed(
                    Optional.of("sparkbench"),
                    new Patterns(List.of("r.example.com/bench/*", "other:1")),
                    new Patterns(List.of("bench-*")),
                    new Patterns(List.of("lake")),
                    new Patterns(List.of("spark.plugins")),
                    true,
                    new Allowed.Template(
                        true,
                        Set.of("emptyDir"),
                        new Patterns(List.of("proxy:*")),
                        new Patterns(List.of("TOOL_*")),
                        Patterns.NONE,
                        new Patterns(List.of("low")))),
                Set.of("a", "b"),
                Optional.of(new Leadership("lease", "sparkbench", "operator-1")),
                new InetSocketAddress("127.0.0.1", 0)));
  }

  @Test
  void itsOwnNamespaceIsOpenOnlyWhenItIsTold() {
    Map<String, String> environment =
        Map.of("SPARKBENCH_RUNNER_IMAGE", "runner:1", "SPARKBENCH_POD_NAMESPACE", "sparkbench");
    assertThat(OperatorConfig.fromEnvironment(environment).allowed().closedNamespace())
        .contains("sparkbench");
    Map<String, String> open = new HashMap<>(environment);
    open.put("SPARKBENCH_ALLOWED_OPERATOR_NAMESPACE", "true");
    assertThat(OperatorConfig.fromEnvironment(open).allowed()).isEqualTo(Allowed.NOTHING);
  }

  @Test
  void namesEverythingThatIsWrong() {
    assertThatThrownBy(
            () ->
                OperatorConfig.fromEnvironment(
                    Map.of(
                        "SPARKBENCH_EXECUTOR_CORES", "0",
                        "SPARKBENCH_DRIVER_MEMORY", "1GB",
                        "SPARKBENCH_EXECUTOR_MEMORY", "64Mi",
                        "SPARKBENCH_LOG_FORMAT", "yaml",
                        "SPARKBENCH_LEADER_ELECTION_LEASE", "lease",
                        "SPARKBENCH_POD_NAME", "operator-1",
                        "SPARKBENCH_S3_ENDPOINT", "minio:9000",
                        "SPARKBENCH_ALLOWED_VOLUMES", "emptydir",
                        "SPARKBENCH_HEALTH_PORT", "70000",
                        "SPARKBENCH_BUCKET", "b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SPARKBENCH_BUCKET is not a setting of the operator; known are [")
        .hasMessageContaining(
            "SPARKBENCH_RUNNER_IMAGE is not set; it gives the image of the drivers and executors")
        .hasMessageContaining(
            "SPARKBENCH_S3_ENDPOINT='minio:9000' must be of the form https://host:port")
        .hasMessageContaining("SPARKBENCH_EXECUTOR_CORES='0' must be a whole number from 1 to 64")
        .hasMessageContaining(
            "SPARKBENCH_DRIVER_MEMORY='1GB' must be a whole number of Mi or Gi, such as 512Mi or 2Gi")
        .hasMessageContaining(
            "SPARKBENCH_EXECUTOR_MEMORY='64Mi' is too little for Spark to start; give at least 466Mi")
        .hasMessageContaining(
            "SPARKBENCH_ALLOWED_VOLUMES has 'emptydir', which is not a kind of volume; known are [")
        .hasMessageContaining("SPARKBENCH_LOG_FORMAT='yaml' must be one of text, json")
        .hasMessageContaining(
            "SPARKBENCH_POD_NAMESPACE is not set; it gives the namespace of the Lease lease")
        .hasMessageContaining("SPARKBENCH_HEALTH_PORT='70000' must be a port from 0 to 65535");
  }
}
