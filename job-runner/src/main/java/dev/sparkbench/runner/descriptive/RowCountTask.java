// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.runner.descriptive.profile.StatisticRequest;
import dev.sparkbench.runner.descriptive.profile.TableProfile;
import dev.sparkbench.runner.table.TableColumn;
import dev.sparkbench.runner.work.OutputValues;
import dev.sparkbench.runner.work.TaskParameters;
import java.util.List;
import java.util.Map;

/** The number of rows: {@code {"rows": 3}}. It uses no column, so on its own it reads none. */
final class RowCountTask implements DescriptiveTask {

  @Override
  public Map<TableColumn, List<StatisticRequest>> needs(
      List<TableColumn> columns, TaskParameters parameters) {
    return Map.of();
  }

  @Override
  public JsonNode output(
      TableProfile profile, List<TableColumn> columns, TaskParameters parameters) {
    return OutputValues.NODES.objectNode().put("rows", profile.rows());
  }
}
