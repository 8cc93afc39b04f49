package dev.sparkbench.runner.sample;

import java.util.Arrays;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** For a type inferred from a sample, the widest of its kind: other values may be larger. */
final class WidestTypes {

  private WidestTypes() {}

  static DataType of(DataType type) {
    if (type instanceof IntegerType) {
      return DataTypes.LongType;
    }
    if (type instanceof DecimalType) {
      // Inferred only for whole numbers beyond 64 bits.
      return DataTypes.createDecimalType(DecimalType.MAX_PRECISION(), 0);
    }
    if (type instanceof ArrayType array) {
      return DataTypes.createArrayType(of(array.elementType()), array.containsNull());
    }
    return type instanceof StructType struct ? of(struct) : type;
  }

  static StructType of(StructType struct) {
    return new StructType(
        Arrays.stream(struct.fields())
            .map(f -> new StructField(f.name(), of(f.dataType()), f.nullable(), f.metadata()))
            .toArray(StructField[]::new));
  }
}
