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
 * The hash of a value, by its type. A value's kind goes into it, so that 1 and '1' differ, and
 * whether it is null; so does everything that was hashed before. Whole numbers and decimals are of
 * one kind: 1 and 1.00 are the same number. Of floating-point numbers only goes into it whether
 * they are null.
 */
abstract class ValueHash implements Serializable {

  private static final long serialVersionUID = 1L;

  private final long kind;

  ValueHash(Kind kind) {
    this.kind = kind.ordinal();
  }

  /** What goes into the hash of each value; the order is that of their numbers. */
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
   * That of a type.
   *
   * @param path to the value: a column, and what leads on from there
   * @param floats takes the paths to all floating-point numbers
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
}
