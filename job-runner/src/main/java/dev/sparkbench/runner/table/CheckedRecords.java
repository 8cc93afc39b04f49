package dev.sparkbench.runner.table;

import dev.sparkbench.api.contract.BadRecords;
import dev.sparkbench.runner.table.BadRecordCounts.ColumnCount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The records of a text format. Spark hands a record's text over in a further column if the record
 * is bad, and null otherwise; so a good record costs a look at that column, and a bad one either
 * fails the computation or is left out.
 */
final class CheckedRecords {

  /** What a computation fails with; it tells nothing of the record, which Spark's own would. */
  static final String FOUND = "found a record that cannot be read";

  private final BadRecords policy;
  private final ReadOptions options;
  private final Column text;
  private final List<StructField> fields;
  private final List<StructField> checked;
  private final Dataset<Row> read;

  /**
   * Takes what was read with the further column, whose name the reader's options know.
   *
   * @param fields what a record consists of, in order
   * @param checked those whose values make a record bad if they are of another type; at least one
   */
  CheckedRecords(
      Dataset<Row> read,
      ReadOptions options,
      List<StructField> fields,
      List<StructField> checked,
      BadRecords policy) {
    this.policy = policy;
    this.options = options;
    this.text = functions.col(options.textColumn());
    this.fields = fields;
    this.checked = checked;
    this.read = read;
  }

  private static Column value(StructField field) {
    return functions.col("`" + field.name().replace("`", "``") + "`");
  }

  /** How many fields a record has. */
  int width() {
    return fields.size();
  }

  /** The good records. */
  Dataset<Row> good() {
    Column bad =
        policy == BadRecords.Drop
            ? functions.lit(false)
            : functions.raise_error(functions.lit(FOUND)).cast(DataTypes.BooleanType);
    return read.filter(functions.when(text.isNull(), true).when(never(), true).otherwise(bad))
        .drop(options.textColumn());
  }

  /**
   * False, which Spark does not know before it looks at a bad record. Spark checks only the values
   * that a query asks for, but which records are bad must not depend on the tasks.
   */
  private Column never() {
    Column[] nulls = checked.stream().map(field -> value(field).isNull()).toArray(Column[]::new);
    return functions.size(functions.array(nulls)).lt(0);
  }

  /** Counts the bad records in a pass of its own, and in which columns they have bad values. */
  BadRecordCounts count() {
    Column texts = texts();
    List<Column> counts = new ArrayList<>();
    counts.add(functions.count(texts.getField(options.textColumn())));
    for (StructField field : checked) {
      Column lost = value(field).isNull().and(texts.getField(field.name()).isNotNull());
      counts.add(functions.count(functions.when(lost, true)));
    }
    Row row =
        read.filter(text.isNotNull())
            .agg(functions.count(text), counts.toArray(Column[]::new))
            .head();
    List<ColumnCount> columns = new ArrayList<>();
    for (int i = 0; i < checked.size(); i++) {
      StructField field = checked.get(i);
      columns.add(new ColumnCount(field.name(), field.dataType().sql(), row.getLong(i + 2)));
    }
    columns.removeIf(column -> column.values() == 0);
    columns.sort(Comparator.comparingLong(ColumnCount::values).reversed());
    return BadRecordCounts.of(policy, row.getLong(0), row.getLong(1), columns);
  }

  /** A bad record's fields as texts; what was a text and is no value is bad. */
  private Column texts() {
    StructType schema = new StructType();
    for (StructField field : fields) {
      schema = schema.add(field.name(), DataTypes.StringType);
    }
    schema = schema.add(options.textColumn(), DataTypes.StringType);
    Map<String, String> all = new HashMap<>(options.all());
    return options.isCsv()
        ? functions.from_csv(text, functions.lit(schema.toDDL()), all)
        : functions.from_json(text, schema, all);
  }
}
