// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.tasks;

import static org.apache.spark.sql.functions.approx_count_distinct;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import dev.sparkbench.runner.ml.Materialized;
import dev.sparkbench.runner.ml.TaskInput;
import dev.sparkbench.runner.ml.features.RowSelection.Part;
import dev.sparkbench.runner.table.TableColumn;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.StringIndexerModel;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StringType;

/**
 * The ids of users or items. Spark's ALS takes whole numbers of 32 bits; other numbers, and texts,
 * are numbered in the order of the texts.
 *
 * @param part the column and its expression: a number of 32 bits, or a text to be numbered
 * @param numbered whether it must be numbered
 */
record AlsIds(Part part, boolean numbered) {

  /** A limit, because every executor gets the list of texts with its tasks. */
  static final int MOST_NUMBERED = 1_000_000;

  private static final String NUMBER = "_number";

  /**
   * Examines the ids of a column.
   *
   * @throws dev.sparkbench.runner.failure.RunFailure if they cannot be ids, or are too many
   */
  static AlsIds of(String parameter, TableColumn column, Materialized loaded) {
    if (column.type() instanceof StringType) {
      return numbered(parameter, column, loaded, new Part(parameter, column, AlsIds::text));
    }
    Part small = new Part(parameter, column, AlsIds::number);
    if (lost(small, loaded) == 0) {
      return new AlsIds(small, false);
    }
    Part large = new Part(parameter, column, AlsIds::whole);
    long lost = lost(large, loaded);
    if (lost > 0) {
      throw TaskInput.invalid(
          "jobConfig.parameters.als.%s names '%s', which in %d rows is no whole number: name another column"
              .formatted(parameter, column.name(), lost));
    }
    return numbered(parameter, column, loaded, large);
  }

  private static AlsIds numbered(
      String parameter, TableColumn column, Materialized loaded, Part part) {
    long distinct = loaded.rows().agg(approx_count_distinct(value(part))).first().getLong(0);
    if (distinct > MOST_NUMBERED) {
      throw TaskInput.invalid(
          "jobConfig.parameters.als.%s names '%s', which has about %d different ids that are not whole numbers of 32 bits, and at most %d can be numbered: number them in the dataset"
              .formatted(parameter, column.name(), distinct, MOST_NUMBERED));
    }
    return new AlsIds(part, true);
  }

  private static String number(String value) {
    return "CASE WHEN %1$s = floor(%1$s) AND %1$s BETWEEN -2147483648 AND 2147483647 THEN CAST(%1$s AS INT) END"
        .formatted(value);
  }

  private static String whole(String value) {
    return "CASE WHEN %1$s = floor(%1$s) THEN CAST(floor(%1$s) AS STRING) END".formatted(value);
  }

  private static String text(String value) {
    return "CAST(%s AS STRING)".formatted(value);
  }

  private static Column value(Part part) {
    return expr(part.sql().apply(part.column().alias()));
  }

  /** The number of rows with a value that cannot be an id. */
  private static long lost(Part part, Materialized loaded) {
    return loaded
        .rows()
        .filter(col(part.column().alias()).isNotNull().and(value(part).isNull()))
        .agg(count(lit(1)))
        .first()
        .getLong(0);
  }

  /** Numbers the ids that need it; empty if none of them does. */
  static Optional<StringIndexerModel> numbers(List<AlsIds> all, Dataset<Row> ratings) {
    String[] names =
        all.stream().filter(AlsIds::numbered).map(ids -> ids.part().name()).toArray(String[]::new);
    return names.length == 0
        ? Optional.empty()
        : Optional.of(
            new StringIndexer()
                .setInputCols(names)
                .setOutputCols(
                    Arrays.stream(names).map(name -> name + NUMBER).toArray(String[]::new))
                .setStringOrderType("alphabetAsc")
                // A saved model may get ids that it has not seen; it predicts nothing for them.
                .setHandleInvalid("keep")
                .fit(ratings));
  }

  /** The column of prepared ratings that has the numbers. */
  static String column(String name, Materialized ratings) {
    List<String> columns = Arrays.asList(ratings.rows().columns());
    return columns.contains(name + NUMBER) ? name + NUMBER : name;
  }
}
