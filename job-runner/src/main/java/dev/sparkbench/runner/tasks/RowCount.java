package dev.sparkbench.runner.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.runner.table.TableColumn;
import java.util.List;
import org.apache.spark.sql.Column;

/** The number of rows: {@code {"rows": 3}}. It looks at no column, so alone it reads none. */
final class RowCount implements DescriptiveTask {

  @Override
  public String name() {
    return "row_count";
  }

  @Override
  public List<TableColumn> columns(List<TableColumn> all) {
    return List.of();
  }

  @Override
  public List<Column> aggregates(List<TableColumn> columns) {
    return List.of();
  }

  @Override
  public JsonNode output(List<TableColumn> columns, long rows, List<Object> values) {
    return OutputValues.NODES.objectNode().put("rows", rows);
  }
}
