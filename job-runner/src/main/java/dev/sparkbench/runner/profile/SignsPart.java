package dev.sparkbench.runner.profile;

import dev.sparkbench.runner.statistics.Keys;

/** Zeros, negative numbers, and what doubles have beside numbers. */
final class SignsPart extends Part {

  private static final long serialVersionUID = 1L;

  private final boolean doubles;
  private long zeros;
  private long negative;
  private long nan;
  private long positiveInfinity;
  private long negativeInfinity;

  SignsPart(ColumnType type) {
    this.doubles = type.isDouble();
  }

  @Override
  void add(Batch batch) {
    int zerosHere = 0;
    int negativeHere = 0;
    // The key of zero is 0, in every type.
    for (int i = 0; i < batch.size; i++) {
      long key = batch.keys[i];
      zerosHere += key == 0 ? 1 : 0;
      negativeHere += (int) (key >>> (Long.SIZE - 1));
    }
    zeros += zerosHere;
    negative += negativeHere;
    if (doubles) {
      addSpecial(batch);
    }
  }

  private void addSpecial(Batch batch) {
    int special = 0;
    for (int i = 0; i < batch.size; i++) {
      long key = batch.keys[i];
      special += key >= Keys.POSITIVE_INFINITY || key <= Keys.NEGATIVE_INFINITY ? 1 : 0;
    }
    for (int i = 0; special > 0 && i < batch.size; i++) {
      long key = batch.keys[i];
      nan += key == Keys.NAN ? 1 : 0;
      positiveInfinity += key == Keys.POSITIVE_INFINITY ? 1 : 0;
      negativeInfinity += key == Keys.NEGATIVE_INFINITY ? 1 : 0;
    }
  }

  @Override
  void merge(Part part) {
    SignsPart other = (SignsPart) part;
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
