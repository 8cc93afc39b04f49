// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table.footer;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.StringType;

/** Types that hold every value of two others, to the digit. */
public final class Widening {

  private static final List<DataType> WHOLE =
      List.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType);

  // The numbers of decimal digits of these types.
  private static final int[] DIGITS = {3, 5, 10, 19};

  private Widening() {}

  /** The common type of two types; empty if there is none. */
  public static Optional<DataType> of(DataType a, DataType b) {
    if (a.equals(b)) {
      return Optional.of(a);
    }
    if (WHOLE.contains(a) && WHOLE.contains(b)) {
      return Optional.of(DataTypes.LongType);
    }
    if (isExactAsDouble(a) && isExactAsDouble(b)) {
      return Optional.of(DataTypes.DoubleType);
    }
    Optional<DecimalType> left = decimal(a);
    Optional<DecimalType> right = decimal(b);
    if (left.isPresent() && right.isPresent()) {
      return decimal(left.get(), right.get());
    }
    // Old writers declare texts as bytes; if other objects have text, it is text.
    return isTextOrBytes(a) && isTextOrBytes(b)
        ? Optional.of(DataTypes.StringType)
        : Optional.empty();
  }

  private static boolean isExactAsDouble(DataType type) {
    return type instanceof FloatType
        || type instanceof DoubleType
        || WHOLE.contains(type) && !(type instanceof LongType);
  }

  private static boolean isTextOrBytes(DataType type) {
    return type instanceof StringType || type instanceof BinaryType;
  }

  private static Optional<DecimalType> decimal(DataType type) {
    if (type instanceof DecimalType decimal) {
      return Optional.of(decimal);
    }
    int at = WHOLE.indexOf(type);
    return at < 0 ? Optional.empty() : Optional.of(new DecimalType(DIGITS[at], 0));
  }

  private static Optional<DataType> decimal(DecimalType a, DecimalType b) {
    int scale = Math.max(a.scale(), b.scale());
    int digits = Math.max(a.precision() - a.scale(), b.precision() - b.scale()) + scale;
    return digits <= DecimalType.MAX_PRECISION()
        ? Optional.of(DataTypes.createDecimalType(digits, scale))
        : Optional.empty();
  }
}
