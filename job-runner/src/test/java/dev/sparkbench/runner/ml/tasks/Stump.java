// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.tasks;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A tree with one question, found by trying every one: the sum of the squared differences to each
 * side's mean is the smallest. Of two classes, as 0 and 1, that is where Gini's impurity is the
 * smallest too.
 */
record Stump(int feature, double threshold, double below, double above)
    implements ToDoubleFunction<double[]> {

  /** Of points and a target for each; they have whole numbers only. */
  static Stump of(double[][] points, double[] targets) {
    Stump best = null;
    double least = Double.MAX_VALUE;
    for (int feature = 0; feature < points[0].length; feature++) {
      int f = feature;
      double[] values = Arrays.stream(points).mapToDouble(p -> p[f]).distinct().sorted().toArray();
      for (int i = 0; i < values.length - 1; i++) {
        double threshold = (values[i] + values[i + 1]) / 2;
        Stump stump =
            new Stump(
                feature,
                threshold,
                mean(points, targets, feature, threshold, false),
                mean(points, targets, feature, threshold, true));
        double squares = stump.squares(points, targets);
        if (squares < least) {
          least = squares;
          best = stump;
        }
      }
    }
    return best;
  }

  @Override
  public double applyAsDouble(double[] point) {
    return point[feature] > threshold ? above : below;
  }

  private double squares(double[][] points, double[] targets) {
    return IntStream.range(0, points.length)
        .mapToDouble(i -> Math.pow(targets[i] - applyAsDouble(points[i]), 2))
        .sum();
  }

  private static double mean(
      double[][] points, double[] targets, int feature, double threshold, boolean above) {
    return IntStream.range(0, points.length)
        .filter(i -> points[i][feature] > threshold == above)
        .mapToDouble(i -> targets[i])
        .average()
        .orElseThrow();
  }
}
