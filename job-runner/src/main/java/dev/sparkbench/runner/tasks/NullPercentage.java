package dev.sparkbench.runner.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.runner.table.TableColumn;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/**
 * The percentage of nulls in each column, from 0 to 100: {@code {"city": 12.5}}. NaN is a value,
 * not a null. Without any row there is no percentage, and it is null.
 */
final class NullPercentage implements DescriptiveTask {

  @Override
  public String name() {
    return "null_percentage";
  }

  @Override
  public List<TableColumn> columns(List<TableColumn> all) {
    return all;
  }

  @Override
  public List<Column> aggregates(List<TableColumn> columns) {
    return columns.stream().map(column -> functions.count(column.values())).toList();
  }

  @Override
  public JsonNode output(List<TableColumn> columns, long rows, List<Object> values) {
    ObjectNode output = OutputValues.NODES.objectNode();
    for (int i = 0; i < columns.size(); i++) {
      long nulls = rows - (long) values.get(i);
      output.set(columns.get(i).name(), percentage(nulls, rows));
    }
    return output;
  }

  private static JsonNode percentage(long nulls, long rows) {
    if (rows == 0) {
      return OutputValues.NODES.nullNode();
    }
    // Exact first, then the nearest double: 100.0 * nulls / rows would round twice.
    return OutputValues.NODES.numberNode(
        BigDecimal.valueOf(nulls)
            .movePointRight(2)
            .divide(BigDecimal.valueOf(rows), MathContext.DECIMAL128)
            .doubleValue());
  }
}
