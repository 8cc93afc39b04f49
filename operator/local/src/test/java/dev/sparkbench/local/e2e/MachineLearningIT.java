// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.local.SalesDataset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class MachineLearningIT {

  private static final int ROWS = 2_000;
  private static final int QUANTITY = 6;
  private static final int PRICE = 7;

  @ClusterFolder private Path folder;

  @Test
  void modelsAreTheSameWithAnyNumberOfNodes() throws Exception {
    try (TestCluster cluster = TestCluster.open(folder);
        Scenario scenario = new Scenario(cluster, "learning")) {
      byte[] data = scenario.putDataset(ROWS);
      cluster.startOperator();
      scenario.applyWorkload(
          """
          jobConfig:
            type: ml
            tasks: [kmeans, decision_tree]
            parameters: {kmeans.k: "3", kmeans.maxIter: "2", kmeans.scale: "false", kmeans.saveModel: "true", decision_tree.maxDepth: "2"}
          dataset: {schema: "%s", label: channel, features: [quantity, unit_price]}
          measurement: {warmups: 0, maxWarmupSeconds: 0, iterations: 1, trials: 1}
          """
              .formatted(SalesDataset.SCHEMA),
          List.of(1, 2));

      SparkBenchmarkJobStatus status = scenario.awaitEnd();

      assertThat(status.phase())
          .as(status.message())
          .isEqualTo(SparkBenchmarkJobStatus.Phase.Succeeded);
      JsonNode one = outputs(cluster, scenario, 1);
      JsonNode two = outputs(cluster, scenario, 2);
      assertThat(one.at("/kmeans/rows").toString())
          .isEqualTo("{\"read\":2000,\"skipped\":0,\"trained\":2000,\"tested\":0}");
      assertThat(centres(one)).hasDimensions(3, 2);
      assertThat(one.at("/kmeans/metrics/within_cluster_sum_of_squares").asDouble())
          .isCloseTo(sumOfSquares(data, centres(one)), Percentage.withPercentage(1e-6));
      for (int i = 0; i < 3; i++) {
        assertThat(centres(two)[i]).containsExactly(centres(one)[i], within(1e-6));
      }
      for (String place : List.of("/rows", "/metrics/confusion", "/model/nodes")) {
        assertThat(two.at("/decision_tree" + place)).isEqualTo(one.at("/decision_tree" + place));
      }
      String model =
          new String(
              cluster.get(scenario.result("models/2_nodes/kmeans/metadata/part-00000")),
              StandardCharsets.UTF_8);
      assertThat(model).contains("org.apache.spark.ml.PipelineModel");
    }
  }

  private static JsonNode outputs(TestCluster cluster, Scenario scenario, int nodes)
      throws Exception {
    return ExpectedOutputs.parse(cluster.get(scenario.result(nodes + "_nodes.json")))
        .path("outputs");
  }

  private static double[][] centres(JsonNode outputs) {
    return StreamSupport.stream(outputs.at("/kmeans/model/centres").spliterator(), false)
        .map(
            centre ->
                new double[] {
                  centre.get("quantity").asDouble(), centre.get("unit_price").asDouble()
                })
        .toArray(double[][]::new);
  }

  /** Each order's squared distance to the nearest centre. */
  private static double sumOfSquares(byte[] csv, double[][] centres) {
    List<String> lines = new String(csv, StandardCharsets.US_ASCII).lines().toList();
    double sum = 0;
    for (String line : lines.subList(1, lines.size())) {
      String[] values = line.split(",", -1);
      double nearest = Double.MAX_VALUE;
      for (double[] centre : centres) {
        double x = Double.parseDouble(values[QUANTITY]) - centre[0];
        double y = Double.parseDouble(values[PRICE]) - centre[1];
        nearest = Math.min(nearest, x * x + y * y);
      }
      sum += nearest;
    }
    return sum;
  }
}
