// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.runner.fixture.MlJob;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class GaussianMixtureTaskTest {

  /** Where clusters do not overlap, the most likely parameters are those of each one's points. */
  @Test
  void findsTheBlobs() {
    JsonNode output =
        MlJob.of(Blobs.DDL, Blobs.rows())
            .with("gaussian_mixture.k", 3)
            .with("gaussian_mixture.scale", false)
            .with("gaussian_mixture.maxIter", 15)
            .output("gaussian_mixture");

    JsonNode[] gaussians =
        StreamSupport.stream(output.at("/model/gaussians").spliterator(), false)
            .sorted(Comparator.comparingDouble(gaussian -> gaussian.get("weight").asDouble()))
            .toArray(JsonNode[]::new);
    double[][][] blobs = {blob(2), blob(0), blob(1)};
    double likelihood = 0;
    for (int i = 0; i < 3; i++) {
      double weight = blobs[i].length / 180.0;
      double[] mean = Matrices.means(blobs[i]);
      assertThat(gaussians[i].get("weight").asDouble()).isCloseTo(weight, within(1e-6));
      assertThat(gaussians[i].at("/mean/x").asDouble()).isCloseTo(mean[0], within(1e-5));
      assertThat(gaussians[i].at("/mean/y").asDouble()).isCloseTo(mean[1], within(1e-5));
      double[][] covariances = Matrices.covariances(blobs[i], blobs[i].length);
      double determinant =
          covariances[0][0] * covariances[1][1] - covariances[0][1] * covariances[1][0];
      likelihood +=
          blobs[i].length
              * (Math.log(weight) - Math.log(2 * Math.PI) - Math.log(determinant) / 2 - 1);
    }
    assertThat(output.at("/metrics/log_likelihood").asDouble()).isCloseTo(likelihood, within(1e-5));
    assertThat(output.at("/metrics/log_likelihood_per_row").asDouble())
        .isCloseTo(likelihood / 180, within(1e-7));
    assertThat(output.at("/metrics/sizes")).extracting(JsonNode::asInt).contains(30, 60, 90);
  }

  private static double[][] blob(int blob) {
    int from = Arrays.stream(Blobs.SIZES).limit(blob).sum();
    return Arrays.copyOfRange(Blobs.points(), from, from + Blobs.SIZES[blob]);
  }
}
