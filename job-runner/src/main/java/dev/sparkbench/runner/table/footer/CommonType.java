// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table.footer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The common type for reading the values of several objects. */
final class CommonType {

  private CommonType() {}

  /** The common type of two types; nested types are not widened. */
  static Optional<DataType> of(DataType a, DataType b, Names names, boolean widen) {
    if (a.equals(b)) {
      return Optional.of(a);
    }
    if (a instanceof StructType left && b instanceof StructType right) {
      return struct(left, right, names);
    }
    if (a instanceof ArrayType left && b instanceof ArrayType right) {
      return of(left.elementType(), right.elementType(), names, false)
          .map(element -> DataTypes.createArrayType(element, true));
    }
    if (a instanceof MapType left && b instanceof MapType right) {
      return of(left.keyType(), right.keyType(), names, false)
          .flatMap(
              key ->
                  of(left.valueType(), right.valueType(), names, false)
                      .map(value -> DataTypes.createMapType(key, value, true)));
    }
    return widen ? Widening.of(a, b) : Optional.empty();
  }

  private static Optional<DataType> struct(StructType a, StructType b, Names names) {
    UnaryOperator<String> id = names::id;
    Map<String, StructField> fields = new LinkedHashMap<>();
    for (StructField field : a.fields()) {
      fields.put(id.apply(field.name()), field);
    }
    for (StructField field : b.fields()) {
      StructField other = fields.get(id.apply(field.name()));
      if (other == null) {
        fields.put(id.apply(field.name()), field);
        continue;
      }
      Optional<DataType> type = of(other.dataType(), field.dataType(), names, false);
      if (type.isEmpty()) {
        return Optional.empty();
      }
      fields.put(
          id.apply(field.name()),
          new StructField(other.name(), type.get(), true, other.metadata()));
    }
    return Optional.of(new StructType(fields.values().toArray(StructField[]::new)));
  }
}
