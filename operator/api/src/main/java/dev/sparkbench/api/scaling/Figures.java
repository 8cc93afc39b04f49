// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;

/** Writes figures in sentences, with no more digits than their intervals justify. */
public final class Figures {

  private static final int PERCENT = 100;
  private static final int MOST_DIGITS = 3;

  private Figures() {}

  /** A number of nodes, in words. */
  public static String nodes(int nodes) {
    return nodes == 1 ? "1 node" : nodes + " nodes";
  }

  /** Numbers of nodes, in words: {@code 1, 2, 4 nodes}; empty for none. */
  public static String nodes(List<Integer> counts) {
    if (counts.size() < 2) {
      return counts.stream().map(Figures::nodes).findFirst().orElse("");
    }
    return counts.stream().map(String::valueOf).collect(Collectors.joining(", ")) + " nodes";
  }

  /** A time, such as {@code 4.1 s (3.9 to 4.3)}. */
  static String seconds(double seconds, Optional<Interval> interval) {
    return withRange(seconds, interval, " s");
  }

  /** A ratio, such as {@code 3.4 times (3.2 to 3.6)}. */
  static String times(double ratio, Optional<Interval> interval) {
    return withRange(ratio, interval, " times");
  }

  /** An efficiency, such as {@code 76 to 92 %}; only {@code 84 %} if there is no interval. */
  static String efficiency(ScalingPoint point) {
    double percent = point.efficiency() * PERCENT;
    Optional<Interval> interval = point.efficiencyInterval().map(i -> i.times(PERCENT));
    DoubleFunction<String> format = format(percent, interval);
    return interval
            .map(i -> format.apply(i.low()) + " to " + format.apply(i.high()))
            .orElseGet(() -> format.apply(percent))
        + " %";
  }

  /** A share, such as {@code 32 % (18 to 47)}. */
  private static String percent(double share, Optional<Interval> interval) {
    return withRange(share * PERCENT, interval.map(i -> i.times(PERCENT)), " %");
  }

  /** How much longer something takes, such as {@code 32 % (18 to 47)} for a ratio of 1.32. */
  public static String percentMore(Change change) {
    return percent(
        change.ratio() - 1, change.interval().map(i -> new Interval(i.low() - 1, i.high() - 1)));
  }

  /** How much less time something takes, such as {@code 20 % (18 to 22)} for a ratio of 0.8. */
  public static String percentLess(Change change) {
    return percent(
        1 - change.ratio(), change.interval().map(i -> new Interval(1 - i.high(), 1 - i.low())));
  }

  private static String withRange(double value, Optional<Interval> interval, String unit) {
    DoubleFunction<String> format = format(value, interval);
    return format.apply(value)
        + unit
        + interval
            .map(i -> " (%s to %s)".formatted(format.apply(i.low()), format.apply(i.high())))
            .orElse("");
  }

  /**
   * The number of digits: enough to distinguish the ends of the interval, with at least two
   * significant digits; two if there is no interval.
   */
  private static DoubleFunction<String> format(double value, Optional<Interval> interval) {
    double unsure =
        interval.map(i -> (i.high() - i.low()) / 2).filter(half -> half > 0).orElse(1.0);
    int digits =
        Math.max(
            (int) Math.ceil(-Math.log10(unsure)),
            value == 0 ? 0 : 1 - (int) Math.floor(Math.log10(Math.abs(value))));
    int shown = Math.max(0, Math.min(MOST_DIGITS, digits));
    return number -> String.format(Locale.ROOT, "%." + shown + "f", number);
  }
}
