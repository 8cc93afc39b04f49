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
 * How the finite values of each numeric column spread over bins of equal width between the smallest
 * and the largest: {@code {"price": {"edges": [0.0, 5.0, 10.0], "counts": [7, 3], "rank_error":
 * 0.0, "exact": true}}}. A bin has the values from its left edge up to, but not including, its
 * right edge; the last one has both. Without finite values both lists are empty, and where all are
 * equal there is one bin.
 *
 * <p>The counts come from the sketch of {@link QuantileValues}, so that one pass is enough: each is
 * the difference of two ranks, which may be off by the rank error (a share of all values) each.
 * They are exact where the quantiles are. The edges always are: they reach from the smallest finite
 * value to the largest.
 */
final class Histogram extends ColumnTask {

  Histogram() {
    super("histogram");
  }

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
