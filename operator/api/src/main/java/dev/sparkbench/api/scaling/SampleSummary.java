// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

import java.util.Arrays;
import java.util.List;

/**
 * What a list of measured wall times says, in seconds. There is no confidence interval here: the
 * iterations of one JVM share what its compiler, its memory and its place in the cluster happened
 * to become, so that an interval of them would be too narrow. {@link Replicates} has those of
 * trials.
 *
 * @param median the middle value, or the mean of the two middle ones
 * @param min the smallest
 * @param max the largest
 * @param count how many there were
 */
public record SampleSummary(double median, double min, double max, int count) {

  /**
   * Summarises samples.
   *
   * @param samples wall times in seconds, in any order, at least one, each finite and positive
   * @throws IllegalArgumentException if there is none, or one that is no duration
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
