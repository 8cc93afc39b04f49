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
 * The ids of users or items. Spark's ALS takes whole numbers of 32 bits; others, and texts, are
 * numbered in the order of the texts.
 *
 * @param part the column and what is made of it: a number of 32 bits, or a text to be numbered
 * @param numbered whether it has to be numbered
 */
record AlsIds(Part part, boolean numbered) {

  /** Every executor gets the list of them with its tasks. */
  static final int MOST_NUMBERED = 1_000_000;

  private static final String NUMBER = "_number";

  /**
   * Looks at the ids of a column.
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
          "jobConfig.parameters.als.%s names '%s', which has about %d different ids that are no whole numbers of 32 bits, and at most %d can be numbered: number them in the dataset"
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

  /** In how many rows there is a value that is no such id. */
  private static long lost(Part part, Materialized loaded) {
    return loaded
        .rows()
        .filter(col(part.column().alias()).isNotNull().and(value(part).isNull()))
        .agg(count(lit(1)))
        .first()
        .getLong(0);
  }

  /** Numbers the ids that need it; empty if none does. */
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
                // To a saved model, ids may come that it has not seen: of these it says nothing.
                .setHandleInvalid("keep")
                .fit(ratings));
  }

  /** Which column of prepared ratings has the numbers. */
  static String column(String name, Materialized ratings) {
    List<String> columns = Arrays.asList(ratings.rows().columns());
    return columns.contains(name + NUMBER) ? name + NUMBER : name;
  }
}
