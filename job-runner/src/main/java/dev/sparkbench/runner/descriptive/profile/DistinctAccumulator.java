// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.profile;

import dev.sparkbench.runner.descriptive.statistics.Distinct;
import dev.sparkbench.runner.descriptive.statistics.Hashes;
import dev.sparkbench.runner.descriptive.statistics.ValueCounts;

/** The sketch of distinct values. */
final class DistinctAccumulator extends SketchAccumulator {

  private static final long serialVersionUID = 1L;

  private final ColumnType type;
  private final Distinct distinct;

  DistinctAccumulator(ColumnType type, int precision) {
    this.type = type;
    distinct = new Distinct(precision);
  }

  @Override
  void add(Batch batch) {
    distinct.add(batch.hashes(), batch.entries);
  }

  @Override
  void takeOver(long[] listed, Batch scratch) {
    long[] hashes = new long[listed.length];
    Hashes.mix(listed, listed.length, hashes);
    distinct.add(hashes, hashes.length);
  }

  @Override
  void takeOver(ValueCounts.Entries counted) {
    long[] hashes = counted.keys();
    if (!type.hasHashes()) {
      hashes = new long[counted.size()];
      Hashes.mix(counted.keys(), hashes.length, hashes);
    }
    distinct.add(hashes, hashes.length);
  }

  @Override
  void merge(Accumulator other) {
    distinct.merge(((DistinctAccumulator) other).distinct);
  }

  Distinct distinct() {
    return distinct;
  }
}
