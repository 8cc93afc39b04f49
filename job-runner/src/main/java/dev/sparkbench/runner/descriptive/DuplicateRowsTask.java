// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.runner.descriptive.profile.Statistic;
import dev.sparkbench.runner.descriptive.profile.StatisticRequest;
import dev.sparkbench.runner.descriptive.profile.TableProfile;
import dev.sparkbench.runner.descriptive.statistics.Distinct;
import dev.sparkbench.runner.table.TableColumn;
import dev.sparkbench.runner.work.OutputValues;
import dev.sparkbench.runner.work.TaskParameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many rows are copies of another row: equal in all columns, where nulls are equal to each
 * other: {@code {"duplicates": 120, "distinct": 9880, "standard_error": 0, "exact": true,
 * "expected_false_duplicates": 2.6E-12}}. Hashes of 64 bits of all rows are shuffled and counted.
 * Two different rows count as copies only if they happen to have the same hash; the last field is
 * the expected number of such rows.
 *
 * <p>If the parameter {@code exact} is false, nothing is shuffled, and the number comes from a
 * sketch. Its standard error is in rows; a number of duplicates below three standard errors means
 * nothing.
 */
final class DuplicateRowsTask implements DescriptiveTask {

  private static final double HASHES = Math.pow(2, Long.SIZE);

  @Override
  public Map<TableColumn, List<StatisticRequest>> needs(
      List<TableColumn> columns, TaskParameters parameters) {
    Map<TableColumn, List<StatisticRequest>> needs = new LinkedHashMap<>();
    StatisticRequest rows =
        parameters.flag("exact")
            ? StatisticRequest.of(Statistic.EXACT_ROWS)
            : new StatisticRequest(Statistic.ROWS, parameters.integer("precision"));
    columns.forEach(column -> needs.put(column, List.of(rows)));
    return needs;
  }

  @Override
  public JsonNode output(
      TableProfile profile, List<TableColumn> columns, TaskParameters parameters) {
    return parameters.flag("exact") ? exact(profile) : estimated(profile);
  }

  private static ObjectNode exact(TableProfile profile) {
    long distinct = profile.exactlyDistinctRows();
    return numbers(profile, distinct)
        .put("standard_error", 0)
        .put("exact", true)
        .put("expected_false_duplicates", (double) distinct * distinct / 2 / HASHES);
  }

  private static ObjectNode estimated(TableProfile profile) {
    Distinct distinctRows = profile.distinctRows();
    long distinct = Math.min(profile.rows(), Math.round(distinctRows.estimate()));
    return numbers(profile, distinct)
        .put("standard_error", Math.round(distinctRows.standardError() * distinct))
        .put("exact", false);
  }

  private static ObjectNode numbers(TableProfile profile, long distinct) {
    return OutputValues.NODES
        .objectNode()
        .put("duplicates", profile.rows() - distinct)
        .put("distinct", distinct);
  }
}
