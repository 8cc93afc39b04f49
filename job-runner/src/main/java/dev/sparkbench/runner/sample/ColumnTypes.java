package dev.sparkbench.runner.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.csv.CSVInferSchema;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Infers the types of text columns from their values by Spark's rules, with two exceptions. A value
 * that Spark takes for something it is not is text: {@code 10D} (a number in Java) and {@code
 * 08:15} (a time of today). And whole numbers are {@code BIGINT}, or {@code DECIMAL(38,0)} where
 * that is too small: a sample cannot tell how large the others are.
 */
final class ColumnTypes {

  private static final Pattern JAVA_NUMBER =
      Pattern.compile("[-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?[dDfF]");
  private static final Pattern TIME_OF_DAY = Pattern.compile("T?[0-9]{1,2}:.*");
  private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]+(?:[.][0-9]+)?");

  /** From which share of numbers on it is notable that a column is text all the same. */
  private static final double MOSTLY = 0.5;

  private final CSVInferSchema rules;
  private final DataType[] types;
  private final long[] values;
  private final long[] numbers;

  ColumnTypes(CSVInferSchema rules, int columns) {
    this.rules = rules;
    this.types = new DataType[columns];
    Arrays.fill(types, DataTypes.NullType);
    this.values = new long[columns];
    this.numbers = new long[columns];
  }

  /** Takes a record into account, unless it has another number of fields: then it is a bad one. */
  void add(String[] fields) {
    if (fields.length != types.length) {
      return;
    }
    for (int i = 0; i < fields.length; i++) {
      String value = fields[i];
      if (value != null && !value.isEmpty() && !value.equals(rules.options().nullValue())) {
        values[i]++;
        numbers[i] += NUMBER.matcher(value).matches() ? 1 : 0;
        types[i] =
            isNoValueOfItsKind(value) ? DataTypes.StringType : rules.inferField(types[i], value);
      }
    }
  }

  private static boolean isNoValueOfItsKind(String value) {
    return JAVA_NUMBER.matcher(value).matches() || TIME_OF_DAY.matcher(value).matches();
  }

  /** The columns under these names; one without any value is text. */
  StructType schema(String[] names) {
    StructType schema = new StructType();
    for (int i = 0; i < types.length; i++) {
      DataType type = types[i].equals(DataTypes.NullType) ? DataTypes.StringType : types[i];
      schema = schema.add(names[i], WidestTypes.of(type));
    }
    return schema;
  }

  /** The columns that had no value. */
  List<String> withoutValues(String[] names) {
    List<String> without = new ArrayList<>();
    for (int i = 0; i < types.length; i++) {
      if (values[i] == 0) {
        without.add(names[i]);
      }
    }
    return without;
  }

  /** Columns of text most of whose values are numbers: perhaps a word stands for a null. */
  List<String> mostlyNumbers(String[] names) {
    List<String> mostly = new ArrayList<>();
    for (int i = 0; i < types.length; i++) {
      if (types[i].equals(DataTypes.StringType)
          && numbers[i] < values[i]
          && numbers[i] > MOSTLY * values[i]) {
        mostly.add(
            "column '%s' is text because %d of its %d values in the sample are no numbers; if they stand for nulls, set dataset.options.nullValue"
                .formatted(names[i], values[i] - numbers[i], values[i]));
      }
    }
    return mostly;
  }
}
