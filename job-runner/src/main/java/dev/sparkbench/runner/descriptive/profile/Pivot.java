// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.profile;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * One value of a numeric column. Computations in doubles use the differences from it, which are
 * exact if values are large and close together.
 */
final class Pivot implements Serializable {

  private static final long serialVersionUID = 1L;

  private final ColumnType type;
  private final double unit;
  private BigDecimal exact;
  private long key;
  private double number;
  private BigInteger unscaled;

  Pivot(ColumnType type) {
    this.type = type;
    this.unit = Math.pow(10, type.scale());
  }

  /** Chooses the first finite value of a batch, unless there is a pivot already. */
  void choose(Batch batch) {
    for (int i = 0; exact == null && i < batch.size; i++) {
      switch (type.form()) {
        case LARGE_DECIMAL -> {
          unscaled = batch.unscaled[i];
          exact = new BigDecimal(unscaled, type.scale());
        }
        case DOUBLE, FLOAT -> {
          if (Double.isFinite(batch.doubles[i])) {
            number = batch.doubles[i];
            exact = new BigDecimal(number);
          }
        }
        default -> {
          key = batch.keys[i];
          exact = BigDecimal.valueOf(key, type.scale());
        }
      }
    }
  }

  /** The value; null before one was chosen. */
  BigDecimal exact() {
    return exact;
  }

  /** Writes each value minus the pivot. */
  void subtract(Batch batch, double[] deltas) {
    switch (type.form()) {
      case LARGE_DECIMAL -> {
        for (int i = 0; i < batch.size; i++) {
          deltas[i] = batch.unscaled[i].subtract(unscaled).doubleValue() / unit;
        }
      }
      case DOUBLE, FLOAT -> {
        for (int i = 0; i < batch.size; i++) {
          deltas[i] = batch.doubles[i] - number;
        }
      }
      default -> subtractKeys(batch.keys, batch.size, deltas);
    }
  }

  private void subtractKeys(long[] keys, int size, double[] deltas) {
    long overflow = 0;
    for (int i = 0; i < size; i++) {
      long delta = keys[i] - key;
      overflow |= (keys[i] ^ key) & (keys[i] ^ delta);
      deltas[i] = delta;
    }
    if (overflow < 0) {
      // The values are so far apart that subtracting doubles is precise enough.
      for (int i = 0; i < size; i++) {
        deltas[i] = (double) keys[i] - (double) key;
      }
    }
    if (unit != 1) {
      for (int i = 0; i < size; i++) {
        deltas[i] /= unit;
      }
    }
  }
}
