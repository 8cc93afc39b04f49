// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.profile;

import dev.sparkbench.runner.descriptive.statistics.Frequent;
import dev.sparkbench.runner.descriptive.statistics.ValueCounts;
import java.util.List;

/** The table of frequent values. */
final class FrequentAccumulator extends SketchAccumulator {

  private static final long serialVersionUID = 1L;

  // A slot has 16 bytes, and up to three times as much with the bytes of the value.
  private static final int SLOT_BITS = 11;
  private static final int SLOT_BITS_WITH_VALUES = 10;

  private final ColumnType type;
  private final Frequent frequent;

  FrequentAccumulator(ColumnType type) {
    this.type = type;
    this.frequent =
        new Frequent(type.hasHashes() ? SLOT_BITS_WITH_VALUES : SLOT_BITS, type.hasHashes());
  }

  @Override
  void add(Batch batch) {
    if (type.hasHashes()) {
      frequent.add(batch.hashes(), batch.weights, batch.entries, i -> type.bytes(batch, i));
    } else {
      frequent.add(batch.keys, batch.size, batch.singletonFilter);
    }
  }

  @Override
  void takeOver(long[] listed, Batch scratch) {
    frequent.add(listed, listed.length, scratch.singletonFilter);
  }

  @Override
  void takeOver(ValueCounts.Entries counted) {
    frequent.add(counted);
  }

  @Override
  void finish(Batch scratch) {
    frequent.finish();
  }

  @Override
  void merge(Accumulator other) {
    frequent.merge(((FrequentAccumulator) other).frequent);
  }

  /** The most frequent values, as far as the table has them. */
  TopValues top(int limit) {
    List<TopValues.Entry> entries =
        frequent.top(limit).stream()
            .map(entry -> type.entry(entry.key(), entry.value(), entry.count()))
            .toList();
    return new TopValues(entries, frequent.error());
  }
}
