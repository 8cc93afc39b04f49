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
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LogisticRegressionTaskTest {

  private static TwoClasses classes;
  private static JsonNode output;

  /** Once for the tests that look at it. */
  @BeforeAll
  static void fit() {
    classes = TwoClasses.overlapping();
    output = classes.job().with("logistic_regression.maxIter", 50).output("logistic_regression");
  }

  @Test
  void findsTheMostLikelyCoefficients() {
    double[] expected = newton(classes.trained());
    assertThat(output.at("/model/classes/yes/intercept").asDouble())
        .isCloseTo(expected[0], within(1e-5));
    assertThat(output.at("/model/classes/yes/coefficients/a").asDouble())
        .isCloseTo(expected[1], within(1e-5));
    assertThat(output.at("/model/classes/yes/coefficients/b").asDouble())
        .isCloseTo(expected[2], within(1e-5));

    List<Row> tested = classes.tested();
    ToDoubleFunction<Row> score = row -> Matrices.dot(expected, withOne(row));
    assertThat(output.at("/metrics/confusion/actual_by_predicted").toString())
        .isEqualTo(TwoClasses.confusion(tested, score));
    assertThat(output.at("/metrics/area_under_roc").asDouble())
        .isCloseTo(TwoClasses.areaUnderRoc(tested, score), within(1e-9));
    assertThat(output.at("/metrics/area_under_pr").asDouble()).isBetween(0.5, 1.0);
  }

  @Test
  void derivesAccuracyAndF1FromTheConfusion() {
    JsonNode metrics = output.get("metrics");

    JsonNode confusion = metrics.at("/confusion/actual_by_predicted");
    double trueNo = confusion.at("/0/0").asDouble();
    double falseYes = confusion.at("/0/1").asDouble();
    double falseNo = confusion.at("/1/0").asDouble();
    double trueYes = confusion.at("/1/1").asDouble();
    double all = trueNo + falseYes + falseNo + trueYes;
    double f1OfNo = trueNo / (trueNo + (falseYes + falseNo) / 2);
    double f1OfYes = trueYes / (trueYes + (falseYes + falseNo) / 2);
    assertThat(metrics.at("/confusion/classes").toString()).isEqualTo("[\"no\",\"yes\"]");
    assertThat(metrics.get("accuracy").asDouble())
        .isCloseTo((trueNo + trueYes) / all, within(1e-12));
    assertThat(metrics.get("f1").asDouble())
        .isCloseTo(
            ((trueNo + falseYes) * f1OfNo + (falseNo + trueYes) * f1OfYes) / all, within(1e-12));
  }

  @Test
  void tellsMoreThanTwoClassesApart() {
    List<Object[]> rows = new ArrayList<>();
    double[][] points = Blobs.points();
    for (int i = 0; i < points.length; i++) {
      rows.add(new Object[] {points[i][0], points[i][1], i < 60 ? 1 : i < 150 ? 2 : 3});
    }

    JsonNode blobs =
        MlJob.of("x DOUBLE, y DOUBLE, blob INT", rows).label("blob").output("logistic_regression");

    assertThat(blobs.at("/metrics/confusion/classes").toString()).isEqualTo("[\"1\",\"2\",\"3\"]");
    assertThat(blobs.at("/metrics/accuracy").asDouble()).isEqualTo(1);
    assertThat(blobs.at("/model/classes").size()).isEqualTo(3);
    assertThat(blobs.at("/metrics").has("area_under_roc")).isFalse();
  }

  @Test
  void refusesALabelWithOneClass() {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      rows.add(new Object[] {(double) i, 0.0, "yes"});
    }

    assertThat(MlJob.of(TwoClasses.DDL, rows).label("y").failure("logistic_regression"))
        .isEqualTo(
            new Failure(
                FailureReason.INVALID_TASK,
                "dataset.label 'y' has a single value in the rows that can be used, but logistic_regression tells at least two classes apart: name another label"));
  }

  @Test
  void refusesALabelWithTooManyClasses() {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      rows.add(new Object[] {(double) i, 0.0, "class " + i % 101});
    }

    assertThat(
            MlJob.of(TwoClasses.DDL, rows)
                .label("y")
                .with("logistic_regression.testFraction", "0.01")
                .failure("logistic_regression")
                .message())
        .matches(
            "dataset.label 'y' has about 10\\d distinct values, but logistic_regression distinguishes at most 100 classes: name another label, or use a task that predicts numbers");
  }

  /** The coefficients, the intercept first, by Newton's method on the log-likelihood. */
  private static double[] newton(List<Row> rows) {
    double[] beta = new double[3];
    for (int step = 0; step < 30; step++) {
      double[][] hessian = new double[3][3];
      double[] gradient = new double[3];
      for (Row row : rows) {
        double[] x = withOne(row);
        double probability = 1 / (1 + Math.exp(-Matrices.dot(beta, x)));
        for (int i = 0; i < 3; i++) {
          gradient[i] += ((TwoClasses.yes(row) ? 1 : 0) - probability) * x[i];
          for (int j = 0; j < 3; j++) {
            hessian[i][j] += probability * (1 - probability) * x[i] * x[j];
          }
        }
      }
      double[] change = Matrices.solve(hessian, gradient);
      for (int i = 0; i < 3; i++) {
        beta[i] += change[i];
      }
    }
    return beta;
  }

  private static double[] withOne(Row row) {
    return new double[] {1, row.getDouble(0), row.getDouble(1)};
  }
}
