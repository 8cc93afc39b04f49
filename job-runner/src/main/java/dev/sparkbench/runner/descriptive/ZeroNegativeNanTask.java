// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.runner.descriptive.profile.ColumnProfile;
import dev.sparkbench.runner.descriptive.profile.Signs;
import dev.sparkbench.runner.descriptive.profile.Statistic;
import dev.sparkbench.runner.descriptive.profile.StatisticRequest;
import dev.sparkbench.runner.work.OutputValues;
import dev.sparkbench.runner.work.TaskParameters;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;

/**
 * The numbers of values of each numeric column that are zero, negative (including -∞), NaN, +∞ and
 * -∞: {@code {"price": {"zeros": 3, "negative": 0, "nan": 0, "infinity": 0, "negative_infinity":
 * 0}}}.
 */
final class ZeroNegativeNanTask extends ColumnTask {

  @Override
  boolean looksAt(DataType type) {
    return type instanceof NumericType;
  }

  @Override
  List<StatisticRequest> needs(TaskParameters parameters) {
    return List.of(StatisticRequest.of(Statistic.SIGNS));
  }

  @Override
  JsonNode output(ColumnProfile column, TaskParameters parameters) {
    Signs signs = column.signs();
    return OutputValues.NODES
        .objectNode()
        .put("zeros", signs.zeros())
        .put("negative", signs.negative())
        .put("nan", signs.nan())
        .put("infinity", signs.positiveInfinity())
        .put("negative_infinity", signs.negativeInfinity());
  }
}
