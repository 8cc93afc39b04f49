// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.work.digest;

import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;

/** The hash of a floating-point number. It contains only that the number is not null. */
final class FloatHash extends ValueHash {

  private static final long serialVersionUID = 1L;

  private final boolean isDouble;
  private final int slot;

  /**
   * The hash for a column or for a part of one.
   *
   * @param slot the index of its sum among the sums
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
