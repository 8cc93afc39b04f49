// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.runner.descriptive.profile.ColumnProfile;
import dev.sparkbench.runner.descriptive.profile.Statistic;
import dev.sparkbench.runner.descriptive.profile.StatisticRequest;
import dev.sparkbench.runner.descriptive.profile.Total;
import dev.sparkbench.runner.work.OutputValues;
import dev.sparkbench.runner.work.TaskParameters;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * Smallest value, largest value and mean of each numeric column: {@code {"price": {"min": 0.99,
 * "max": 12.50, "mean": 3.141592}}}. Nulls are ignored; all three are null for a column without
 * values. Columns of dates and times have no mean: {@code {"day": {"min": "2026-01-01", "max":
 * "2026-12-31"}}}. Other columns do not appear.
 *
 * <p>As in Spark's order, NaN is above every other value: one NaN makes the maximum and the mean
 * NaN, and the minimum is NaN only if every value is.
 *
 * <p>The mean is computed from the exact sum and rounded once: to the nearest double, or for
 * decimals to four more digits after the point than the column has, as in Spark's {@code avg}. So
 * it does not depend on how the data is split.
 */
final class MinMaxMeanTask extends ColumnTask {

  private static final int MORE_DIGITS = 4;

  @Override
  boolean looksAt(DataType type) {
    return type instanceof NumericType || isTime(type);
  }

  private static boolean isTime(DataType type) {
    return type instanceof DateType
        || type instanceof TimestampType
        || type instanceof TimestampNTZType;
  }

  @Override
  List<StatisticRequest> needs(TaskParameters parameters) {
    return List.of(StatisticRequest.of(Statistic.RANGE), StatisticRequest.of(Statistic.SUM));
  }

  @Override
  JsonNode output(ColumnProfile column, TaskParameters parameters) {
    ObjectNode output = OutputValues.NODES.objectNode();
    output.set("min", OutputValues.of(column.min()));
    output.set("max", OutputValues.of(column.max()));
    if (!isTime(column.column().type())) {
      output.set("mean", OutputValues.of(mean(column)));
    }
    return output;
  }

  private static Optional<Object> mean(ColumnProfile column) {
    if (column.values() == 0) {
      return Optional.empty();
    }
    Total total = column.total();
    if (!total.isFinite()) {
      return Optional.of(total.special());
    }
    BigDecimal count = BigDecimal.valueOf(column.values());
    return Optional.of(
        column.column().type() instanceof DecimalType decimal
            ? total.exact().divide(count, decimal.scale() + MORE_DIGITS, RoundingMode.HALF_UP)
            : total.exact().divide(count, MathContext.DECIMAL128).doubleValue());
  }
}
