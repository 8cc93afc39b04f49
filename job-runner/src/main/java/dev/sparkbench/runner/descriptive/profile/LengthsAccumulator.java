// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.profile;

/** The lengths of texts, binaries, arrays and maps. */
final class LengthsAccumulator extends Accumulator {

  private static final long serialVersionUID = 1L;

  private long count;
  private long sum;
  private long empty;
  private int min = Integer.MAX_VALUE;
  private int max;

  @Override
  void add(Batch batch) {
    for (int i = 0; i < batch.entries; i++) {
      int length = batch.lengths[i];
      long weight = batch.weights[i];
      sum += length * weight;
      empty += length == 0 ? weight : 0;
      min = Math.min(min, length);
      max = Math.max(max, length);
    }
    count += batch.size;
  }

  @Override
  void merge(Accumulator part) {
    LengthsAccumulator other = (LengthsAccumulator) part;
    count += other.count;
    sum += other.sum;
    empty += other.empty;
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
  }

  Lengths lengths() {
    return new Lengths(count, sum, empty, min, max);
  }
}
