// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.runner.ml.Materialized;
import dev.sparkbench.runner.ml.TaskInput;
import dev.sparkbench.runner.table.TableColumn;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Columns that an algorithm takes separately instead of as a vector.
 *
 * @param input the task's input
 * @param parts the columns
 */
public record RowSelection(TaskInput input, List<Part> parts) {

  /** The column that says whether a row is for testing. */
  public static final String TEST = "is_test";

  /**
   * A column.
   *
   * @param name its name in the algorithm
   * @param column the dataset's column
   * @param sql turns a name into an SQL expression for the value; null if there is none
   */
  public record Part(String name, TableColumn column, UnaryOperator<String> sql) {}

  /** Copies the parts. */
  public RowSelection {
    parts = List.copyOf(parts);
  }

  /** The columns to read. */
  public List<TableColumn> columns() {
    return parts.stream().map(Part::column).distinct().toList();
  }

  /**
   * Plans the complete rows.
   *
   * @param split decides, in the column {@link #TEST}, which of them are for testing
   * @throws dev.sparkbench.runner.failure.RunFailure if there is none, or if rows are incomplete
   *     and the policy is to fail
   */
  public Dataset<Row> complete(Materialized loaded, Split split) {
    Dataset<Row> values =
        loaded
            .rows()
            .select(
                Stream.concat(
                        parts.stream()
                            .map(
                                part ->
                                    expr(part.sql().apply(part.column().alias())).as(part.name())),
                        Stream.of(split.isTest().as(TEST)))
                    .toArray(Column[]::new));
    List<String> names = parts.stream().map(Part::name).toList();
    ColumnFacts facts = ColumnFacts.of(values, expr("false"), names, List.of());
    NullPolicy nulls = NullPolicy.of(input.parameters());
    Column complete = expr("true");
    for (Part part : parts) {
      long missing = facts.missing().get(part.name());
      nulls.check(input.task(), part.column().name(), missing, facts.rows());
      if (missing == facts.rows()) {
        throw TaskInput.invalid(
            "column '%s' has no value in any of %d rows, so %s has nothing to train on: name another one in jobConfig.parameters.%s.%s"
                .formatted(
                    part.column().name(), facts.rows(), input.task(), input.task(), part.name()));
      }
      complete = complete.and(col(part.name()).isNotNull());
    }
    return values.filter(complete);
  }

  /** The same selection from the dataset's own columns, in front of a model that is saved. */
  public SQLTransformer saved() {
    return new SQLTransformer()
        .setStatement(
            parts.stream()
                .map(
                    part ->
                        part.sql().apply(SqlNames.IN_DATASET.of(part.column()))
                            + " AS "
                            + part.name())
                .collect(Collectors.joining(", ", "SELECT ", " FROM __THIS__")));
  }

  /** The output's facts about the rows. */
  public static ObjectNode facts(long read, long trained, long tested) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putObject("rows")
        .put("read", read)
        .put("skipped", read - trained - tested)
        .put("trained", trained)
        .put("tested", tested);
    return json;
  }
}
