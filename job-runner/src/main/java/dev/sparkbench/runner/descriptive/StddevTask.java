// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.runner.descriptive.profile.ColumnProfile;
import dev.sparkbench.runner.descriptive.profile.Statistic;
import dev.sparkbench.runner.descriptive.profile.StatisticRequest;
import dev.sparkbench.runner.descriptive.statistics.Moments;
import dev.sparkbench.runner.work.OutputValues;
import dev.sparkbench.runner.work.TaskParameters;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;

/**
 * The spread of each numeric column: {@code {"price": {"stddev": 1.5, "variance": 2.25}}}, both for
 * a sample (divided by n - 1), so null if there are fewer than two values. A NaN or an infinity
 * makes both NaN.
 */
final class StddevTask extends ColumnTask {

  @Override
  boolean looksAt(DataType type) {
    return type instanceof NumericType;
  }

  @Override
  List<StatisticRequest> needs(TaskParameters parameters) {
    return List.of(StatisticRequest.of(Statistic.MOMENTS));
  }

  @Override
  JsonNode output(ColumnProfile column, TaskParameters parameters) {
    Moments moments = column.moments();
    ObjectNode output = OutputValues.NODES.objectNode();
    output.set("stddev", OutputValues.of(moments.standardDeviation()));
    output.set("variance", OutputValues.of(moments.variance()));
    return output;
  }
}
