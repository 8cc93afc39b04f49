package dev.sparkbench.runner.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.runner.table.TableColumn;
import java.util.List;
import org.apache.spark.sql.Column;

/**
 * A statistic that one pass over the data can compute together with others. It says which columns
 * it looks at, which aggregates it needs of them, and how its output reads once Spark has computed
 * these.
 */
public interface DescriptiveTask {

  /** The task's name in the catalogue. */
  String name();

  /** Which of the dataset's columns it looks at. */
  List<TableColumn> columns(List<TableColumn> all);

  /** The aggregates to compute; none for a task that needs only the number of rows. */
  List<Column> aggregates(List<TableColumn> columns);

  /**
   * The output.
   *
   * @param columns what {@link #columns} chose
   * @param rows the number of rows
   * @param values the values of {@link #aggregates}, in the same order
   */
  JsonNode output(List<TableColumn> columns, long rows, List<Object> values);
}
