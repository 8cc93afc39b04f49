// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.profile;

import dev.sparkbench.runner.descriptive.statistics.Keys;
import dev.sparkbench.runner.descriptive.statistics.Ranks;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * A histogram of the finite values of a numeric column, with bins of equal width.
 *
 * @param edges one more than there are bins
 * @param counts of each bin, estimated from ranks
 * @param rankError see {@link Ranks#error}
 */
public record Bins(List<Double> edges, List<Long> counts, double rankError) {

  private static final BigInteger MAX_KEY = BigInteger.valueOf(Long.MAX_VALUE);

  /**
   * Divides the range of the finite values.
   *
   * @param ends the keys of the smallest and the largest finite value; none without one
   */
  static Bins of(ColumnType type, Ranks ranks, long[] ends, int number) {
    if (ends.length == 0) {
      return new Bins(List.of(), List.of(), ranks.error());
    }
    int bins = ends[0] == ends[1] ? 1 : number;
    List<Double> edges = new ArrayList<>();
    List<Long> counts = new ArrayList<>();
    long before = ranks.count() - ranks.countFrom(first(type));
    edges.add(edge(type, ends, 0, bins).value());
    for (int i = 1; i <= bins; i++) {
      Edge edge = edge(type, ends, i, bins);
      long upTo = ranks.countUpTo(i == bins ? last(type) : edge.keyBelow());
      edges.add(edge.value());
      counts.add(upTo - before);
      before = upTo;
    }
    return new Bins(edges, counts, ranks.error());
  }

  private record Edge(double value, long keyBelow) {}

  private static Edge edge(ColumnType type, long[] ends, int index, int bins) {
    if (type.hasDoubleKeys()) {
      double value = between(Keys.toDouble(ends[0]), Keys.toDouble(ends[1]), index, bins);
      return new Edge(value, Keys.ofDouble(value) - 1);
    }
    BigDecimal min = BigDecimal.valueOf(ends[0], type.scale());
    BigDecimal width = BigDecimal.valueOf(ends[1], type.scale()).subtract(min);
    BigDecimal part = width.multiply(BigDecimal.valueOf(index));
    BigDecimal value = min.add(part.divide(BigDecimal.valueOf(bins), MathContext.DECIMAL128));
    BigInteger from = value.setScale(type.scale(), RoundingMode.CEILING).unscaledValue();
    return new Edge(value.doubleValue(), from.min(MAX_KEY).longValueExact() - 1);
  }

  private static double between(double min, double max, int index, int bins) {
    if (index == bins) {
      return max;
    }
    double width = max - min;
    return Double.isInfinite(width * bins)
        ? 2 * between(min / 2, max / 2, index, bins)
        : min + width * index / bins;
  }

  /** The first key of a finite value. */
  private static long first(ColumnType type) {
    return type.hasDoubleKeys() ? Keys.NEGATIVE_INFINITY + 1 : Long.MIN_VALUE;
  }

  /** The last key of a finite value. */
  private static long last(ColumnType type) {
    return type.hasDoubleKeys() ? Keys.POSITIVE_INFINITY - 1 : Long.MAX_VALUE;
  }
}
