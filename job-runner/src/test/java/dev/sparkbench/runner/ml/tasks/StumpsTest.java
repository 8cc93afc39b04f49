// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.runner.fixture.MlJob;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Trees of one question, on noisy data, against trees that are found by trying every question. */
class StumpsTest {

  private static final int ROUNDS = 4;
  private static final double STEP = 0.3;

  private final Dataset<Row> data = data();
  private final double[][] points = points(MlJob.trained(data));
  private final double[] prices = column(MlJob.trained(data), 2);
  private final double[] dear = column(MlJob.trained(data), 3);

  @Test
  void aTreeForANumberAsksTheBestQuestion() {
    JsonNode output = job("price").with("decision_tree.maxDepth", 1).output("decision_tree");

    Stump stump = Stump.of(points, prices);
    assertThat(output.at("/model").toString())
        .isEqualTo(
            "{\"trees\":1,\"depth\":1,\"nodes\":3,\"importances\":{\"size\":1.0,\"age\":0.0}}");
    assertErrors(output.get("metrics"), stump);
  }

  @Test
  void aTreeForAClassAsksTheBestQuestion() {
    JsonNode output =
        job("dear")
            .with("decision_tree.mode", "classification")
            .with("decision_tree.maxDepth", 1)
            .output("decision_tree");

    Stump stump = Stump.of(points, dear);
    assertConfusion(output.get("metrics"), point -> stump.applyAsDouble(point) - 0.5);
  }

  /** Friedman's gradient boosting with squared errors, whose gradient is twice the difference. */
  @Test
  void boostingForANumberCorrectsTheErrorsSoFar() {
    JsonNode output = boosted("price").output("gradient_boosted_trees");

    List<Stump> stumps = new ArrayList<>(List.of(Stump.of(points, prices)));
    while (stumps.size() < ROUNDS) {
      double[] residuals = new double[points.length];
      for (int i = 0; i < residuals.length; i++) {
        residuals[i] = 2 * (prices[i] - sum(stumps, points[i]));
      }
      stumps.add(Stump.of(points, residuals));
    }
    assertErrors(output.get("metrics"), point -> sum(stumps, point));
  }

  /** The same with the loss 2 ln(1 + exp(-2 y F)) of classes y that are -1 and 1. */
  @Test
  void boostingForAClassCorrectsTheErrorsSoFar() {
    JsonNode output =
        boosted("dear")
            .with("gradient_boosted_trees.mode", "classification")
            .output("gradient_boosted_trees");

    double[] signs = Arrays.stream(dear).map(label -> 2 * label - 1).toArray();
    List<Stump> stumps = new ArrayList<>(List.of(Stump.of(points, signs)));
    while (stumps.size() < ROUNDS) {
      double[] residuals = new double[points.length];
      for (int i = 0; i < residuals.length; i++) {
        residuals[i] = 4 * signs[i] / (1 + Math.exp(2 * signs[i] * sum(stumps, points[i])));
      }
      stumps.add(Stump.of(points, residuals));
    }
    assertConfusion(output.get("metrics"), point -> sum(stumps, point));
  }

  private MlJob boosted(String label) {
    return job(label)
        .with("gradient_boosted_trees.maxDepth", 1)
        .with("gradient_boosted_trees.maxIter", ROUNDS)
        .with("gradient_boosted_trees.stepSize", STEP);
  }

  private MlJob job(String label) {
    return MlJob.of(data).features("size", "age").label(label);
  }

  private void assertErrors(JsonNode metrics, ToDoubleFunction<double[]> prediction) {
    List<Row> rows = MlJob.tested(data);
    double[] expected = column(rows, 2);
    double mean = Arrays.stream(expected).average().orElseThrow();
    double squares = 0;
    double absolute = 0;
    double total = 0;
    for (int i = 0; i < expected.length; i++) {
      double error = expected[i] - prediction.applyAsDouble(points(rows)[i]);
      squares += error * error;
      absolute += Math.abs(error);
      total += (expected[i] - mean) * (expected[i] - mean);
    }
    assertThat(metrics.get("rmse").asDouble())
        .isCloseTo(Math.sqrt(squares / expected.length), within(1e-9));
    assertThat(metrics.get("mae").asDouble()).isCloseTo(absolute / expected.length, within(1e-9));
    assertThat(metrics.get("r2").asDouble()).isCloseTo(1 - squares / total, within(1e-9));
  }

  private void assertConfusion(JsonNode metrics, ToDoubleFunction<double[]> score) {
    List<Row> rows = MlJob.tested(data);
    int[][] counts = new int[2][2];
    for (int i = 0; i < rows.size(); i++) {
      counts[rows.get(i).getInt(3)][score.applyAsDouble(points(rows)[i]) > 0 ? 1 : 0]++;
    }
    assertThat(metrics.at("/confusion/actual_by_predicted").toString())
        .isEqualTo(
            "[[%d,%d],[%d,%d]]".formatted(counts[0][0], counts[0][1], counts[1][0], counts[1][1]));
  }

  private static double sum(List<Stump> stumps, double[] point) {
    double sum = stumps.get(0).applyAsDouble(point);
    for (Stump stump : stumps.subList(1, stumps.size())) {
      sum += STEP * stump.applyAsDouble(point);
    }
    return sum;
  }

  private static double[][] points(List<Row> rows) {
    return rows.stream()
        .map(row -> new double[] {row.getInt(0), row.getInt(1)})
        .toArray(double[][]::new);
  }

  private static double[] column(List<Row> rows, int column) {
    return rows.stream().mapToDouble(row -> ((Number) row.get(column)).doubleValue()).toArray();
  }

  private static Dataset<Row> data() {
    Random random = new Random(23);
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      int size = random.nextInt(10);
      int age = random.nextInt(10);
      double price = 3 * size - age + 4 * random.nextGaussian();
      rows.add(new Object[] {size, age, price, price > 10 ? 1 : 0});
    }
    return MlJob.data("size INT, age INT, price DOUBLE, dear INT", rows);
  }
}
