// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.tasks;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Points in the plane around three centres, far apart. */
final class Blobs {

  static final String DDL = "x DOUBLE, y DOUBLE";
  static final double[][] CENTRES = {{0, 0}, {40, 5}, {-10, 60}};
  static final int[] SIZES = {60, 90, 30};

  private Blobs() {}

  static double[][] points() {
    Random random = new Random(7);
    List<double[]> points = new ArrayList<>();
    for (int blob = 0; blob < CENTRES.length; blob++) {
      for (int i = 0; i < SIZES[blob]; i++) {
        double x = random.nextGaussian();
        points.add(
            new double[] {CENTRES[blob][0] + 2 * x, CENTRES[blob][1] + x + random.nextGaussian()});
      }
    }
    return points.toArray(double[][]::new);
  }

  static List<Object[]> rows() {
    List<Object[]> rows = new ArrayList<>();
    for (double[] point : points()) {
      rows.add(new Object[] {point[0], point[1]});
    }
    return rows;
  }
}
