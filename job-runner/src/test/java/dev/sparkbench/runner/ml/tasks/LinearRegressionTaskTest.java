// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.fixture.MlJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearRegressionTaskTest {

  private static final String DDL = "a DOUBLE, b INT, y DOUBLE";

  @ParameterizedTest
  @ValueSource(strings = {"l-bfgs", "normal"})
  void findsWhatTheNormalEquationsGive(String solver) {
    Dataset<Row> data = MlJob.data(DDL, rows());

    JsonNode output =
        MlJob.of(data)
            .label("y")
            .with("linear_regression.solver", solver)
            .output("linear_regression");

    List<Row> trained = MlJob.trained(data);
    List<Row> tested = MlJob.tested(data);
    double[] solution = leastSquares(trained);
    assertThat(output.at("/rows").toString())
        .isEqualTo(
            "{\"read\":400,\"skipped\":0,\"trained\":%d,\"tested\":%d,\"unseen\":0}"
                .formatted(trained.size(), tested.size()));
    assertThat(output.at("/model/intercept").asDouble()).isCloseTo(solution[0], within(1e-6));
    assertThat(output.at("/model/coefficients/a").asDouble()).isCloseTo(solution[1], within(1e-6));
    assertThat(output.at("/model/coefficients/b").asDouble()).isCloseTo(solution[2], within(1e-6));
    // Made with 3 + 2 a - 0.5 b and some noise.
    assertThat(solution).containsExactly(new double[] {3, 2, -0.5}, within(0.2));

    double[] errors = tested.stream().mapToDouble(row -> error(row, solution)).toArray();
    double[] labels = tested.stream().mapToDouble(row -> row.getDouble(2)).toArray();
    double mean = Matrices.dot(labels, ones(labels.length)) / labels.length;
    double total = 0;
    double absolute = 0;
    for (int i = 0; i < labels.length; i++) {
      total += (labels[i] - mean) * (labels[i] - mean);
      absolute += Math.abs(errors[i]);
    }
    double squares = Matrices.dot(errors, errors);
    assertThat(output.at("/metrics/rmse").asDouble())
        .isCloseTo(Math.sqrt(squares / errors.length), within(1e-6));
    assertThat(output.at("/metrics/mae").asDouble())
        .isCloseTo(absolute / errors.length, within(1e-6));
    assertThat(output.at("/metrics/r2").asDouble()).isCloseTo(1 - squares / total, within(1e-6));
    assertThat(output.get("iterations").isNull()).isEqualTo(solver.equals("normal"));
  }

  @Test
  void shrinksCoefficientsWhenAskedTo() {
    MlJob job = MlJob.of(DDL, rows()).label("y");
    double free = job.output("linear_regression").at("/model/coefficients/a").asDouble();

    double shrunk =
        job.with("linear_regression.regParam", "10")
            .output("linear_regression")
            .at("/model/coefficients/a")
            .asDouble();

    assertThat(shrunk).isPositive().isLessThan(free / 2);
  }

  @Test
  void refusesALabelThatIsNoNumber() {
    assertThat(MlJob.of("a DOUBLE, y STRING", List.of()).label("y").failure("linear_regression"))
        .isEqualTo(
            new Failure(
                FailureReason.INVALID_TASK,
                "dataset.label is 'y' of type string, but linear_regression predicts numbers: name a numeric column, or use a task that predicts classes, such as logistic_regression"));
  }

  private static List<Object[]> rows() {
    Random random = new Random(3);
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      double a = random.nextGaussian() * 3;
      int b = random.nextInt(20);
      rows.add(new Object[] {a, b, 3 + 2 * a - 0.5 * b + random.nextGaussian() / 2});
    }
    return rows;
  }

  private static double[] leastSquares(List<Row> rows) {
    double[][] products = new double[3][3];
    double[] right = new double[3];
    for (Row row : rows) {
      double[] x = {1, row.getDouble(0), row.getInt(1)};
      for (int i = 0; i < 3; i++) {
        right[i] += x[i] * row.getDouble(2);
        for (int j = 0; j < 3; j++) {
          products[i][j] += x[i] * x[j];
        }
      }
    }
    return Matrices.solve(products, right);
  }

  private static double error(Row row, double[] solution) {
    return row.getDouble(2)
        - Matrices.dot(solution, new double[] {1, row.getDouble(0), row.getInt(1)});
  }

  private static double[] ones(int length) {
    double[] ones = new double[length];
    java.util.Arrays.fill(ones, 1);
    return ones;
  }
}
