// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.runner.descriptive.profile.Statistic;
import dev.sparkbench.runner.descriptive.profile.StatisticRequest;
import dev.sparkbench.runner.descriptive.profile.TableProfile;
import dev.sparkbench.runner.descriptive.statistics.Correlation;
import dev.sparkbench.runner.table.TableColumn;
import dev.sparkbench.runner.work.OutputValues;
import dev.sparkbench.runner.work.TaskParameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.NumericType;

/**
 * Pearson's correlation of each pair of numeric columns, over the rows in which both have a value:
 * {@code {"columns": ["a", "b"], "matrix": [[1.0, 0.5], [0.5, 1.0]], "left_out": 0}}. A correlation
 * is null if a column does not vary, and NaN if one has a NaN or an infinity. The work grows with
 * the square of the number of columns, so only the first numeric columns are used; {@code left_out}
 * counts the others.
 */
final class CorrelationTask implements DescriptiveTask {

  private static boolean takesPart(List<StatisticRequest> needs) {
    return !needs.isEmpty();
  }

  @Override
  public Map<TableColumn, List<StatisticRequest>> needs(
      List<TableColumn> columns, TaskParameters parameters) {
    List<TableColumn> numeric =
        columns.stream().filter(column -> column.type() instanceof NumericType).toList();
    Map<TableColumn, List<StatisticRequest>> needs = new LinkedHashMap<>();
    for (TableColumn column : numeric) {
      boolean takesPart = needs.size() < parameters.integer("maxColumns");
      needs.put(
          column, takesPart ? List.of(StatisticRequest.of(Statistic.CORRELATION)) : List.of());
    }
    return needs;
  }

  @Override
  public JsonNode output(
      TableProfile profile, List<TableColumn> columns, TaskParameters parameters) {
    // Other tasks may have requested more columns.
    Map<TableColumn, List<StatisticRequest>> needs = needs(columns, parameters);
    List<TableColumn> correlated =
        columns.stream().filter(column -> takesPart(needs.get(column))).toList();
    List<TableColumn> all = profile.correlated();
    int[] at = correlated.stream().mapToInt(all::indexOf).toArray();
    Correlation correlation = profile.correlation();
    ObjectNode output = OutputValues.NODES.objectNode();
    ArrayNode names = output.putArray("columns");
    ArrayNode matrix = output.putArray("matrix");
    for (int x = 0; x < correlated.size(); x++) {
      names.add(correlated.get(x).name());
      ArrayNode row = matrix.addArray();
      for (int y = 0; y < correlated.size(); y++) {
        row.add(OutputValues.of(correlation.of(at[x], at[y])));
      }
    }
    return output.put("left_out", columns.size() - correlated.size());
  }
}
