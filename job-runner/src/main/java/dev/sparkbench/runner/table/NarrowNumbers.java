// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.FloatType;

/**
 * Finds numbers that do not fit into the type of their column. Spark silently rounds numbers with
 * more decimal places than a {@code DECIMAL} has, and reads numbers that are too large for a {@code
 * FLOAT} as infinite. So such columns are read with a wider type, and values that do not fit are
 * detected.
 */
final class NarrowNumbers {

  /**
   * Up to this number of digits, Spark computes with decimals as with whole numbers, which is fast.
   */
  private static final int QUICK = 18;

  private static final int MORE = 10;

  private NarrowNumbers() {}

  /** A wider type, or the same one if there is none or none is needed. */
  static DataType wider(DataType type) {
    if (type instanceof FloatType) {
      return DataTypes.DoubleType;
    }
    if (type instanceof DecimalType decimal) {
      int most = decimal.precision() < QUICK ? QUICK : DecimalType.MAX_PRECISION();
      int more = Math.min(MORE, most - decimal.precision());
      return DataTypes.createDecimalType(decimal.precision() + more, decimal.scale() + more);
    }
    return type;
  }

  /** Whether a value of the wider type does not fit; null for nulls. */
  static Column doesNotFit(Column value, DataType type) {
    Column narrow = value.cast(type);
    return type instanceof FloatType
        ? isInfinite(narrow).and(functions.not(isInfinite(value)))
        : functions.not(narrow.eqNullSafe(value));
  }

  private static Column isInfinite(Column value) {
    return functions.abs(value).equalTo(Double.POSITIVE_INFINITY);
  }
}
