package dev.sparkbench.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.controller.OperatorConfig;
import dev.sparkbench.controller.OperatorConfig.Leadership;
import dev.sparkbench.controller.spec.JobDefaults;
import dev.sparkbench.controller.spec.JobDefaults.Size;
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
            Map.of(
                "SPARKBENCH_RUNNER_IMAGE",
                    "sparkbench-runner:" + System.getProperty("sparkbench.version"),
                "SPARKBENCH_RUNNER_IMAGE_PULL_POLICY", "IfNotPresent",
                "SPARKBENCH_JOB_SERVICE_ACCOUNT", "bench-sparkbench-operator-job",
                "SPARKBENCH_DRIVER_CORES", "1",
                "SPARKBENCH_DRIVER_MEMORY", "1Gi",
                "SPARKBENCH_EXECUTOR_CORES", "1",
                "SPARKBENCH_EXECUTOR_MEMORY", "1Gi",
                "SPARKBENCH_LOG_FORMAT", "text",
                "SPARKBENCH_LOG_LEVEL", "info"));
  }

  @Test
  void everyValueReachesTheOperator() {
    String values = Variants.EVERYTHING + "watchNamespaces: [team-b, team-a]\n";
    assertThat(OperatorConfig.fromEnvironment(Environment.ofOperator(Chart.render(values))))
        .isEqualTo(
            new OperatorConfig(
                new JobDefaults(
                    "sparkbench-runner:2.0",
                    Optional.of("Always"),
                    List.of("registry", "mirror"),
                    Optional.of("bench"),
                    Optional.of("https://minio.storage:9000"),
                    Optional.of("eu-central-1"),
                    true,
                    Optional.of("s3-credentials"),
                    Optional.of("bench-sparkbench-operator-job"),
                    new Size(2, "2Gi"),
                    new Size(4, "512Mi")),
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
