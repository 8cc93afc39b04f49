// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.profile;

import dev.sparkbench.runner.descriptive.profile.ColumnType.Form;
import dev.sparkbench.runner.descriptive.statistics.Keys;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/** Smallest and largest value. */
final class RangeAccumulator extends Accumulator {

  private static final long serialVersionUID = 1L;

  private final ColumnType type;
  private long min = Long.MAX_VALUE;
  private long max = Long.MIN_VALUE;
  private boolean empty = true;

  // The same for finite values only.
  private long finiteMin = Long.MAX_VALUE;
  private long finiteMax = Long.MIN_VALUE;

  // For large decimals, whose keys are not exact.
  private BigInteger exactMin;
  private BigInteger exactMax;

  RangeAccumulator(ColumnType type) {
    this.type = type;
  }

  @Override
  void add(Batch batch) {
    if (type.form() == Form.LARGE_DECIMAL) {
      for (int i = 0; i < batch.size; i++) {
        extend(batch.unscaled[i], batch.unscaled[i]);
      }
      return;
    }
    min = Math.min(min, batch.smallest());
    max = Math.max(max, batch.largest());
    empty &= batch.size == 0;
    if (!type.isDouble()) {
      return;
    }
    if (batch.smallest() > Keys.NEGATIVE_INFINITY && batch.largest() < Keys.POSITIVE_INFINITY) {
      finiteMin = Math.min(finiteMin, batch.smallest());
      finiteMax = Math.max(finiteMax, batch.largest());
      return;
    }
    for (int i = 0; i < batch.size; i++) {
      if (Double.isFinite(batch.doubles[i])) {
        finiteMin = Math.min(finiteMin, batch.keys[i]);
        finiteMax = Math.max(finiteMax, batch.keys[i]);
      }
    }
  }

  @Override
  void merge(Accumulator part) {
    RangeAccumulator other = (RangeAccumulator) part;
    if (other.exactMin != null) {
      extend(other.exactMin, other.exactMax);
    }
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
    empty &= other.empty;
    finiteMin = Math.min(finiteMin, other.finiteMin);
    finiteMax = Math.max(finiteMax, other.finiteMax);
  }

  private void extend(BigInteger smaller, BigInteger larger) {
    exactMin = empty ? smaller : exactMin.min(smaller);
    exactMax = empty ? larger : exactMax.max(larger);
    empty = false;
  }

  /** The keys of the smallest and the largest finite value; none without one. */
  long[] finite() {
    if (empty || type.isDouble() && finiteMin > finiteMax) {
      return new long[0];
    }
    if (type.form() == Form.LARGE_DECIMAL) {
      return new long[] {key(exactMin), key(exactMax)};
    }
    return type.isDouble() ? new long[] {finiteMin, finiteMax} : new long[] {min, max};
  }

  private long key(BigInteger unscaled) {
    return Keys.ofDouble(new BigDecimal(unscaled, type.scale()).doubleValue());
  }

  Optional<Object> min() {
    return value(min, exactMin);
  }

  Optional<Object> max() {
    return value(max, exactMax);
  }

  private Optional<Object> value(long key, BigInteger unscaled) {
    if (empty) {
      return Optional.empty();
    }
    return Optional.of(unscaled == null ? type.value(key) : new BigDecimal(unscaled, type.scale()));
  }
}
