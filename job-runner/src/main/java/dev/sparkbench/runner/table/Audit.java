package dev.sparkbench.runner.table;

import dev.sparkbench.runner.table.BadRecordCounts.ColumnCount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Finds out what is wrong with a dataset's records, in passes of their own that are no part of any
 * measurement: one that counts the values Spark can read as their columns' types and, if there are
 * bad records, one that counts all values, read as text. What is missing from the first are the
 * values of another type.
 */
final class Audit {

  private final SparkSession spark;
  private final ReadOptions options;
  private final String path;
  private final StructType schema;
  private final RecordCheck check;

  /** Prepares the audit of what was read from a path. */
  Audit(
      SparkSession spark, ReadOptions options, String path, StructType schema, RecordCheck check) {
    this.spark = spark;
    this.options = options;
    this.path = path;
    this.schema = schema;
    this.check = check;
  }

  /** Counts bad records. */
  BadRecordCounts count() {
    Row typed = pass(type -> type);
    if (typed.getLong(0) == 0) {
      return BadRecordCounts.none(check.policy());
    }
    Row texts = pass(type -> DataTypes.StringType);
    List<ColumnCount> columns = new ArrayList<>();
    for (int i = 0; i < check.counting().size(); i++) {
      long others = texts.getLong(i + 1) - typed.getLong(i + 1);
      if (others > 0) {
        String name = check.counting().get(i);
        columns.add(new ColumnCount(name, schema.apply(name).dataType().sql(), others));
      }
    }
    columns.sort(Comparator.comparingLong(ColumnCount::values).reversed());
    return BadRecordCounts.of(check.policy(), typed.getLong(0), texts.getLong(0), columns);
  }

  /** The number of bad records, and then of values in each column that counts. */
  private Row pass(UnaryOperator<DataType> as) {
    StructType read = new StructType();
    for (StructField field : schema.fields()) {
      boolean counts = check.counting().contains(field.name());
      read = read.add(field.name(), counts ? as.apply(field.dataType()) : field.dataType());
    }
    Dataset<Row> data =
        options
            .reader(spark)
            .option("columnNameOfCorruptRecord", check.column())
            .schema(check.with(read))
            .load(path);
    List<String> names = List.of(data.schema().fieldNames());
    Dataset<Row> aliased =
        data.toDF(names.stream().map(name -> alias(names.indexOf(name))).toArray(String[]::new));
    return aliased
        .agg(
            functions.count(functions.col(alias(names.indexOf(check.column())))),
            check.counting().stream()
                .map(name -> functions.count(functions.col(alias(names.indexOf(name)))))
                .toArray(Column[]::new))
        .collectAsList()
        .get(0);
  }

  private static String alias(int index) {
    return TableColumn.alias(index);
  }
}
