package dev.sparkbench.runner.profile;

import dev.sparkbench.runner.statistics.Keys;
import dev.sparkbench.runner.statistics.Ranks;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * How the finite values of a numeric column spread over bins of equal width.
 *
 * @param edges one more than there are bins
 * @param counts of each bin, approximately
 * @param rankError see {@link Ranks#error}
 */
public record Bins(List<Double> edges, List<Long> counts, double rankError) {

  private static final BigInteger MAX_KEY = BigInteger.valueOf(Long.MAX_VALUE);

  /** Cuts the range of the finite values that the sample knows. */
  static Bins of(ColumnType type, Ranks ranks, int number) {
    long[] ends = ranks.within(first(type), last(type));
    if (ends.length == 0) {
      return new Bins(List.of(), List.of(), ranks.error());
    }
    BigDecimal min = exact(type, ends[0]);
    BigDecimal width = exact(type, ends[1]).subtract(min);
    int bins = width.signum() == 0 ? 1 : number;
    List<Double> edges = new ArrayList<>();
    List<Long> counts = new ArrayList<>();
    long before = ranks.count() - ranks.countFrom(first(type));
    edges.add(min.doubleValue());
    for (int i = 1; i <= bins; i++) {
      BigDecimal part = width.multiply(BigDecimal.valueOf(i));
      BigDecimal edge = min.add(part.divide(BigDecimal.valueOf(bins), MathContext.DECIMAL128));
      long upTo = ranks.countUpTo(i == bins ? last(type) : keyBelow(type, edge));
      edges.add(edge.doubleValue());
      counts.add(upTo - before);
      before = upTo;
    }
    return new Bins(edges, counts, ranks.error());
  }

  private static BigDecimal exact(ColumnType type, long key) {
    return type.hasDoubleKeys()
        ? new BigDecimal(Keys.toDouble(key))
        : BigDecimal.valueOf(key, type.scale());
  }

  /** The first key of a finite value. */
  private static long first(ColumnType type) {
    return type.hasDoubleKeys() ? Keys.NEGATIVE_INFINITY + 1 : Long.MIN_VALUE;
  }

  /** The last key of a finite value. */
  private static long last(ColumnType type) {
    return type.hasDoubleKeys() ? Keys.POSITIVE_INFINITY - 1 : Long.MAX_VALUE;
  }

  /** The largest key whose value is below a number. */
  private static long keyBelow(ColumnType type, BigDecimal edge) {
    if (type.hasDoubleKeys()) {
      double near = edge.doubleValue();
      return new BigDecimal(near).compareTo(edge) < 0
          ? Keys.ofDouble(near)
          : Keys.ofDouble(near) - 1;
    }
    BigInteger from = edge.setScale(type.scale(), RoundingMode.CEILING).unscaledValue();
    return from.min(MAX_KEY).longValueExact() - 1;
  }
}
