package dev.sparkbench.runner.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.runner.table.Table;
import dev.sparkbench.runner.table.TableColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * All tasks of a request in one pass over the data: one Spark aggregation with the aggregates of
 * every task, of which Spark computes those that occur twice once. Columns that no task looks at
 * are not read.
 */
public final class FusedPass implements Work {

  /** A task, what it looks at, and where its aggregates are in the result. */
  private record Part(DescriptiveTask task, List<TableColumn> columns, int from, int to) {}

  private final Dataset<Row> data;
  private final List<Part> parts = new ArrayList<>();
  private final List<Column> aggregates = new ArrayList<>();

  /** Plans the pass of some tasks over a table. */
  public FusedPass(List<DescriptiveTask> tasks, Table table) {
    this.data = table.rows();
    // Every output can rely on the number of rows, and there is always something to compute.
    aggregates.add(functions.count(functions.lit(1)));
    for (DescriptiveTask task : tasks) {
      List<TableColumn> columns = task.columns(table.columns());
      int from = aggregates.size();
      aggregates.addAll(task.aggregates(columns));
      parts.add(new Part(task, columns, from, aggregates.size()));
    }
  }

  /**
   * Runs the pass and brings its one row of results to the driver. Every call plans anew: Spark
   * keeps the intermediate results of a plan that has run, and a second time would skip the work.
   */
  @Override
  public Result compute() {
    return new OneRow(plan().collectAsList().get(0), List.copyOf(parts));
  }

  Dataset<Row> plan() {
    Column[] rest = aggregates.subList(1, aggregates.size()).toArray(Column[]::new);
    return data.agg(aggregates.get(0), rest);
  }

  /** The row of aggregates. */
  private record OneRow(Row row, List<Part> parts) implements Result {

    @Override
    public OptionalLong rows() {
      return OptionalLong.of(row.getLong(0));
    }

    @Override
    public Map<String, JsonNode> outputs() {
      Map<String, JsonNode> outputs = new LinkedHashMap<>();
      for (Part part : parts) {
        List<Object> values = new ArrayList<>();
        for (int i = part.from(); i < part.to(); i++) {
          values.add(row.get(i));
        }
        outputs.put(part.task().name(), part.task().output(part.columns(), row.getLong(0), values));
      }
      return outputs;
    }
  }
}
