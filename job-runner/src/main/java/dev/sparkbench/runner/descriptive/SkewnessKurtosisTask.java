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
 * How asymmetric and how heavy-tailed each numeric column is: {@code {"price": {"skewness": 0.0,
 * "excess_kurtosis": -1.2}}}, both for the population, as Spark's functions compute them; the
 * excess kurtosis of a normal distribution is 0. They are null if all values are equal, and NaN if
 * a value is NaN or infinite.
 */
final class SkewnessKurtosisTask extends ColumnTask {

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
    output.set("skewness", OutputValues.of(moments.skewness()));
    output.set("excess_kurtosis", OutputValues.of(moments.excessKurtosis()));
    return output;
  }
}
