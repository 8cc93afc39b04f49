// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.profile;

import dev.sparkbench.runner.descriptive.statistics.Quantiles;
import dev.sparkbench.runner.descriptive.statistics.ValueCounts;

/** The sketch for quantiles. */
final class QuantilesAccumulator extends SketchAccumulator {

  private static final long serialVersionUID = 1L;

  private final ColumnType type;
  private final Quantiles quantiles;

  QuantilesAccumulator(ColumnType type, int size, long seed) {
    this.type = type;
    quantiles = new Quantiles(size, type.hasDoubleKeys(), seed);
  }

  @Override
  void add(Batch batch) {
    quantiles.add(batch.keys, batch.size, batch.sorter);
  }

  @Override
  void takeOver(long[] listed, Batch scratch) {
    quantiles.add(listed, listed.length, scratch.sorter);
  }

  @Override
  void takeOver(ValueCounts.Entries counted) {
    ValueCounts.Entries ordered = ExactValues.ordered(type, counted);
    quantiles.add(ordered.keys(), ordered.counts());
  }

  @Override
  void finish(Batch scratch) {
    quantiles.finish(scratch.sorter);
  }

  @Override
  void merge(Accumulator other) {
    quantiles.merge(((QuantilesAccumulator) other).quantiles);
  }

  Quantiles quantiles() {
    return quantiles;
  }
}
