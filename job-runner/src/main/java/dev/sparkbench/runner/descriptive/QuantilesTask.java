// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.runner.descriptive.profile.ColumnProfile;
import dev.sparkbench.runner.descriptive.profile.Statistic;
import dev.sparkbench.runner.descriptive.profile.StatisticRequest;
import dev.sparkbench.runner.descriptive.statistics.Ranks;
import dev.sparkbench.runner.work.OutputValues;
import dev.sparkbench.runner.work.TaskParameters;
import java.util.List;
import org.apache.spark.sql.types.DataType;

/**
 * Quantiles of each column whose values have an order and a distance: numbers, dates, times,
 * booleans: {@code {"price": {"p01": 0.5, …, "p50": 3.2, …, "rank_error": 0.004, "exact": false}}}.
 * Each quantile is a value of the column: the smallest that is not below the given percentage of
 * values. For decimals with more than 18 digits, it is the nearest double. NaN is above all other
 * values.
 *
 * <p>The rank error says by what share of all values a quantile may be off, with 99 % confidence:
 * with 0.004, p50 lies between the exact 49.6 % and 50.4 % quantiles. The error is 0 and the
 * quantiles are exact up to about ten thousand values; if distinct or top values are requested too,
 * up to about ten thousand distinct values.
 */
final class QuantilesTask extends ColumnTask {

  private static final List<Integer> PERCENTAGES = List.of(1, 5, 25, 50, 75, 95, 99);

  @Override
  boolean looksAt(DataType type) {
    return Statistic.QUANTILES.isKnownOf(type);
  }

  @Override
  List<StatisticRequest> needs(TaskParameters parameters) {
    return List.of(new StatisticRequest(Statistic.QUANTILES, parameters.integer("k")));
  }

  @Override
  JsonNode output(ColumnProfile column, TaskParameters parameters) {
    Ranks ranks = column.ranks();
    ObjectNode output = OutputValues.NODES.objectNode();
    for (int percentage : PERCENTAGES) {
      output.set(
          "p%02d".formatted(percentage),
          ranks.count() == 0
              ? OutputValues.NODES.nullNode()
              : OutputValues.of(column.value(ranks.quantile(percentage / 100.0))));
    }
    return output.put("rank_error", ranks.error()).put("exact", ranks.error() == 0);
  }
}
