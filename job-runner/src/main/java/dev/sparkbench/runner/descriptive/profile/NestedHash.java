// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.profile;

import dev.sparkbench.runner.descriptive.statistics.Hashes;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.expressions.XxHash64Function;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.UserDefinedType;

/**
 * Hashes of nested values: structs, arrays and maps. Spark's own hash functions skip nulls, so
 * {@code [null, 1]} and {@code [1, null]} would have the same hash.
 */
final class NestedHash {

  private static final long SEED = 42;

  private NestedHash() {}

  /** The hash of a value that is not null. */
  static long of(Object value, DataType type) {
    if (type instanceof UserDefinedType<?> own) {
      return of(value, own.sqlType());
    }
    if (type instanceof StructType struct) {
      return ofStruct((InternalRow) value, struct);
    }
    if (type instanceof ArrayType array) {
      return ofArray((ArrayData) value, array.elementType());
    }
    if (type instanceof MapType map) {
      return ofMap((MapData) value, map);
    }
    return XxHash64Function.hash(value, type, SEED);
  }

  private static long ofStruct(InternalRow row, StructType type) {
    StructField[] fields = type.fields();
    long hash = fields.length;
    for (int i = 0; i < fields.length; i++) {
      hash = Hashes.append(hash, element(row, i, fields[i].dataType()));
    }
    return Hashes.mix(hash);
  }

  private static long ofArray(ArrayData array, DataType type) {
    long hash = array.numElements();
    for (int i = 0; i < array.numElements(); i++) {
      hash = Hashes.append(hash, element(array, i, type));
    }
    return Hashes.mix(hash);
  }

  /** The order of a map's entries does not matter. */
  private static long ofMap(MapData map, MapType type) {
    long hash = map.numElements();
    ArrayData keys = map.keyArray();
    ArrayData values = map.valueArray();
    for (int i = 0; i < map.numElements(); i++) {
      long key = element(keys, i, type.keyType());
      hash += Hashes.mix(Hashes.append(key, element(values, i, type.valueType())));
    }
    return Hashes.mix(hash);
  }

  private static long element(SpecializedGetters from, int index, DataType type) {
    return from.isNullAt(index) ? Hashes.NULL : Hashes.mix(of(from.get(index, type), type));
  }
}
