// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

import java.util.Arrays;
import java.util.List;

/**
 * A summary of measured wall times, in seconds. It has no confidence interval. The iterations of
 * one JVM are not independent, because they share the state of its compiler and its memory, and its
 * place in the cluster; so their interval would be too narrow. {@link Replicates} has intervals for
 * trials.
 *
 * @param median the middle value, or the mean of the two middle ones
 * @param min the smallest
 * @param max the largest
 * @param count their number
 */
public record SampleSummary(double median, double min, double max, int count) {

  /**
   * Summarises samples.
   *
   * @param samples wall times in seconds, in any order, at least one, each finite and positive
   * @throws IllegalArgumentException if there is none, or one that is not a duration
   */
  public static SampleSummary of(List<Double> samples) {
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("no samples to summarise");
    }
    double[] sorted = samples.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (!(sorted[0] > 0) || !Double.isFinite(sorted[sorted.length - 1])) {
      throw new IllegalArgumentException(
          "samples must be positive seconds, not " + Arrays.toString(sorted));
    }
    int n = sorted.length;
    double median = n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    return new SampleSummary(median, sorted[0], sorted[n - 1], n);
  }
}
