// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.profile;

import dev.sparkbench.runner.descriptive.profile.ColumnType.Form;
import dev.sparkbench.runner.descriptive.profile.ProfilePlan.ColumnPlan;
import dev.sparkbench.runner.descriptive.statistics.Keys;
import dev.sparkbench.runner.descriptive.statistics.Ranks;
import dev.sparkbench.runner.descriptive.statistics.ValueCounts;
import dev.sparkbench.runner.descriptive.statistics.ValueCounts.Entries;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Exact counts of the different values of a column, as long as there are few of these. The number
 * of distinct values, ranks and frequent values follow without error. If there are too many,
 * sketches take over.
 */
final class ExactValues implements Serializable {

  private static final long serialVersionUID = 1L;

  private final ColumnType type;
  private final int limit;
  private final boolean keepsBytes;

  // If only quantiles are requested, the sketch is so cheap that counting the few values of a long
  // column would cost more.
  private final boolean fewValuesOnly;
  private final ValueCounts counts;
  private long values;

  private ExactValues(ColumnPlan plan) {
    type = plan.type();
    limit = plan.exactLimit();
    fewValuesOnly = !plan.keeps(Statistic.DISTINCT) && !plan.keeps(Statistic.FREQUENT);
    keepsBytes =
        type.hasHashes() && (plan.keeps(Statistic.FREQUENT) || plan.keeps(Statistic.QUANTILES));
    counts = new ValueCounts(limit, keepsBytes);
  }

  /** The counts for a column; null if no requested statistic can use them. */
  static ExactValues of(ColumnPlan plan) {
    return plan.countsValues() ? new ExactValues(plan) : null;
  }

  /** Counts a batch; false if there are too many different values, and sketches must take over. */
  boolean add(Batch batch) {
    values += batch.size;
    if (type.hasHashes()) {
      counts.add(batch.hashes(), batch.weights, batch.entries, i -> type.bytes(batch, i));
    } else {
      counts.add(batch.keys, batch.size);
    }
    return areFew();
  }

  /** Ends the counting; false if there are too many different values. */
  boolean finish() {
    counts.finish();
    return areFew();
  }

  /**
   * Adds the counts of another part of the data; false if there are then too many different values.
   */
  boolean merge(ExactValues other) {
    values += other.values;
    counts.merge(other.counts);
    return areFew();
  }

  private boolean areFew() {
    return !counts.overflows() && !(fewValuesOnly && values > limit);
  }

  /** Adds all counts to a sketch. */
  void giveTo(SketchAccumulator sketch, Batch scratch) {
    if (counts.isListed()) {
      sketch.takeOver(counts.listed(), scratch);
    } else {
      sketch.takeOver(counts.entries());
    }
  }

  /** The number of different values. */
  int distinct() {
    return counts.size();
  }

  /** Ranks of the values' keys. */
  Ranks ranks() {
    Entries ordered = ordered(type, counts.entries());
    long[] upTo = ordered.counts().clone();
    Arrays.parallelPrefix(upTo, Long::sum);
    return new Ranks(ordered.keys(), upTo, 0);
  }

  /** Counts by key, in the order of the values; a key of large decimals may occur twice. */
  static Entries ordered(ColumnType type, Entries entries) {
    if (type.form() != Form.LARGE_DECIMAL) {
      return entries;
    }
    long[] keys = new long[entries.size()];
    for (int i = 0; i < keys.length; i++) {
      BigInteger unscaled = new BigInteger(entries.values()[i]);
      keys[i] = Keys.ofDouble(new BigDecimal(unscaled, type.scale()).doubleValue());
    }
    int[] order =
        IntStream.range(0, keys.length)
            .boxed()
            .sorted(Comparator.comparingLong(i -> keys[i]))
            .mapToInt(i -> i)
            .toArray();
    return new Entries(
        Arrays.stream(order).mapToLong(i -> keys[i]).toArray(),
        Arrays.stream(order).mapToLong(i -> entries.counts()[i]).toArray(),
        null);
  }

  /** The most frequent values; among equally frequent ones, the smaller first. */
  TopValues top(int most) {
    Entries entries = counts.entries();
    Comparator<Integer> byCount =
        Comparator.comparing(i -> entries.counts()[i], Comparator.reverseOrder());
    Comparator<Integer> byValue =
        keepsBytes && type.isHashed()
            ? (a, b) -> Arrays.compareUnsigned(entries.values()[a], entries.values()[b])
            : (a, b) -> 0;
    List<TopValues.Entry> top =
        IntStream.range(0, entries.size())
            .boxed()
            .sorted(byCount.thenComparing(byValue).thenComparing(i -> entries.keys()[i]))
            .limit(most)
            .map(
                i ->
                    type.entry(
                        entries.keys()[i],
                        keepsBytes ? entries.values()[i] : null,
                        entries.counts()[i]))
            .toList();
    return new TopValues(top, 0);
  }
}
