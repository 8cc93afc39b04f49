// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.runner.descriptive.profile.Bins;
import dev.sparkbench.runner.descriptive.profile.ColumnProfile;
import dev.sparkbench.runner.descriptive.profile.Statistic;
import dev.sparkbench.runner.descriptive.profile.StatisticRequest;
import dev.sparkbench.runner.work.OutputValues;
import dev.sparkbench.runner.work.TaskParameters;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;

/**
 * The distribution of the finite values of each numeric column, in bins of equal width from the
 * smallest to the largest: {@code {"price": {"edges": [0.0, 5.0, 10.0], "counts": [7, 3],
 * "rank_error": 0.0, "exact": true}}}. A bin has the values from its left edge up to, but not
 * including, its right edge; the last bin includes both edges. Both lists are empty if there are no
 * finite values, and there is one bin if all values are equal.
 *
 * <p>The counts come from the sketch of {@link QuantilesTask}, so that one pass is enough: each is
 * the difference of two ranks, and each rank may be off by the rank error (a share of all values).
 * Counts are exact if the quantiles are. The edges are always exact.
 */
final class HistogramTask extends ColumnTask {

  @Override
  boolean looksAt(DataType type) {
    return type instanceof NumericType;
  }

  @Override
  List<StatisticRequest> needs(TaskParameters parameters) {
    return List.of(
        new StatisticRequest(Statistic.QUANTILES, parameters.integer("k")),
        StatisticRequest.of(Statistic.RANGE));
  }

  @Override
  JsonNode output(ColumnProfile column, TaskParameters parameters) {
    Bins bins = column.bins(parameters.integer("bins"));
    ObjectNode output = OutputValues.NODES.objectNode();
    ArrayNode edges = output.putArray("edges");
    bins.edges().forEach(edges::add);
    ArrayNode counts = output.putArray("counts");
    bins.counts().forEach(counts::add);
    return output.put("rank_error", bins.rankError()).put("exact", bins.rankError() == 0);
  }
}
