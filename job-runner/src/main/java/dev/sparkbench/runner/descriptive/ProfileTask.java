// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.runner.descriptive.profile.StatisticRequest;
import dev.sparkbench.runner.descriptive.profile.TableProfile;
import dev.sparkbench.runner.table.TableColumn;
import dev.sparkbench.runner.work.OutputValues;
import dev.sparkbench.runner.work.TaskParameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The outputs of all other tasks, ordered by column: {@code {"columns": {"price": {"min_max_mean":
 * {…}, "sum": …}}, "row_count": {…}, "correlation": {…}}}. Their parameters begin with its name, as
 * in {@code profile.histogram.bins}.
 */
final class ProfileTask implements DescriptiveTask {

  private final Map<String, DescriptiveTask> others = ImplementedTasks.allBut("profile");

  @Override
  public Map<TableColumn, List<StatisticRequest>> needs(
      List<TableColumn> columns, TaskParameters parameters) {
    Map<TableColumn, List<StatisticRequest>> needs = new LinkedHashMap<>();
    columns.forEach(column -> needs.put(column, new ArrayList<>()));
    others.forEach(
        (name, task) ->
            task.needs(columns, parameters.of(name))
                .forEach((column, needed) -> needs.get(column).addAll(needed)));
    return needs;
  }

  @Override
  public JsonNode output(
      TableProfile profile, List<TableColumn> columns, TaskParameters parameters) {
    ObjectNode output = OutputValues.NODES.objectNode();
    ObjectNode byColumn = output.putObject("columns");
    columns.forEach(column -> byColumn.putObject(column.name()));
    others.forEach(
        (name, task) -> {
          TaskParameters own = parameters.of(name);
          JsonNode of = task.output(profile, List.copyOf(task.needs(columns, own).keySet()), own);
          if (task instanceof ColumnTask) {
            of.fields()
                .forEachRemaining(
                    column ->
                        ((ObjectNode) byColumn.get(column.getKey())).set(name, column.getValue()));
          } else {
            output.set(name, of);
          }
        });
    return output;
  }
}
