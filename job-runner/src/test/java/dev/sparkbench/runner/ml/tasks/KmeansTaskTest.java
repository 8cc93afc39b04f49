// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.runner.fixture.MlJob;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class KmeansTaskTest {

  private static final Offset<Double> EXACT = within(1e-9);

  @Test
  void findsTheBlobs() {
    double[][] points = Blobs.points();

    JsonNode output =
        MlJob.of(Blobs.DDL, Blobs.rows())
            .with("kmeans.k", 3)
            .with("kmeans.scale", false)
            .output("kmeans");

    double[][] centres = centres(output);
    int[] assigned = assign(points, centres);
    assertThat(output.at("/model/clusters").asInt()).isEqualTo(3);
    assertThat(output.at("/features/names").toString()).isEqualTo("[\"x\",\"y\"]");
    for (int cluster = 0; cluster < 3; cluster++) {
      // A centre is the mean of its points: no further step would change anything.
      double[] mean = Matrices.means(of(points, assigned, cluster));
      assertThat(centres[cluster][0]).isCloseTo(mean[0], EXACT);
      assertThat(centres[cluster][1]).isCloseTo(mean[1], EXACT);
      assertThat(output.at("/metrics/sizes/" + cluster).asInt())
          .isEqualTo(of(points, assigned, cluster).length);
    }
    assertThat(Arrays.stream(assigned).boxed().distinct()).hasSize(3);
    assertThat(output.at("/metrics/sizes")).extracting(JsonNode::asInt).contains(60, 90, 30);
    assertThat(output.at("/metrics/within_cluster_sum_of_squares").asDouble())
        .isCloseTo(sumOfSquares(points, centres, assigned), within(1e-6));
    assertThat(output.at("/metrics/silhouette").asDouble())
        .isCloseTo(silhouette(points, assigned), EXACT);
  }

  /** Spark itself gives the sum for the centres before the last step. */
  @Test
  void givesTheSumOfSquaresForTheCentresItTellsOf() {
    JsonNode output =
        MlJob.of(Blobs.DDL, Blobs.rows())
            .with("kmeans.k", 7)
            .with("kmeans.maxIter", 1)
            .with("kmeans.scale", false)
            .output("kmeans");

    double[][] points = Blobs.points();
    double[][] centres = centres(output);
    assertThat(output.get("iterations").asInt()).isEqualTo(1);
    assertThat(output.at("/metrics/within_cluster_sum_of_squares").asDouble())
        .isCloseTo(sumOfSquares(points, centres, assign(points, centres)), within(1e-6));
  }

  @Test
  void givesCentresInTheUnitsOfTheColumnsEvenIfTheyAreScaled() {
    JsonNode output = MlJob.of(Blobs.DDL, Blobs.rows()).with("kmeans.k", 3).output("kmeans");

    double[][] centres = centres(output);
    int[] assigned = assign(Blobs.points(), centres);
    for (int cluster = 0; cluster < 3; cluster++) {
      double[] mean = Matrices.means(of(Blobs.points(), assigned, cluster));
      assertThat(centres[cluster][0]).isCloseTo(mean[0], EXACT);
      assertThat(centres[cluster][1]).isCloseTo(mean[1], EXACT);
    }
  }

  @Test
  void hasNoSilhouetteWhereAllPointsAreOne() {
    List<Object[]> rows = IntStream.range(0, 20).mapToObj(i -> new Object[] {1.0, 2.0}).toList();

    JsonNode output = MlJob.of(Blobs.DDL, rows).with("kmeans.k", 2).output("kmeans");

    assertThat(output.at("/model").toString())
        .isEqualTo("{\"clusters\":1,\"centres\":[{\"x\":1.0,\"y\":2.0}]}");
    assertThat(output.at("/metrics/silhouette").isNull()).isTrue();
    assertThat(output.at("/metrics/within_cluster_sum_of_squares").asDouble()).isZero();
  }

  private static double[][] centres(JsonNode output) {
    return StreamSupport.stream(output.at("/model/centres").spliterator(), false)
        .map(centre -> new double[] {centre.get("x").asDouble(), centre.get("y").asDouble()})
        .toArray(double[][]::new);
  }

  private static int[] assign(double[][] points, double[][] centres) {
    return Arrays.stream(points)
        .mapToInt(
            point ->
                IntStream.range(0, centres.length)
                    .reduce(
                        (a, b) ->
                            Matrices.squaredDistance(point, centres[a])
                                    <= Matrices.squaredDistance(point, centres[b])
                                ? a
                                : b)
                    .orElseThrow())
        .toArray();
  }

  private static double[][] of(double[][] points, int[] assigned, int cluster) {
    return IntStream.range(0, points.length)
        .filter(i -> assigned[i] == cluster)
        .mapToObj(i -> points[i])
        .toArray(double[][]::new);
  }

  private static double sumOfSquares(double[][] points, double[][] centres, int[] assigned) {
    return IntStream.range(0, points.length)
        .mapToDouble(i -> Matrices.squaredDistance(points[i], centres[assigned[i]]))
        .sum();
  }

  /** By the definition (Rousseeuw, 1987), with squared distances. */
  private static double silhouette(double[][] points, int[] assigned) {
    double sum = 0;
    for (int i = 0; i < points.length; i++) {
      double own = 0;
      double nearest = Double.MAX_VALUE;
      for (int cluster = 0; cluster < 3; cluster++) {
        double[] point = points[i];
        double[][] others = of(points, assigned, cluster);
        double distances =
            Arrays.stream(others).mapToDouble(o -> Matrices.squaredDistance(point, o)).sum();
        if (cluster == assigned[i]) {
          own = distances / (others.length - 1);
        } else {
          nearest = Math.min(nearest, distances / others.length);
        }
      }
      sum += (nearest - own) / Math.max(nearest, own);
    }
    return sum / points.length;
  }
}
