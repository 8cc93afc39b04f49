// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.work.digest;

import java.io.Serializable;
import java.math.BigDecimal;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.CalendarIntervalType;
import org.apache.spark.sql.types.CharType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.sql.types.VarcharType;
import org.apache.spark.sql.types.YearMonthIntervalType;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.CalendarInterval;
import org.apache.spark.unsafe.types.UTF8String;

/** The hash of a value that has no parts and is not a floating-point number. */
final class SimpleHash extends ValueHash {

  private static final long serialVersionUID = 1L;

  /** Hashes a value that is not null. */
  private interface Hash extends Serializable {
    long of(SpecializedGetters row, int i, long before);
  }

  /** A value that is an integer, or that Spark stores as one. */
  private interface Whole extends Serializable {
    long get(SpecializedGetters row, int i);
  }

  private final Hash hash;

  private SimpleHash(Kind kind, Hash hash) {
    super(kind);
    this.hash = hash;
  }

  /**
   * The hash for a type.
   *
   * @throws IllegalArgumentException for an unknown type
   */
  static SimpleHash of(DataType type) {
    if (type instanceof LongType) {
      return whole(Kind.NUMBER, SpecializedGetters::getLong);
    }
    if (type instanceof IntegerType) {
      return whole(Kind.NUMBER, SpecializedGetters::getInt);
    }
    if (type instanceof ShortType) {
      return whole(Kind.NUMBER, SpecializedGetters::getShort);
    }
    if (type instanceof ByteType) {
      return whole(Kind.NUMBER, SpecializedGetters::getByte);
    }
    if (type instanceof DecimalType decimal) {
      int precision = decimal.precision();
      int scale = decimal.scale();
      return new SimpleHash(
          Kind.NUMBER,
          (row, i, before) ->
              decimal(row.getDecimal(i, precision, scale).toJavaBigDecimal(), before));
    }
    if (type instanceof BooleanType) {
      return whole(Kind.BOOLEAN, (row, i) -> row.getBoolean(i) ? 1 : 0);
    }
    if (type instanceof DateType) {
      return whole(Kind.DATE, SpecializedGetters::getInt);
    }
    if (type instanceof TimestampType) {
      return whole(Kind.TIMESTAMP, SpecializedGetters::getLong);
    }
    if (type instanceof TimestampNTZType) {
      return whole(Kind.LOCAL_TIMESTAMP, SpecializedGetters::getLong);
    }
    if (type instanceof YearMonthIntervalType) {
      return whole(Kind.MONTHS, SpecializedGetters::getInt);
    }
    if (type instanceof DayTimeIntervalType) {
      return whole(Kind.TIME, SpecializedGetters::getLong);
    }
    if (type instanceof StringType || type instanceof CharType || type instanceof VarcharType) {
      return new SimpleHash(Kind.TEXT, (row, i, before) -> text(row.getUTF8String(i), before));
    }
    if (type instanceof BinaryType) {
      return new SimpleHash(Kind.BINARY, (row, i, before) -> bytes(row.getBinary(i), before));
    }
    if (type instanceof CalendarIntervalType) {
      return new SimpleHash(
          Kind.INTERVAL, (row, i, before) -> interval(row.getInterval(i), before));
    }
    if (type instanceof NullType) {
      return new SimpleHash(Kind.NULL, (row, i, before) -> before);
    }
    throw new IllegalArgumentException("no values of type " + type.sql() + " can be hashed");
  }

  private static SimpleHash whole(Kind kind, Whole value) {
    return new SimpleHash(kind, (row, i, before) -> XXH64.hashLong(value.get(row, i), before));
  }

  private static long decimal(BigDecimal decimal, long before) {
    BigDecimal value = decimal.stripTrailingZeros();
    if (value.scale() <= 0 && value.precision() - value.scale() < 19) {
      return XXH64.hashLong(value.longValueExact(), before);
    }
    // No 64-bit integer is hashed in this way.
    return bytes(
        value.unscaledValue().toByteArray(),
        XXH64.hashLong(value.scale(), XXH64.hashLong(Kind.LARGE_NUMBER.ordinal(), before)));
  }

  private static long text(UTF8String text, long before) {
    return XXH64.hashUnsafeBytes(
        text.getBaseObject(), text.getBaseOffset(), text.numBytes(), before);
  }

  private static long bytes(byte[] bytes, long before) {
    return XXH64.hashUnsafeBytes(bytes, Platform.BYTE_ARRAY_OFFSET, bytes.length, before);
  }

  private static long interval(CalendarInterval value, long before) {
    return XXH64.hashLong(
        value.microseconds, XXH64.hashLong(value.days, XXH64.hashLong(value.months, before)));
  }

  @Override
  long of(SpecializedGetters row, int i, long before) {
    return hash.of(row, i, before);
  }
}
