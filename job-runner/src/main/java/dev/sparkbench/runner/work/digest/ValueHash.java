package dev.sparkbench.runner.work.digest;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.CalendarIntervalType;
import org.apache.spark.sql.types.CharType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.sql.types.UserDefinedType;
import org.apache.spark.sql.types.VarcharType;
import org.apache.spark.sql.types.YearMonthIntervalType;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.CalendarInterval;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The hash of a value, by its type. A value's kind goes into it, so that 1 and '1' differ, and
 * whether it is null; so does everything that was hashed before. Whole numbers and decimals are of
 * one kind: 1 and 1.00 are the same number. Of floating-point numbers only goes into it whether
 * they are null.
 */
abstract class ValueHash implements Serializable {

  private static final long serialVersionUID = 1L;

  private final long kind;

  private ValueHash(Kind kind) {
    this.kind = kind.ordinal();
  }

  private enum Kind {
    NULL,
    NUMBER,
    LARGE_NUMBER,
    FLOAT,
    BOOLEAN,
    TEXT,
    BINARY,
    DATE,
    TIMESTAMP,
    LOCAL_TIMESTAMP,
    MONTHS,
    TIME,
    INTERVAL,
    ARRAY,
    STRUCT,
    MAP
  }

  /**
   * That of a type.
   *
   * @param path to the value: a column, and what leads on from there
   * @param floats takes the paths to all floating-point numbers
   */
  static ValueHash of(DataType type, String path, List<String> floats) {
    if (type instanceof DoubleType || type instanceof FloatType) {
      floats.add(path);
      return new Floating(type instanceof DoubleType, floats.size() - 1);
    }
    if (type instanceof DecimalType decimal) {
      return new OfDecimal(decimal.precision(), decimal.scale());
    }
    if (type instanceof ArrayType array) {
      return new OfArray(of(array.elementType(), path + "[]", floats));
    }
    if (type instanceof MapType map) {
      return new OfMap(
          of(map.keyType(), path + ".key", floats), of(map.valueType(), path + ".value", floats));
    }
    if (type instanceof StructType struct) {
      List<ValueHash> fields = new ArrayList<>();
      for (StructField field : struct.fields()) {
        fields.add(of(field.dataType(), path + "." + field.name(), floats));
      }
      return new OfStruct(fields.toArray(ValueHash[]::new));
    }
    if (type instanceof UserDefinedType<?> own) {
      return of(own.sqlType(), path, floats);
    }
    return simple(type);
  }

  private static ValueHash simple(DataType type) {
    if (type instanceof LongType) {
      return new Whole(Kind.NUMBER, SpecializedGetters::getLong);
    }
    if (type instanceof IntegerType) {
      return new Whole(Kind.NUMBER, SpecializedGetters::getInt);
    }
    if (type instanceof ShortType) {
      return new Whole(Kind.NUMBER, SpecializedGetters::getShort);
    }
    if (type instanceof ByteType) {
      return new Whole(Kind.NUMBER, SpecializedGetters::getByte);
    }
    if (type instanceof BooleanType) {
      return new Whole(Kind.BOOLEAN, (row, i) -> row.getBoolean(i) ? 1 : 0);
    }
    if (type instanceof DateType) {
      return new Whole(Kind.DATE, SpecializedGetters::getInt);
    }
    if (type instanceof TimestampType) {
      return new Whole(Kind.TIMESTAMP, SpecializedGetters::getLong);
    }
    if (type instanceof TimestampNTZType) {
      return new Whole(Kind.LOCAL_TIMESTAMP, SpecializedGetters::getLong);
    }
    if (type instanceof YearMonthIntervalType) {
      return new Whole(Kind.MONTHS, SpecializedGetters::getInt);
    }
    if (type instanceof DayTimeIntervalType) {
      return new Whole(Kind.TIME, SpecializedGetters::getLong);
    }
    if (type instanceof StringType || type instanceof CharType || type instanceof VarcharType) {
      return new Text();
    }
    if (type instanceof BinaryType) {
      return new Binary();
    }
    if (type instanceof CalendarIntervalType) {
      return new Interval();
    }
    if (type instanceof NullType) {
      return new Nothing();
    }
    throw new IllegalArgumentException("no values of type " + type.sql() + " can be hashed");
  }

  /**
   * The hash of a value and what came before it.
   *
   * @param before the hash of what came before
   */
  final long hash(SpecializedGetters row, int i, long before) {
    if (row.isNullAt(i)) {
      return XXH64.hashLong(Kind.NULL.ordinal(), before);
    }
    return of(row, i, XXH64.hashLong(kind, before));
  }

  /** The hash of a value that is not null. */
  abstract long of(SpecializedGetters row, int i, long before);

  /**
   * Adds the floating-point numbers in a value.
   *
   * @param hash what their weights depend on
   */
  final void addFloats(SpecializedGetters row, int i, long hash, FloatSums[] sums) {
    if (!row.isNullAt(i)) {
      floats(row, i, hash, sums);
    }
  }

  /** Adds the floating-point numbers in a value that is not null. */
  void floats(SpecializedGetters row, int i, long hash, FloatSums[] sums) {
    // Most types have none.
  }

  private interface Getter extends Serializable {
    long get(SpecializedGetters row, int i);
  }

  private static final class Whole extends ValueHash {

    private static final long serialVersionUID = 1L;

    private final Getter getter;

    Whole(Kind kind, Getter getter) {
      super(kind);
      this.getter = getter;
    }

    @Override
    long of(SpecializedGetters row, int i, long before) {
      return XXH64.hashLong(getter.get(row, i), before);
    }
  }

  private static final class OfDecimal extends ValueHash {

    private static final long serialVersionUID = 1L;

    private final int precision;
    private final int scale;

    OfDecimal(int precision, int scale) {
      super(Kind.NUMBER);
      this.precision = precision;
      this.scale = scale;
    }

    @Override
    long of(SpecializedGetters row, int i, long before) {
      BigDecimal value =
          row.getDecimal(i, precision, scale).toJavaBigDecimal().stripTrailingZeros();
      if (value.scale() <= 0 && value.precision() - value.scale() < 19) {
        return XXH64.hashLong(value.longValueExact(), before);
      }
      // No whole number of 64 bits is hashed like that.
      return bytes(
          value.unscaledValue().toByteArray(),
          XXH64.hashLong(value.scale(), XXH64.hashLong(Kind.LARGE_NUMBER.ordinal(), before)));
    }
  }

  private static final class Floating extends ValueHash {

    private static final long serialVersionUID = 1L;

    private final boolean isDouble;
    private final int slot;

    Floating(boolean isDouble, int slot) {
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

  private static final class Text extends ValueHash {

    private static final long serialVersionUID = 1L;

    Text() {
      super(Kind.TEXT);
    }

    @Override
    long of(SpecializedGetters row, int i, long before) {
      UTF8String text = row.getUTF8String(i);
      return XXH64.hashUnsafeBytes(
          text.getBaseObject(), text.getBaseOffset(), text.numBytes(), before);
    }
  }

  private static final class Binary extends ValueHash {

    private static final long serialVersionUID = 1L;

    Binary() {
      super(Kind.BINARY);
    }

    @Override
    long of(SpecializedGetters row, int i, long before) {
      return bytes(row.getBinary(i), before);
    }
  }

  private static long bytes(byte[] bytes, long before) {
    return XXH64.hashUnsafeBytes(bytes, Platform.BYTE_ARRAY_OFFSET, bytes.length, before);
  }

  private static final class Interval extends ValueHash {

    private static final long serialVersionUID = 1L;

    Interval() {
      super(Kind.INTERVAL);
    }

    @Override
    long of(SpecializedGetters row, int i, long before) {
      CalendarInterval value = row.getInterval(i);
      return XXH64.hashLong(
          value.microseconds, XXH64.hashLong(value.days, XXH64.hashLong(value.months, before)));
    }
  }

  private static final class Nothing extends ValueHash {

    private static final long serialVersionUID = 1L;

    Nothing() {
      super(Kind.NULL);
    }

    @Override
    long of(SpecializedGetters row, int i, long before) {
      return before;
    }
  }

  private static final class OfArray extends ValueHash {

    private static final long serialVersionUID = 1L;

    private final ValueHash element;

    OfArray(ValueHash element) {
      super(Kind.ARRAY);
      this.element = element;
    }

    @Override
    long of(SpecializedGetters row, int i, long before) {
      ArrayData values = row.getArray(i);
      long hash = XXH64.hashLong(values.numElements(), before);
      for (int n = 0; n < values.numElements(); n++) {
        hash = element.hash(values, n, hash);
      }
      return hash;
    }

    @Override
    void floats(SpecializedGetters row, int i, long hash, FloatSums[] sums) {
      ArrayData values = row.getArray(i);
      for (int n = 0; n < values.numElements(); n++) {
        element.addFloats(values, n, XXH64.hashLong(n, hash), sums);
      }
    }
  }

  private static final class OfStruct extends ValueHash {

    private static final long serialVersionUID = 1L;

    private final ValueHash[] fields;

    OfStruct(ValueHash[] fields) {
      super(Kind.STRUCT);
      this.fields = fields;
    }

    @Override
    long of(SpecializedGetters row, int i, long before) {
      SpecializedGetters values = row.getStruct(i, fields.length);
      long hash = before;
      for (int n = 0; n < fields.length; n++) {
        hash = fields[n].hash(values, n, hash);
      }
      return hash;
    }

    @Override
    void floats(SpecializedGetters row, int i, long hash, FloatSums[] sums) {
      SpecializedGetters values = row.getStruct(i, fields.length);
      for (int n = 0; n < fields.length; n++) {
        fields[n].addFloats(values, n, hash, sums);
      }
    }
  }

  /** The entries of a map have no order. */
  private static final class OfMap extends ValueHash {

    private static final long serialVersionUID = 1L;

    private final ValueHash key;
    private final ValueHash value;

    OfMap(ValueHash key, ValueHash value) {
      super(Kind.MAP);
      this.key = key;
      this.value = value;
    }

    @Override
    long of(SpecializedGetters row, int i, long before) {
      MapData map = row.getMap(i);
      long sum = 0;
      for (int n = 0; n < map.numElements(); n++) {
        sum += value.hash(map.valueArray(), n, key.hash(map.keyArray(), n, before));
      }
      return XXH64.hashLong(sum, XXH64.hashLong(map.numElements(), before));
    }

    @Override
    void floats(SpecializedGetters row, int i, long hash, FloatSums[] sums) {
      MapData map = row.getMap(i);
      for (int n = 0; n < map.numElements(); n++) {
        long entry = key.hash(map.keyArray(), n, hash);
        key.addFloats(map.keyArray(), n, entry, sums);
        value.addFloats(map.valueArray(), n, entry, sums);
      }
    }
  }
}
