// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.fixture.MlJob;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class LinearSvcTaskTest {

  // What is asserted holds after any number; each takes jobs of its own.
  private static final int ITERATIONS = 6;

  @Test
  void separatesClassesThatCanBe() {
    TwoClasses classes = TwoClasses.apart();

    JsonNode output = classes.job().with("linear_svc.maxIter", ITERATIONS).output("linear_svc");

    ToDoubleFunction<Row> score = score(output);
    assertThat(output.at("/metrics/accuracy").asDouble()).isEqualTo(1);
    assertThat(output.at("/metrics/area_under_roc").asDouble()).isEqualTo(1);
    assertThat(classes.trained())
        .allMatch(row -> score.applyAsDouble(row) > 0 == TwoClasses.yes(row));
  }

  @Test
  void predictsWhatItsCoefficientsSay() {
    TwoClasses classes = TwoClasses.overlapping();

    JsonNode output = classes.job().with("linear_svc.maxIter", ITERATIONS).output("linear_svc");

    assertThat(output.at("/metrics/confusion/actual_by_predicted").toString())
        .isEqualTo(TwoClasses.confusion(classes.tested(), score(output)));
    assertThat(output.at("/metrics/area_under_roc").asDouble())
        .isCloseTo(TwoClasses.areaUnderRoc(classes.tested(), score(output)), within(1e-9));
  }

  @Test
  void refusesMoreThanTwoClasses() {
    List<Object[]> rows =
        List.of(
            new Object[] {1.0, 2.0, "x"},
            new Object[] {1.5, 2.5, "y"},
            new Object[] {2.0, 3.0, "z"});

    assertThat(
            MlJob.of(TwoClasses.DDL, rows)
                .label("y")
                .with("linear_svc.testFraction", "0.01")
                .failure("linear_svc"))
        .isEqualTo(
            new Failure(
                FailureReason.INVALID_TASK,
                "dataset.label 'y' has about 3 distinct values, but linear_svc distinguishes at most 2 classes: name another label, or use a task that predicts more classes"));
  }

  private static ToDoubleFunction<Row> score(JsonNode output) {
    double[] coefficients = {
      output.at("/model/coefficients/a").asDouble(), output.at("/model/coefficients/b").asDouble()
    };
    double intercept = output.at("/model/intercept").asDouble();
    return row -> intercept + Matrices.dot(coefficients, TwoClasses.values(row));
  }
}
