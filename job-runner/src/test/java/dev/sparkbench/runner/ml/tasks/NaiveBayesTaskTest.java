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
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class NaiveBayesTaskTest {

  @Test
  void predictsTheMoreLikelyClass() {
    TwoClasses classes = TwoClasses.overlapping();

    JsonNode output = classes.job().output("naive_bayes");

    List<Row> yes = classes.trained().stream().filter(TwoClasses::yes).toList();
    List<Row> no = classes.trained().stream().filter(row -> !TwoClasses.yes(row)).toList();
    double share = (double) yes.size() / classes.trained().size();
    assertThat(output.at("/model/class_shares/yes").asDouble()).isCloseTo(share, within(1e-9));
    assertThat(output.at("/model/class_shares/no").asDouble()).isCloseTo(1 - share, within(1e-9));
    assertThat(output.at("/metrics/confusion/actual_by_predicted").toString())
        .isEqualTo(
            TwoClasses.confusion(
                classes.tested(),
                row ->
                    logLikelihood(yes, row)
                        + Math.log(share)
                        - logLikelihood(no, row)
                        - Math.log(1 - share)));
  }

  @Test
  void countsWordsOfBothClasses() {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      boolean spam = i % 4 == 0;
      rows.add(
          new Object[] {spam ? 2.0 + i % 2 : 0.0, spam ? 0.0 : 3.0 + i % 3, spam ? "spam" : "ham"});
    }

    JsonNode output =
        MlJob.of("a DOUBLE, b DOUBLE, y STRING", rows)
            .label("y")
            .with("naive_bayes.modelType", "multinomial")
            .output("naive_bayes");

    assertThat(output.at("/metrics/accuracy").asDouble()).isEqualTo(1);
  }

  @Test
  void refusesNegativeFeaturesWhereTheyHaveNoMeaning() {
    assertThat(
            TwoClasses.overlapping()
                .job()
                .with("naive_bayes.modelType", "multinomial")
                .failure("naive_bayes"))
        .isEqualTo(
            new Failure(
                FailureReason.INVALID_TASK,
                "naive_bayes.modelType multinomial needs features that are not negative, and these are not: a, b; leave them out of dataset.features, or take modelType gaussian"));
  }

  @Test
  void refusesFeaturesThatAreNoBits() {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      rows.add(new Object[] {i % 2 / 2.0, (double) (i % 2), i % 2 == 0 ? "no" : "yes"});
    }

    assertThat(
            MlJob.of(TwoClasses.DDL, rows)
                .label("y")
                .with("naive_bayes.modelType", "bernoulli")
                .with("naive_bayes.testFraction", "0.4")
                .failure("naive_bayes")
                .message())
        .startsWith(
            "naive_bayes.modelType bernoulli needs features that are either 0 or 1, and these are not: a;");
  }

  private static double logLikelihood(List<Row> rows, Row row) {
    double[][] values = rows.stream().map(TwoClasses::values).toArray(double[][]::new);
    double[] means = Matrices.means(values);
    double[][] covariances = Matrices.covariances(values, values.length);
    double sum = 0;
    for (int i = 0; i < means.length; i++) {
      double distance = TwoClasses.values(row)[i] - means[i];
      sum -= (Math.log(covariances[i][i]) + distance * distance / covariances[i][i]) / 2;
    }
    return sum;
  }
}
