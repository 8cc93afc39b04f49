// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.prediction;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * A range of times in seconds. It is not a confidence interval: its ends follow from two
 * assumptions.
 *
 * @param low the shorter time
 * @param high the longer time
 */
public record TimeRange(double low, double high) {

  private static final double TEN = 10;
  private static final double HUNDRED = 100;

  /** No time at all. */
  static final TimeRange ZERO = new TimeRange(0, 0);

  /** Checks the order. */
  public TimeRange {
    if (!(0 <= low && low <= high) || Double.isInfinite(high)) {
      throw new IllegalArgumentException(
          "a range needs 0 <= low <= high, not %s to %s seconds".formatted(low, high));
    }
  }

  /** The range between two times, in any order. */
  static TimeRange of(double one, double other) {
    return new TimeRange(Math.min(one, other), Math.max(one, other));
  }

  /** The time of this range and another one that follows it. */
  TimeRange plus(TimeRange next) {
    return new TimeRange(low + next.low, high + next.high);
  }

  /** The range, widened by a share at both ends, such as 0.05 for 5 %. */
  public TimeRange widened(double share) {
    return new TimeRange(Math.max(0, low * (1 - share)), high * (1 + share));
  }

  /**
   * The geometric mean of ranges, separately for both ends, as for the times of trials.
   *
   * @param ranges at least one
   */
  public static TimeRange mean(List<TimeRange> ranges) {
    return of(
        geometricMean(ranges.stream().mapToDouble(TimeRange::low)),
        geometricMean(ranges.stream().mapToDouble(TimeRange::high)));
  }

  private static double geometricMean(DoubleStream times) {
    return Math.exp(times.map(Math::log).average().orElseThrow());
  }

  /** The range between this one (0) and another one (1), on a logarithmic scale. */
  TimeRange towards(TimeRange other, double share) {
    return of(between(low, other.low, share), between(high, other.high, share));
  }

  private static double between(double from, double to, double share) {
    return from == 0 || to == 0
        ? from + (to - from) * share
        : Math.exp(Math.log(from) + (Math.log(to) - Math.log(from)) * share);
  }

  /** Such as {@code 12.1 to 13.0 s}; only {@code 12.1 s} if both ends look the same. */
  public String text() {
    return text(low).equals(text(high))
        ? text(low)
        : text(low).replace(" s", "") + " to " + text(high);
  }

  /** A time with three significant digits, but at least whole seconds, such as {@code 12.1 s}. */
  public static String text(double seconds) {
    int digits = seconds >= HUNDRED ? 0 : seconds >= TEN ? 1 : 2;
    return String.format(Locale.ROOT, "%." + digits + "f s", seconds);
  }

  /**
   * The distance of a measured time from this range, as a share of the measured time: 0 within the
   * range, positive if the range is too high, negative if it is too low.
   *
   * @param seconds a time, positive
   */
  public double error(double seconds) {
    if (seconds < low) {
      return low / seconds - 1;
    }
    return seconds > high ? high / seconds - 1 : 0;
  }
}
