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
import org.junit.jupiter.api.Test;

class PcaTaskTest {

  private static final String DDL = "x DOUBLE, y DOUBLE, z DOUBLE";

  @Test
  void findsTheDirectionOfTheLargestVariance() {
    double[][] points = points();

    JsonNode output = job(points).with("pca.k", 2).with("pca.scale", false).output("pca");

    double[][] covariances = Matrices.covariances(points, points.length - 1);
    double[] first = Matrices.principal(covariances);
    double variance = variance(covariances, first);
    double total = covariances[0][0] + covariances[1][1] + covariances[2][2];
    double[] second = Matrices.principal(without(covariances, first, variance));
    double variance2 = variance(covariances, second);
    assertComponent(output.at("/model/components/0"), first, variance / total);
    assertComponent(output.at("/model/components/1"), second, variance2 / total);
    assertThat(output.at("/metrics/explained_variance").asDouble())
        .isCloseTo((variance + variance2) / total, within(1e-9));
  }

  @Test
  void explainsEverythingWithAllComponents() {
    JsonNode output = job(points()).with("pca.k", 3).output("pca");

    assertThat(output.at("/metrics/explained_variance").asDouble()).isCloseTo(1, within(1e-9));
  }

  @Test
  void refusesMoreComponentsThanFeatures() {
    assertThat(job(points()).with("pca.k", 4).failure("pca"))
        .isEqualTo(
            new Failure(
                FailureReason.INVALID_TASK,
                "pca.k is 4, but there are only 3 features: lower it, or name more columns in dataset.features"));
  }

  private static void assertComponent(JsonNode component, double[] direction, double share) {
    double largest = 0;
    for (double weight : direction) {
      largest = Math.abs(weight) > Math.abs(largest) ? weight : largest;
    }
    double sign = Math.signum(largest);
    assertThat(component.get("explained_variance").asDouble()).isCloseTo(share, within(1e-9));
    assertThat(component.at("/weights/x").asDouble()).isCloseTo(sign * direction[0], within(1e-7));
    assertThat(component.at("/weights/y").asDouble()).isCloseTo(sign * direction[1], within(1e-7));
    assertThat(component.at("/weights/z").asDouble()).isCloseTo(sign * direction[2], within(1e-7));
  }

  private static double variance(double[][] covariances, double[] direction) {
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      sum += direction[i] * Matrices.dot(covariances[i], direction);
    }
    return sum;
  }

  /** The matrix with an eigenvector taken out, so that the next one is the largest. */
  private static double[][] without(double[][] matrix, double[] vector, double value) {
    double[][] rest = new double[3][3];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        rest[i][j] = matrix[i][j] - value * vector[i] * vector[j];
      }
    }
    return rest;
  }

  private static double[][] points() {
    Random random = new Random(13);
    double[][] points = new double[200][];
    for (int i = 0; i < points.length; i++) {
      double main = 5 * random.nextGaussian();
      double other = 2 * random.nextGaussian();
      points[i] =
          new double[] {
            main + random.nextGaussian() / 2, 10 - main / 2 + other, other - random.nextGaussian()
          };
    }
    return points;
  }

  private static MlJob job(double[][] points) {
    List<Object[]> rows = new ArrayList<>();
    for (double[] point : points) {
      rows.add(new Object[] {point[0], point[1], point[2]});
    }
    return MlJob.of(DDL, rows);
  }
}
