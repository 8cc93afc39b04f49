package dev.sparkbench.runner.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.runner.table.TableColumn;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.NumericType;

/**
 * Smallest value, largest value and mean of each numeric column: {@code {"price": {"min": 0.99,
 * "max": 12.50, "mean": 3.141592}}}. Nulls are left out of all three; of a column without any value
 * they are null. Other columns do not appear.
 *
 * <p>NaN counts as Spark orders it, above every other value: one NaN makes maximum and mean NaN,
 * the minimum is NaN only if every value is. How exact a mean is, {@link Mean} says.
 */
final class MinMaxMean implements DescriptiveTask {

  @Override
  public String name() {
    return "min_max_mean";
  }

  @Override
  public List<TableColumn> columns(List<TableColumn> all) {
    return all.stream().filter(column -> column.type() instanceof NumericType).toList();
  }

  @Override
  public List<Column> aggregates(List<TableColumn> columns) {
    List<Column> aggregates = new ArrayList<>();
    for (TableColumn column : columns) {
      aggregates.add(functions.min(column.values()));
      aggregates.add(functions.max(column.values()));
      aggregates.addAll(Mean.of(column.type()).aggregates(column.values()));
    }
    return aggregates;
  }

  @Override
  public JsonNode output(List<TableColumn> columns, long rows, List<Object> values) {
    ObjectNode output = OutputValues.NODES.objectNode();
    int next = 0;
    for (TableColumn column : columns) {
      Mean mean = Mean.of(column.type());
      ObjectNode of = output.putObject(column.name());
      of.set("min", OutputValues.number(values.get(next)));
      of.set("max", OutputValues.number(values.get(next + 1)));
      next += 2;
      List<Object> parts = values.subList(next, next + mean.size());
      of.set("mean", OutputValues.number(mean.value(parts).orElse(null)));
      next += mean.size();
    }
    return output;
  }
}
