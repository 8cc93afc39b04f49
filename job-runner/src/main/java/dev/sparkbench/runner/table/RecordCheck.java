package dev.sparkbench.runner.table;

import dev.sparkbench.api.contract.BadRecords;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Lets no bad record of a text format through: it fails the computation, or it is left out. Spark
 * hands each record's text over in a further column if it is bad, and null otherwise, so a good
 * record costs a look at that column.
 *
 * <p>Which values Spark looks at depends on which columns a computation asks for. That is as it
 * should be for a failure. But which records are left out must not depend on the tasks, so then all
 * columns that count are asked for.
 *
 * @param policy what to do with bad records
 * @param column the name of the further column, which is no column of the data
 * @param counting the columns whose values may make a record bad; at least one, none of them from
 *     the names of folders
 */
record RecordCheck(BadRecords policy, String column, List<String> counting) {

  /** What a computation fails with; it tells nothing of the record, which Spark's own would. */
  static final String FOUND = "found a record that cannot be read";

  /** Copies the columns. */
  RecordCheck {
    counting = List.copyOf(counting);
  }

  static RecordCheck of(BadRecords policy, StructType schema, List<String> counting) {
    List<String> names = List.of(schema.fieldNames());
    String column = "_bad_record";
    while (names.contains(column)) {
      column = "_" + column;
    }
    return new RecordCheck(policy, column, counting);
  }

  /** A schema with the further column. */
  StructType with(StructType schema) {
    return schema.add(column, DataTypes.StringType);
  }

  /** A schema without it. */
  StructType without(StructType schema) {
    return new StructType(
        Arrays.stream(schema.fields())
            .filter(field -> !field.name().equals(column))
            .toArray(StructField[]::new));
  }

  /** The good records of what was read with the further column, under the aliases of a table. */
  Dataset<Row> good(Dataset<Row> read) {
    List<String> aliases = new ArrayList<>();
    List<Column> asked = new ArrayList<>();
    for (String name : read.schema().fieldNames()) {
      if (name.equals(column)) {
        aliases.add(column);
      } else {
        String alias = TableColumn.alias(aliases.size() - (aliases.contains(column) ? 1 : 0));
        aliases.add(alias);
        if (counting.contains(name)) {
          asked.add(functions.col(alias));
        }
      }
    }
    return read.toDF(aliases.toArray(String[]::new)).filter(isGood(asked)).drop(column);
  }

  private Column isGood(List<Column> asked) {
    Column good = functions.col(column).isNull();
    if (policy == BadRecords.Drop) {
      return good.or(never(asked));
    }
    // Spark refuses to read no other column than that of bad records.
    return functions
        .when(good, true)
        .when(never(asked.subList(0, 1)), true)
        .otherwise(functions.raise_error(functions.lit(FOUND)));
  }

  /** False, but only when it is evaluated, for which Spark has to read the columns. */
  private static Column never(List<Column> asked) {
    return functions
        .size(functions.array(asked.stream().map(Column::isNull).toArray(Column[]::new)))
        .lt(0);
  }
}
