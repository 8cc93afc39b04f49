package dev.sparkbench.runner.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.runner.profile.ColumnProfile;
import dev.sparkbench.runner.profile.Need;
import dev.sparkbench.runner.profile.Statistic;
import dev.sparkbench.runner.statistics.Distinct;
import java.util.List;
import org.apache.spark.sql.types.DataType;

/**
 * The approximate number of distinct values of each column, nulls left out: {@code {"city":
 * {"count": 1003, "standard_error": 0.016}}}. The standard error is relative to the true number;
 * the estimate is within two of them in 95 of 100 cases. Arrays, maps and structs do not appear.
 */
final class DistinctCount extends ColumnTask {

  DistinctCount() {
    super("distinct_count");
  }

  @Override
  boolean looksAt(DataType type) {
    return Statistic.DISTINCT.isKnownOf(type);
  }

  @Override
  List<Need> needs(TaskParameters parameters) {
    return List.of(new Need(Statistic.DISTINCT, parameters.integer("precision")));
  }

  @Override
  JsonNode output(ColumnProfile column, TaskParameters parameters) {
    Distinct distinct = column.distinct();
    return OutputValues.NODES
        .objectNode()
        // There cannot be more distinct values than values.
        .put("count", Math.min(column.values(), Math.round(distinct.estimate())))
        .put("standard_error", distinct.standardError());
  }
}
