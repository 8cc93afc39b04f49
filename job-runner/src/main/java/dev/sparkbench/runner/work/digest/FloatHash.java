// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.work.digest;

import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;

/** The hash of a floating-point number, of which only goes into it that it is not null. */
final class FloatHash extends ValueHash {

  private static final long serialVersionUID = 1L;

  private final boolean isDouble;
  private final int slot;

  /**
   * That of a column or of a part of one.
   *
   * @param slot where its sum is among the sums
   */
  FloatHash(boolean isDouble, int slot) {
    super(Kind.FLOAT);
    this.isDouble = isDouble;
    this.slot = slot;
  }

  @Override
  long of(SpecializedGetters row, int i, long before) {
    return before;
  }

  @Override
  void floats(SpecializedGetters row, int i, long hash, FloatSums[] sums) {
    sums[slot].add(isDouble ? row.getDouble(i) : row.getFloat(i), hash);
  }
}
