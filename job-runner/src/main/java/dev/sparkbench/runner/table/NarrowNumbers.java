// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.EvalMode;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.FloatType;
import scala.Option;

/**
 * Finds numbers that do not fit into the type of their column. Spark silently rounds numbers with
 * more decimal places than a {@code DECIMAL} has, and reads numbers that are too large for a {@code
 * FLOAT} as infinite. So such columns are read with a wider type, or as texts, and values that do
 * not fit are detected.
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

  /**
   * Whether a value does not fit, or is a text that is no number; null for nulls.
   *
   * @param value of the wider type, or as a text
   */
  static Column doesNotFit(Column value, DataType type) {
    Column wide = cast(value, wider(type));
    Column narrow = cast(wide, type);
    return type instanceof FloatType
        ? isInfinite(narrow).and(functions.not(isInfinite(wide)))
        : value.isNotNull().and(wide.isNull()).or(functions.not(narrow.eqNullSafe(wide)));
  }

  /** Converts a value; the result is null, in ANSI mode too, if that is not possible. */
  static Column cast(Column value, DataType type) {
    return new Column(new Cast(value.expr(), type, Option.empty(), EvalMode.TRY()));
  }

  private static Column isInfinite(Column value) {
    return functions.abs(value).equalTo(Double.POSITIVE_INFINITY);
  }
}
