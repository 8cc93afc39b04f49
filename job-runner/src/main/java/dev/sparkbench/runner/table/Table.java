// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A dataset that Spark has opened.
 *
 * @param rows the data; columns are named by their positions
 * @param schema the columns under their own names
 * @param columns the columns that the tasks consider
 */
public record Table(Dataset<Row> rows, StructType schema, List<TableColumn> columns) {

  private static final int NAMES_SUGGESTED = 3;

  /** Copies the columns. */
  public Table {
    columns = List.copyOf(columns);
  }

  /**
   * Wraps data that was read.
   *
   * @param data the data with its own column names
   * @param wanted the names of the columns to consider; empty for all
   * @throws RunFailure {@code ColumnNotFound} if the data has no such column
   */
  public static Table of(Dataset<Row> data, List<String> wanted) {
    StructField[] fields = data.schema().fields();
    List<TableColumn> all = new ArrayList<>();
    for (StructField field : fields) {
      all.add(new TableColumn(all.size(), field.name(), field.dataType()));
    }
    Dataset<Row> rows = data.toDF(all.stream().map(TableColumn::alias).toArray(String[]::new));
    return new Table(rows, data.schema(), wanted.isEmpty() ? all : select(all, wanted));
  }

  private static List<TableColumn> select(List<TableColumn> all, List<String> wanted) {
    List<String> names = all.stream().map(TableColumn::name).toList();
    requireAll("dataset.columns", wanted, names);
    return all.stream().filter(column -> wanted.contains(column.name())).toList();
  }

  /**
   * One of the columns that the tasks consider.
   *
   * @param field the manifest's field that names it
   * @throws RunFailure {@code ColumnNotFound} if there is none
   */
  public TableColumn column(String field, String name) {
    requireAll(field, List.of(name), columns.stream().map(TableColumn::name).toList());
    return columns.stream().filter(column -> column.name().equals(name)).findFirst().orElseThrow();
  }

  /** Fails with {@code ColumnNotFound} and the nearest names for the first missing name. */
  static void requireAll(String field, List<String> wanted, List<String> present) {
    for (String name : wanted) {
      if (!present.contains(name)) {
        throw new RunFailure(
            FailureReason.COLUMN_NOT_FOUND,
            "%s names '%s', which the dataset does not have; nearest of its %d columns: %s"
                .formatted(field, name, present.size(), nearest(name, present)));
      }
    }
  }

  private static String nearest(String name, List<String> present) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    return present.stream()
        .sorted(Comparator.comparingInt(other -> distance.apply(name, other)))
        .limit(NAMES_SUGGESTED)
        .map(other -> "'" + other + "'")
        .collect(Collectors.joining(", "));
  }
}
