// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.runner.descriptive.profile.ColumnProfile;
import dev.sparkbench.runner.descriptive.profile.DistinctValues;
import dev.sparkbench.runner.descriptive.profile.Statistic;
import dev.sparkbench.runner.descriptive.profile.StatisticRequest;
import dev.sparkbench.runner.work.OutputValues;
import dev.sparkbench.runner.work.TaskParameters;
import java.util.List;
import org.apache.spark.sql.types.DataType;

/**
 * The number of distinct values of each column, nulls left out: {@code {"city": {"count": 1003,
 * "standard_error": 0.0, "exact": true}}}. It is exact up to about ten thousand distinct values,
 * and an estimate above that. The standard error is relative to the true number; in 95 of 100
 * cases, the estimate is off by at most two standard errors. Arrays, maps and structs do not
 * appear.
 */
final class DistinctCountTask extends ColumnTask {

  @Override
  boolean looksAt(DataType type) {
    return Statistic.DISTINCT.isKnownOf(type);
  }

  @Override
  List<StatisticRequest> needs(TaskParameters parameters) {
    return List.of(new StatisticRequest(Statistic.DISTINCT, parameters.integer("precision")));
  }

  @Override
  JsonNode output(ColumnProfile column, TaskParameters parameters) {
    DistinctValues distinct = column.distinct();
    return OutputValues.NODES
        .objectNode()
        .put("count", distinct.count())
        .put("standard_error", distinct.standardError())
        .put("exact", distinct.standardError() == 0);
  }
}
