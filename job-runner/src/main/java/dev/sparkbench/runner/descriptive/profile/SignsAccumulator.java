// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.profile;

import dev.sparkbench.runner.descriptive.statistics.Keys;

/** Zeros, negative numbers, infinities and NaN. */
final class SignsAccumulator extends Accumulator {

  private static final long serialVersionUID = 1L;

  private final boolean doubles;
  private long zeros;
  private long negative;
  private long nan;
  private long positiveInfinity;
  private long negativeInfinity;

  SignsAccumulator(ColumnType type) {
    this.doubles = type.isDouble();
  }

  @Override
  void add(Batch batch) {
    // The key of zero is 0, in every type.
    if (batch.smallest() <= 0) {
      addZerosAndNegative(batch);
    }
    if (doubles
        && (batch.smallest() <= Keys.NEGATIVE_INFINITY
            || batch.largest() >= Keys.POSITIVE_INFINITY)) {
      addSpecial(batch);
    }
  }

  private void addZerosAndNegative(Batch batch) {
    int zerosHere = 0;
    int negativeHere = 0;
    for (int i = 0; i < batch.size; i++) {
      long key = batch.keys[i];
      zerosHere += key == 0 ? 1 : 0;
      negativeHere += (int) (key >>> (Long.SIZE - 1));
    }
    zeros += zerosHere;
    negative += negativeHere;
  }

  private void addSpecial(Batch batch) {
    for (int i = 0; i < batch.size; i++) {
      long key = batch.keys[i];
      nan += key == Keys.NAN ? 1 : 0;
      positiveInfinity += key == Keys.POSITIVE_INFINITY ? 1 : 0;
      negativeInfinity += key == Keys.NEGATIVE_INFINITY ? 1 : 0;
    }
  }

  @Override
  void merge(Accumulator part) {
    SignsAccumulator other = (SignsAccumulator) part;
    zeros += other.zeros;
    negative += other.negative;
    nan += other.nan;
    positiveInfinity += other.positiveInfinity;
    negativeInfinity += other.negativeInfinity;
  }

  Signs signs() {
    return new Signs(zeros, negative, nan, positiveInfinity, negativeInfinity);
  }
}
