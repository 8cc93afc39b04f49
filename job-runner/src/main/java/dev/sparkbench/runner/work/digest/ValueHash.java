// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.work.digest;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.UserDefinedType;

/**
 * The hash of a value, by its type. It includes everything that was hashed before, whether the
 * value is null, and the kind of the value, so that 1 and '1' differ. Integers and decimals are of
 * one kind, because 1 and 1.00 are the same number. For floating-point numbers, it includes only
 * whether they are null.
 */
abstract class ValueHash implements Serializable {

  private static final long serialVersionUID = 1L;

  private final long kind;

  ValueHash(Kind kind) {
    this.kind = kind.ordinal();
  }

  /**
   * The kinds of values, which are part of hashes by their ordinal numbers; so their order must not
   * change.
   */
  enum Kind {
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
   * The hash for a type.
   *
   * @param path the path to the value: a column, and the steps from there
   * @param floats receives the paths to all floating-point numbers
   */
  static ValueHash of(DataType type, String path, List<String> floats) {
    if (type instanceof DoubleType || type instanceof FloatType) {
      floats.add(path);
      return new FloatHash(type instanceof DoubleType, floats.size() - 1);
    }
    if (type instanceof ArrayType array) {
      return new PartsHash.OfArray(of(array.elementType(), path + "[]", floats));
    }
    if (type instanceof MapType map) {
      return new MapHash(
          of(map.keyType(), path + ".key", floats), of(map.valueType(), path + ".value", floats));
    }
    if (type instanceof StructType struct) {
      List<ValueHash> fields = new ArrayList<>();
      for (StructField field : struct.fields()) {
        fields.add(of(field.dataType(), path + "." + field.name(), floats));
      }
      return new PartsHash.OfStruct(fields.toArray(ValueHash[]::new));
    }
    if (type instanceof UserDefinedType<?> own) {
      return of(own.sqlType(), path, floats);
    }
    return SimpleHash.of(type);
  }

  /**
   * The hash of a value and everything before it.
   *
   * @param before the hash of everything before
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
   * @param hash determines their weights
   */
  final void addFloats(SpecializedGetters row, int i, long hash, FloatSums[] sums) {
    if (!row.isNullAt(i)) {
      floats(row, i, hash, sums);
    }
  }

  /** Adds the floating-point numbers in a value that is not null. */
  void floats(SpecializedGetters row, int i, long hash, FloatSums[] sums) {
    // Most types contain none.
  }
}
