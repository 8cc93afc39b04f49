package dev.sparkbench.runner.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.runner.profile.Need;
import dev.sparkbench.runner.profile.Statistic;
import dev.sparkbench.runner.profile.TableProfile;
import dev.sparkbench.runner.statistics.Distinct;
import dev.sparkbench.runner.table.TableColumn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Approximately how many rows are copies of another in all of the columns, nulls being equal:
 * {@code {"duplicates": 120, "distinct": 9880, "standard_error": 40}}. The standard error is in
 * rows; numbers of duplicates below three of them mean nothing.
 */
final class DuplicateRows implements DescriptiveTask {

  @Override
  public String name() {
    return "duplicate_rows";
  }

  @Override
  public Map<TableColumn, List<Need>> needs(List<TableColumn> columns, TaskParameters parameters) {
    Map<TableColumn, List<Need>> needs = new LinkedHashMap<>();
    Need rows = new Need(Statistic.ROWS, parameters.integer("precision"));
    columns.forEach(column -> needs.put(column, List.of(rows)));
    return needs;
  }

  @Override
  public JsonNode output(
      TableProfile profile, List<TableColumn> columns, TaskParameters parameters) {
    Distinct distinctRows = profile.distinctRows();
    long distinct = Math.min(profile.rows(), Math.round(distinctRows.estimate()));
    return OutputValues.NODES
        .objectNode()
        .put("duplicates", profile.rows() - distinct)
        .put("distinct", distinct)
        .put("standard_error", Math.round(distinctRows.standardError() * distinct));
  }
}
