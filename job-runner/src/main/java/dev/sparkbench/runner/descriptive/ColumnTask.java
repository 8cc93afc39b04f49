// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.runner.descriptive.profile.ColumnProfile;
import dev.sparkbench.runner.descriptive.profile.StatisticRequest;
import dev.sparkbench.runner.descriptive.profile.TableProfile;
import dev.sparkbench.runner.table.TableColumn;
import dev.sparkbench.runner.work.OutputValues;
import dev.sparkbench.runner.work.TaskParameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.DataType;

/**
 * A statistic of each column on its own. The output has one field per column, in the dataset's
 * order: {@code {"price": …, "city": …}}.
 */
abstract class ColumnTask implements DescriptiveTask {

  /** Whether the task uses columns of a type; other columns do not appear in the output. */
  abstract boolean looksAt(DataType type);

  /** The statistics that the task needs of such a column. */
  abstract List<StatisticRequest> needs(TaskParameters parameters);

  /** The output of one column. */
  abstract JsonNode output(ColumnProfile column, TaskParameters parameters);

  @Override
  public final Map<TableColumn, List<StatisticRequest>> needs(
      List<TableColumn> columns, TaskParameters parameters) {
    Map<TableColumn, List<StatisticRequest>> needs = new LinkedHashMap<>();
    for (TableColumn column : columns) {
      if (looksAt(column.type())) {
        needs.put(column, needs(parameters));
      }
    }
    return needs;
  }

  @Override
  public final JsonNode output(
      TableProfile profile, List<TableColumn> columns, TaskParameters parameters) {
    ObjectNode output = OutputValues.NODES.objectNode();
    for (TableColumn column : columns) {
      output.set(column.name(), output(profile.column(column), parameters));
    }
    return output;
  }
}
