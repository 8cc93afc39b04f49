// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparkbench.api.resource.Condition;
import dev.sparkbench.api.resource.PerformanceMetric;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus.Phase;
import dev.sparkbench.api.resource.VariantRatio;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two shapes of executors, side by side. */
class VariantsIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @ClusterFolder private static Path folder;

  private static TestCluster cluster;

  @BeforeAll
  static void start() {
    cluster = TestCluster.open(folder);
    cluster.startOperator();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void twoShapesAreMeasuredAndCompared() throws IOException {
    try (Scenario scenario = new Scenario(cluster, "variants")) {
      scenario.putDataset(2_000);
      scenario.applyWorkload(
          """
          jobConfig: {type: descriptive, tasks: [row_count, min_max_mean]}
          variants:
          - {name: fat, executor: {cores: 2}, nodeList: [1]}
          - name: slim
            sparkConf: {spark.executor.extraJavaOptions: -XX:+UseParallelGC}
          comparison: {maxSlowdownPercent: 1000}
          measurement: {trials: 2, iterations: 2, warmups: 0, maxWarmupSeconds: 0}
          """,
          List.of(1, 2));

      SparkBenchmarkJobStatus status = scenario.awaitEnd();

      assertThat(status.phase()).as(status.message()).isEqualTo(Phase.Succeeded);
      assertThat(status.performanceMetrics())
          .extracting(PerformanceMetric::variant, PerformanceMetric::nodes)
          .containsExactly(tuple("fat", 1), tuple("slim", 1), tuple("slim", 2));
      assertThat(status.comparisons())
          .extracting(
              VariantRatio::variant,
              VariantRatio::nodes,
              VariantRatio::referenceNodes,
              VariantRatio::outputsDiffer)
          .containsExactly(tuple("slim", 2, 1, null));
      assertThat(Scenario.condition(status, Condition.COMPARISON_MET)).isPresent();
      assertThat(status.bestVariant()).isNotNull();
      String csv =
          new String(cluster.get(scenario.result("performance.csv")), StandardCharsets.UTF_8);
      assertThat(csv.lines().map(line -> line.substring(line.lastIndexOf(',') + 1)))
          .containsExactly("variant", "fat", "slim", "slim");
      JsonNode performance = JSON.readTree(cluster.get(scenario.result("performance.json")));
      assertThat(performance.at("/variants/1/runs/1/compared/reference_nodes").asInt())
          .isEqualTo(1);
      JsonNode run = JSON.readTree(cluster.get(scenario.result("slim/2_nodes_trial_2.json")));
      assertThat(run.at("/environment/properties").toString()).contains("UseParallelGC");
      assertThat(cluster.get(scenario.result("slim/report.html"))).isNotEmpty();
    }
  }

  @Test
  void aVariantThatIsWrongIsNamed() {
    try (Scenario scenario = new Scenario(cluster, "variants-wrong")) {
      scenario.applyWorkload(
          """
          jobConfig: {type: descriptive, tasks: [row_count]}
          variants: [{name: base}, {name: other, sparkConf: {spark.executor.instances: "4"}}]
          """,
          List.of(1));

      SparkBenchmarkJobStatus status = scenario.awaitEnd();

      assertThat(status.message())
          .contains("spec.variants[other].sparkConf: 'spark.executor.instances'");
      assertThat(scenario.everCreated("run")).isEmpty();
    }
  }
}
