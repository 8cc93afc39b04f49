// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.controller.OperatorConfig;
import dev.sparkbench.controller.OperatorConfig.Leadership;
import dev.sparkbench.controller.spec.Allowed;
import dev.sparkbench.controller.spec.JobDefaults.Size;
import dev.sparkbench.controller.spec.JobDefaultsBuilder;
import dev.sparkbench.controller.spec.Patterns;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

@NeedsHelm
class EnvironmentTest {

  @Test
  void theDefaultsSayWhatIsNotObvious() {
    assertThat(Environment.ofOperator(Chart.render(Chart.DEFAULTS)))
        .isEqualTo(
            Map.ofEntries(
                Map.entry(
                    "SPARKBENCH_RUNNER_IMAGE",
                    "sparkbench-runner:" + System.getProperty("sparkbench.version")),
                Map.entry("SPARKBENCH_RUNNER_IMAGE_PULL_POLICY", "IfNotPresent"),
                Map.entry("SPARKBENCH_JOB_SERVICE_ACCOUNT", "bench-sparkbench-operator-job"),
                Map.entry("SPARKBENCH_DRIVER_CORES", "1"),
                Map.entry("SPARKBENCH_DRIVER_MEMORY", "1Gi"),
                Map.entry("SPARKBENCH_EXECUTOR_CORES", "1"),
                Map.entry("SPARKBENCH_EXECUTOR_MEMORY", "1Gi"),
                Map.entry("SPARKBENCH_LOG_FORMAT", "text"),
                Map.entry("SPARKBENCH_LOG_LEVEL", "info"),
                Map.entry("SPARKBENCH_POD_NAMESPACE", "sparkbench"),
                Map.entry("SPARKBENCH_ALLOWED_VOLUMES", String.join(",", Allowed.Template.VOLUMES)),
                Map.entry(
                    "SPARKBENCH_ALLOWED_ANNOTATIONS",
                    String.join(",", Allowed.Template.ANNOTATIONS))));
  }

  @Test
  void everyValueReachesTheOperator() {
    String values = Variants.EVERYTHING + "watchNamespaces: [team-b, team-a]\n";
    assertThat(OperatorConfig.fromEnvironment(Environment.ofOperator(Chart.render(values))))
        .isEqualTo(
            new OperatorConfig(
                JobDefaultsBuilder.builder()
                    .image("sparkbench-runner:2.0")
                    .imagePullPolicy(Optional.of("Always"))
                    .imagePullSecrets(List.of("registry", "mirror"))
                    .bucket(Optional.of("bench"))
                    .endpoint(Optional.of("https://minio.storage:9000"))
                    .region(Optional.of("eu-central-1"))
                    .pathStyleAccess(true)
                    .credentialsSecret(Optional.of("s3-credentials"))
                    .serviceAccount(Optional.of("bench-sparkbench-operator-job"))
                    .driver(new Size(2, "2Gi"))
                    .executor(new Size(4, "512Mi"))
                    .build(),
                new Allowed(
                    Optional.of("sparkbench"),
                    new Patterns(List.of("r.example.com/team/*")),
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
                Set.of("team-a", "team-b"),
                Optional.of(
                    new Leadership("bench-sparkbench-operator", "sparkbench", "operator-0")),
                new InetSocketAddress(8080)));
    assertThat(Environment.ofOperator(Chart.render(values)))
        .containsEntry("SPARKBENCH_LOG_FORMAT", "json")
        .containsEntry("SPARKBENCH_LOG_LEVEL", "debug")
        .containsEntry("JAVA_TOOL_OPTIONS", "-Xlog:gc")
        .containsEntry("NODE", "node-1");
  }

  @Test
  void byDefaultNothingIsAllowedBesideTheDefaults() {
    assertThat(
            OperatorConfig.fromEnvironment(Environment.ofOperator(Chart.render(Chart.DEFAULTS)))
                .allowed())
        .isEqualTo(
            new Allowed(
                Optional.of(Chart.NAMESPACE),
                Patterns.NONE,
                Patterns.NONE,
                Patterns.NONE,
                Patterns.NONE,
                false,
                Allowed.Template.RESTRICTED));
    assertThat(
            OperatorConfig.fromEnvironment(
                    Environment.ofOperator(
                        Chart.render("jobs: {allowed: {operatorNamespace: true}}")))
                .allowed())
        .isEqualTo(Allowed.NOTHING);
  }

  @Test
  void aDigestWinsOverATag() {
    String digest = "sha256:" + "a".repeat(64);
    assertThat(
            Environment.ofOperator(
                Chart.render(
                    "jobs: {image: {repository: r.example.com:5000/bench/runner, tag: '1', digest: '%s'}}"
                        .formatted(digest))))
        .containsEntry("SPARKBENCH_RUNNER_IMAGE", "r.example.com:5000/bench/runner@" + digest);
  }

  @Test
  void jobsRunAsTheAccountThatIsNamed() {
    assertThat(
            Environment.ofOperator(
                Chart.render("jobs: {serviceAccount: {create: false, name: spark}}")))
        .containsEntry("SPARKBENCH_JOB_SERVICE_ACCOUNT", "spark");
  }
}
