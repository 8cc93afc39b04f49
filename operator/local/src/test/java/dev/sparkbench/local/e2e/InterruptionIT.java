// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.local.SalesDataset;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class InterruptionIT {

  @ClusterFolder private static Path folder;

  private static TestCluster cluster;

  @BeforeAll
  static void start() {
    cluster = TestCluster.open(folder);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  /** With partitions by node count, which no other scenario has. */
  @Test
  void anOperatorThatWasAwayGoesOnWhereItWas() throws Exception {
    try (Scenario scenario = new Scenario(cluster, "operator-away")) {
      scenario.putDataset(5_000);
      cluster.startOperator();
      scenario.applyWorkload(
          """
          jobConfig: {type: descriptive, tasks: [row_count, min_max_mean, quantiles]}
          dataset: {schema: "%s"}
          measurement: {warmups: 0, maxWarmupSeconds: 0, iterations: 3, trials: 1, partitions: PerNodeCount}
          """
              .formatted(SalesDataset.SCHEMA),
          List.of(1, 2));

      // Away for a moment, while a run is at work.
      scenario.awaitDriverWithExecutor(1);
      cluster.stopOperator();
      cluster.startOperator();

      // Away while a run ends.
      Pod second = scenario.awaitDriverWithExecutor(2);
      cluster.stopOperator();
      await("the end of " + second.getMetadata().getName())
          .atMost(Duration.ofMinutes(3))
          .until(() -> phase(second).equals("Succeeded"));
      cluster.startOperator();

      SparkBenchmarkJobStatus status = scenario.awaitEnd();
      assertThat(status.phase())
          .as(status.message())
          .isEqualTo(SparkBenchmarkJobStatus.Phase.Succeeded);
      assertThat(scenario.everCreated("run"))
          .containsExactly("operator-away-s1-n1-t1-a1", "operator-away-s1-n2-t1-a1");
      assertThat(scenario.everCreated("report")).hasSize(1);
      assertPartitionsFollowNodeCounts(scenario);
    }
  }

  /** Documents, remarks and page say which question they answer. */
  private static void assertPartitionsFollowNodeCounts(Scenario scenario) throws Exception {
    for (int nodes : List.of(1, 2)) {
      JsonNode document =
          ExpectedOutputs.parse(cluster.get(scenario.result(nodes + "_nodes.json")));
      assertThat(document.path("partitions").asText()).isEqualTo("PerNodeCount");
      assertThat(document.path("pins").fieldNames())
          .toIterable()
          .noneMatch(name -> name.startsWith("spark.sql."));
      assertThat(document.at("/dataset/splits/count").asInt()).isPositive();
    }
    JsonNode performance = ExpectedOutputs.parse(cluster.get(scenario.result("performance.json")));
    assertThat(performance.at("/configuration").toString()).contains("PerNodeCount");
    assertThat(performance.at("/runs/1/outputs_agree").asBoolean()).isTrue();
    assertThat(performance.at("/remarks").toString()).contains("quantiles");
    assertThat(new String(cluster.get(scenario.result("report.html")), StandardCharsets.UTF_8))
        .contains("\"partitions\":\"PerNodeCount\"")
        .contains("So this shows what you would get with that many nodes");
  }

  @Test
  void aDeletedBenchmarkLeavesNothingBehind() {
    try (Scenario scenario = new Scenario(cluster, "deleted")) {
      scenario.putDataset(5_000);
      cluster.startOperator();
      scenario.apply(List.of(2));
      scenario.awaitDriverWithExecutor(2);

      scenario.delete();

      await("the end of its pods")
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                assertThat(scenario.pods()).isEmpty();
                assertThat(cluster.runningContainers()).isEmpty();
              });
      assertThat(scenario.everCreated("run")).containsExactly("deleted-s1-n2-t1-a1");
    }
  }

  private static String phase(Pod pod) {
    return cluster.client().resource(pod).get().getStatus().getPhase();
  }
}
