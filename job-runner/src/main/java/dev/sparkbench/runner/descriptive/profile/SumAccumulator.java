// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.profile;

import dev.sparkbench.runner.descriptive.profile.ColumnType.Form;
import dev.sparkbench.runner.descriptive.statistics.DoubleSum;
import dev.sparkbench.runner.descriptive.statistics.IntegerSum;
import java.math.BigDecimal;
import java.math.BigInteger;

/** The exact sum. */
final class SumAccumulator extends Accumulator {

  private static final long serialVersionUID = 1L;

  private final ColumnType type;
  private final IntegerSum integers = new IntegerSum();
  private final DoubleSum doubles;
  private BigInteger large = BigInteger.ZERO;

  SumAccumulator(ColumnType type) {
    this.type = type;
    this.doubles = type.isDouble() ? new DoubleSum() : null;
  }

  @Override
  void add(Batch batch) {
    if (doubles != null) {
      doubles.add(batch.doubles, batch.size);
    } else if (type.form() == Form.LARGE_DECIMAL) {
      for (int i = 0; i < batch.size; i++) {
        large = large.add(batch.unscaled[i]);
      }
    } else {
      integers.add(batch.keys, batch.size);
    }
  }

  @Override
  void merge(Accumulator part) {
    SumAccumulator other = (SumAccumulator) part;
    integers.merge(other.integers);
    large = large.add(other.large);
    if (doubles != null) {
      doubles.merge(other.doubles);
    }
  }

  Total total() {
    if (doubles == null) {
      BigInteger unscaled = integers.value().add(large);
      return new Total(new BigDecimal(unscaled, type.scale()), 0);
    }
    return doubles.isFinite() ? new Total(doubles.value(), 0) : new Total(null, doubles.special());
  }
}
