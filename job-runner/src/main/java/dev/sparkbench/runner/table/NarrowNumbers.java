package dev.sparkbench.runner.table;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.FloatType;

/**
 * Numbers that a given type has no room for. Spark rounds what has more digits behind the point
 * than a {@code DECIMAL}, and takes what is too large for a {@code FLOAT} for infinite. So such
 * columns are read with more room, and what does not fit is found.
 */
final class NarrowNumbers {

  /** Up to so many digits Spark computes with them as with whole numbers. */
  private static final int QUICK = 18;

  private static final int MORE = 10;

  private NarrowNumbers() {}

  /** A type with more room, or the same where there is none or none is needed. */
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
