// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.profile;

import dev.sparkbench.runner.descriptive.statistics.Keys;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.sql.types.UserDefinedType;
import org.apache.spark.sql.types.YearMonthIntervalType;

/**
 * How the values of a Spark type are handled. All but the last five forms are represented by 64-bit
 * keys in the order of the values.
 *
 * @param form the way
 * @param type Spark's type
 */
record ColumnType(Form form, DataType type) implements Serializable {

  /** The ways in which values are handled. */
  enum Form {
    /** Bytes, shorts, ints and longs. */
    INTEGER,
    /** Floats, and doubles: the key is {@link Keys}'s. */
    FLOAT,
    DOUBLE,
    /** Decimals of up to 18 digits: the key is the unscaled value. */
    DECIMAL,
    BOOLEAN,
    DATE,
    /** Timestamps with and without time zone, and intervals. */
    TIMESTAMP,
    LOCAL_TIMESTAMP,
    MONTHS,
    MICROSECONDS,
    /** Decimals of more digits: the key is that of the nearest double. */
    LARGE_DECIMAL,
    /** Texts and binaries: the key is a hash. */
    TEXT,
    BINARY,
    /** Arrays and maps, of which the number of elements is known. */
    COLLECTION,
    /** Anything else: structs, types without values. */
    OPAQUE
  }

  private static final Set<Form> NUMBERS =
      EnumSet.of(Form.INTEGER, Form.FLOAT, Form.DOUBLE, Form.DECIMAL, Form.LARGE_DECIMAL);

  private static final Set<Form> WITHOUT_KEYS = EnumSet.of(Form.COLLECTION, Form.OPAQUE);

  // Longer texts are cut when they are stored, so that tables of them stay small.
  private static final int BYTES_KEPT = 64;

  /**
   * The form of a Spark type; user-defined types have the form of the type that they are stored as.
   */
  static ColumnType of(DataType type) {
    return type instanceof UserDefinedType<?> own
        ? of(own.sqlType())
        : new ColumnType(form(type), type);
  }

  private static Form form(DataType type) {
    if (type instanceof DecimalType decimal) {
      return decimal.precision() <= Decimal.MAX_LONG_DIGITS() ? Form.DECIMAL : Form.LARGE_DECIMAL;
    }
    if (type instanceof LongType
        || type instanceof IntegerType
        || type instanceof ShortType
        || type instanceof ByteType) {
      return Form.INTEGER;
    }
    if (type instanceof ArrayType || type instanceof MapType) {
      return Form.COLLECTION;
    }
    if (type instanceof DoubleType) {
      return Form.DOUBLE;
    }
    if (type instanceof FloatType) {
      return Form.FLOAT;
    }
    if (type instanceof StringType) {
      return Form.TEXT;
    }
    if (type instanceof BinaryType) {
      return Form.BINARY;
    }
    if (type instanceof BooleanType) {
      return Form.BOOLEAN;
    }
    if (type instanceof DateType) {
      return Form.DATE;
    }
    if (type instanceof TimestampType) {
      return Form.TIMESTAMP;
    }
    if (type instanceof TimestampNTZType) {
      return Form.LOCAL_TIMESTAMP;
    }
    if (type instanceof YearMonthIntervalType) {
      return Form.MONTHS;
    }
    return type instanceof DayTimeIntervalType ? Form.MICROSECONDS : Form.OPAQUE;
  }

  boolean isNumber() {
    return NUMBERS.contains(form);
  }

  boolean isDouble() {
    return form == Form.DOUBLE || form == Form.FLOAT;
  }

  boolean isHashed() {
    return form == Form.TEXT || form == Form.BINARY;
  }

  /** Whether values are identified by hashes, because they have no key or no exact one. */
  boolean hasHashes() {
    return isHashed() || form == Form.LARGE_DECIMAL;
  }

  /** Whether keys are those of doubles. */
  boolean hasDoubleKeys() {
    return isDouble() || form == Form.LARGE_DECIMAL;
  }

  /** Whether the statistic exists for such values; if not, it is not kept. */
  boolean knows(Statistic statistic) {
    return switch (statistic) {
      case COUNT, ROWS, EXACT_ROWS -> true;
      case SUM, MOMENTS, SIGNS, CORRELATION -> isNumber();
      case RANGE, QUANTILES -> !isHashed() && !WITHOUT_KEYS.contains(form);
      case DISTINCT, FREQUENT -> !WITHOUT_KEYS.contains(form);
      case LENGTHS -> isHashed() || form == Form.COLLECTION;
      case TEXT_FORMAT -> form == Form.TEXT;
    };
  }

  /** The value of a key; not for hashes. */
  Object value(long key) {
    return switch (form) {
      case INTEGER -> key;
      case DOUBLE, LARGE_DECIMAL -> Keys.toDouble(key);
      case FLOAT -> (float) Keys.toDouble(key);
      case DECIMAL -> BigDecimal.valueOf(key, scale());
      case BOOLEAN -> key != 0;
      case DATE -> LocalDate.ofEpochDay(key);
      case TIMESTAMP -> Instant.EPOCH.plus(key, ChronoUnit.MICROS);
      case LOCAL_TIMESTAMP ->
          LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC).plus(key, ChronoUnit.MICROS);
      case MONTHS -> Period.ofMonths(Math.toIntExact(key)).normalized();
      case MICROSECONDS -> Duration.of(key, ChronoUnit.MICROS);
      case TEXT, BINARY, COLLECTION, OPAQUE ->
          throw new IllegalStateException(type + " has no keys in order");
    };
  }

  /** The bytes that are stored of a value identified by its hash; long ones are cut. */
  byte[] bytes(Batch batch, int entry) {
    return switch (form) {
      case TEXT -> cut(batch.vector.getUTF8String(batch.rowOfEntry[entry]).getBytes());
      case BINARY -> cut(batch.vector.getBinary(batch.rowOfEntry[entry]));
      case LARGE_DECIMAL -> batch.unscaled[entry].toByteArray();
      default -> throw new IllegalStateException(type + " has keys");
    };
  }

  /** One byte more than is shown, as a mark that the value was cut. */
  private static byte[] cut(byte[] bytes) {
    return bytes.length <= BYTES_KEPT ? bytes.clone() : Arrays.copyOf(bytes, BYTES_KEPT + 1);
  }

  /**
   * A frequent value.
   *
   * @param key its key, or hash
   * @param bytes the stored bytes; null if it has a key
   */
  TopValues.Entry entry(long key, byte[] bytes, long count) {
    return switch (form) {
      case TEXT -> new TopValues.Entry(text(bytes), hashOfCut(key, bytes), count);
      case BINARY ->
          new TopValues.Entry(
              bytes.length <= BYTES_KEPT ? bytes : Arrays.copyOf(bytes, BYTES_KEPT),
              hashOfCut(key, bytes),
              count);
      case LARGE_DECIMAL ->
          new TopValues.Entry(new BigDecimal(new BigInteger(bytes), scale()), null, count);
      default -> new TopValues.Entry(value(key), null, count);
    };
  }

  private static Long hashOfCut(long key, byte[] bytes) {
    return bytes.length <= BYTES_KEPT ? null : key;
  }

  private static String text(byte[] bytes) {
    if (bytes.length <= BYTES_KEPT) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    int end = BYTES_KEPT;
    // Do not cut inside a character.
    while (end > 0 && (bytes[end] & 0xC0) == 0x80) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8) + "…";
  }

  /** Digits after the point. */
  int scale() {
    return type instanceof DecimalType decimal ? decimal.scale() : 0;
  }
}
