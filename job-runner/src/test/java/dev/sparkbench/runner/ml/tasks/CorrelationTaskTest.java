// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.runner.fixture.MlJob;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CorrelationTaskTest {

  private static final double[] A = {1, 2, 3, 4, 10};
  private static final double[] B = {2, 1, 7, 7, 9};
  private static final MlJob JOB =
      MlJob.of(
          "a DOUBLE, b INT, same INT, name STRING",
          List.of(
              new Object[] {1.0, 2, 5, "x"},
              new Object[] {2.0, 1, 5, "x"},
              new Object[] {3.0, 7, 5, "y"},
              new Object[] {4.0, 7, 5, "y"},
              new Object[] {10.0, 9, 5, "z"}));

  @Test
  void isPearsonsByDefault() {
    JsonNode output = JOB.output("correlation");

    assertThat(output.at("/model/a/b").asDouble()).isCloseTo(pearson(A, B), within(1e-12));
    assertThat(output.at("/model/b/a")).isEqualTo(output.at("/model/a/b"));
    assertThat(output.at("/model/a/a").asDouble()).isEqualTo(1);
    // No text, and nothing to say of what does not vary.
    assertThat(output.at("/features/names").toString()).isEqualTo("[\"a\",\"b\",\"same\"]");
    assertThat(output.at("/model/a/same").asText()).isEqualTo("NaN");
    assertThat(output.has("metrics")).isFalse();
  }

  @Test
  void isOfRanksWhenAskedFor() {
    JsonNode output =
        MlJob.of(
                "a DOUBLE, b INT",
                List.of(
                    new Object[] {1.0, 2},
                    new Object[] {2.0, 1},
                    new Object[] {3.0, 7},
                    new Object[] {4.0, 7},
                    new Object[] {10.0, 9}))
            .with("correlation.method", "spearman")
            .output("correlation");

    double[] ranks = {2, 1, 3.5, 3.5, 5};
    assertThat(output.at("/model/a/b").asDouble())
        .isCloseTo(pearson(new double[] {1, 2, 3, 4, 5}, ranks), within(1e-12));
  }

  private static double pearson(double[] x, double[] y) {
    double meanX = Arrays.stream(x).average().orElseThrow();
    double meanY = Arrays.stream(y).average().orElseThrow();
    double products = 0;
    double squaresX = 0;
    double squaresY = 0;
    for (int i = 0; i < x.length; i++) {
      products += (x[i] - meanX) * (y[i] - meanY);
      squaresX += (x[i] - meanX) * (x[i] - meanX);
      squaresY += (y[i] - meanY) * (y[i] - meanY);
    }
    return products / Math.sqrt(squaresX * squaresY);
  }
}
