// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.profile;

import dev.sparkbench.runner.descriptive.statistics.Distinct;
import dev.sparkbench.runner.descriptive.statistics.Moments;
import dev.sparkbench.runner.descriptive.statistics.Ranks;
import dev.sparkbench.runner.table.TableColumn;
import java.util.Optional;

/**
 * The result of a pass for one column. A statistic is available only if a task requested it and the
 * column's type supports it.
 */
public final class ColumnProfile {

  private final TableColumn column;
  private final long rows;
  private final ColumnState state;

  // Kept, because several tasks ask for them.
  private Ranks ranks;

  ColumnProfile(TableColumn column, long rows, ColumnState state) {
    this.column = column;
    this.rows = rows;
    this.state = state;
  }

  /** The column. */
  public TableColumn column() {
    return column;
  }

  /** The number of rows of the table. */
  public long rows() {
    return rows;
  }

  /** The number of values that are not null. */
  public long values() {
    return state.values();
  }

  /** The smallest value, see {@link #value}; empty without values. */
  public Optional<Object> min() {
    return accumulator(RangeAccumulator.class).min();
  }

  /** The largest value; empty without values. */
  public Optional<Object> max() {
    return accumulator(RangeAccumulator.class).max();
  }

  /** The sum. */
  public Total total() {
    return accumulator(SumAccumulator.class).total();
  }

  /** Mean and central moments. */
  public Moments moments() {
    return accumulator(MomentsAccumulator.class).moments();
  }

  /** Zeros, negative numbers and the like. */
  public Signs signs() {
    return accumulator(SignsAccumulator.class).signs();
  }

  /** The number of distinct values. */
  public DistinctValues distinct() {
    Distinct sketch = accumulator(DistinctAccumulator.class).distinct();
    if (state.exact() != null) {
      return new DistinctValues(state.exact().distinct(), 0);
    }
    // There cannot be more distinct values than values.
    return new DistinctValues(
        Math.min(values(), Math.round(sketch.estimate())), sketch.standardError());
  }

  /** Ranks of values, by key. */
  public Ranks ranks() {
    QuantilesAccumulator sketch = accumulator(QuantilesAccumulator.class);
    if (ranks == null) {
      ranks = state.exact() == null ? sketch.quantiles().ranks() : state.exact().ranks();
    }
    return ranks;
  }

  /** The finite numbers in bins of equal width. */
  public Bins bins(int number) {
    return Bins.of(
        state.plan().type(), ranks(), accumulator(RangeAccumulator.class).finite(), number);
  }

  /** The value of a key: a number, a boolean, or an object of {@code java.time}. */
  public Object value(long key) {
    return state.plan().type().value(key);
  }

  /** The most frequent values. */
  public TopValues top(int limit) {
    FrequentAccumulator sketch = accumulator(FrequentAccumulator.class);
    return state.exact() == null ? sketch.top(limit) : state.exact().top(limit);
  }

  /** The lengths of the values. */
  public Lengths lengths() {
    return accumulator(LengthsAccumulator.class).lengths();
  }

  /** The format that all texts have; empty if they are only text. */
  public Optional<TextFormat> textFormat() {
    return accumulator(TextFormatAccumulator.class).format();
  }

  boolean isCorrelated() {
    return state.plan().keeps(Statistic.CORRELATION);
  }

  private <P extends Accumulator> P accumulator(Class<P> kind) {
    return state
        .accumulator(kind)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "%s was not kept of column '%s'"
                        .formatted(kind.getSimpleName(), column.name())));
  }
}
