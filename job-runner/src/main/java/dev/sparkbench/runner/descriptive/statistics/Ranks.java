// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.statistics;

import java.util.Arrays;

/**
 * Values in ascending order with their ranks.
 *
 * @param values ascending
 * @param upTo the estimated number of all values that are not larger than each of these
 * @param deviation an upper bound of the standard deviation of these numbers
 */
public record Ranks(long[] values, long[] upTo, double deviation) {

  // By the inequality of Azuma and Hoeffding, P(|error| > t) <= 2·exp(-t² / 2·variance); this is 1
  // % at this number of standard deviations.
  private static final double DEVIATIONS = Math.sqrt(2 * Math.log(2 / 0.01));

  /**
   * These ranks with further values in ascending order, each of which represents the same number of
   * values.
   */
  Ranks with(long[] more, int number, long weight) {
    long[] all = new long[values.length + number];
    long[] ranks = new long[all.length];
    int i = 0;
    int j = 0;
    for (int k = 0; k < all.length; k++) {
      boolean own = j == number || i < values.length && values[i] <= more[j];
      all[k] = own ? values[i++] : more[j++];
      ranks[k] = (i == 0 ? 0 : upTo[i - 1]) + j * weight;
    }
    return new Ranks(all, ranks, deviation);
  }

  /** The number of values. */
  public long count() {
    return upTo.length == 0 ? 0 : upTo[upTo.length - 1];
  }

  /**
   * The smallest value whose rank is at least a share of all values; there must be a value.
   *
   * @param share from 0 to 1
   */
  public long quantile(double share) {
    long rank = Math.max(1, (long) Math.ceil(share * count()));
    int at = Arrays.binarySearch(upTo, rank);
    return values[at >= 0 ? at : -at - 1];
  }

  /** The number of values that are not smaller than the given one. */
  public long countFrom(long value) {
    return count() - (value == Long.MIN_VALUE ? 0 : countUpTo(value - 1));
  }

  /** The number of values that are not larger than the given one. */
  public long countUpTo(long value) {
    int low = 0;
    int high = values.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (values[middle] <= value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? 0 : upTo[low - 1];
  }

  /**
   * The error of ranks, as a share of all values, that is not exceeded with a confidence of 99 %. 0
   * if ranks are exact.
   */
  public double error() {
    return count() == 0 ? 0 : Math.min(1, DEVIATIONS * deviation / count());
  }
}
