// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.runner.descriptive.profile.ColumnProfile;
import dev.sparkbench.runner.descriptive.profile.Statistic;
import dev.sparkbench.runner.descriptive.profile.StatisticRequest;
import dev.sparkbench.runner.descriptive.profile.Total;
import dev.sparkbench.runner.work.OutputValues;
import dev.sparkbench.runner.work.TaskParameters;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.NumericType;

/**
 * The sum of each numeric column: {@code {"price": 1234.50}}. It is exact for integers and decimals
 * of any size. For floats and doubles it is the double nearest to the exact sum; a NaN or an
 * infinity makes it NaN or infinite. It is null for a column without values.
 */
final class SumTask extends ColumnTask {

  @Override
  boolean looksAt(DataType type) {
    return type instanceof NumericType;
  }

  @Override
  List<StatisticRequest> needs(TaskParameters parameters) {
    return List.of(StatisticRequest.of(Statistic.SUM));
  }

  @Override
  JsonNode output(ColumnProfile column, TaskParameters parameters) {
    if (column.values() == 0) {
      return OutputValues.NODES.nullNode();
    }
    Total total = column.total();
    if (!total.isFinite()) {
      return OutputValues.of(total.special());
    }
    DataType type = column.column().type();
    return type instanceof DoubleType || type instanceof FloatType
        ? OutputValues.of(total.exact().doubleValue())
        : OutputValues.of(total.exact());
  }
}
