// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.runner.descriptive.profile.ColumnProfile;
import dev.sparkbench.runner.descriptive.profile.Statistic;
import dev.sparkbench.runner.descriptive.profile.StatisticRequest;
import dev.sparkbench.runner.work.OutputValues;
import dev.sparkbench.runner.work.TaskParameters;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.apache.spark.sql.types.DataType;

/**
 * The percentage of nulls in each column, from 0 to 100: {@code {"city": 12.5}}. NaN is a value,
 * not a null. The percentage is null if there are no rows.
 */
final class NullPercentageTask extends ColumnTask {

  @Override
  boolean looksAt(DataType type) {
    return true;
  }

  @Override
  List<StatisticRequest> needs(TaskParameters parameters) {
    return List.of(StatisticRequest.of(Statistic.COUNT));
  }

  @Override
  JsonNode output(ColumnProfile column, TaskParameters parameters) {
    if (column.rows() == 0) {
      return OutputValues.NODES.nullNode();
    }
    // Computed exactly, then rounded to the nearest double: 100.0 * nulls / rows would round twice.
    return OutputValues.NODES.numberNode(
        BigDecimal.valueOf(column.rows() - column.values())
            .movePointRight(2)
            .divide(BigDecimal.valueOf(column.rows()), MathContext.DECIMAL128)
            .doubleValue());
  }
}
