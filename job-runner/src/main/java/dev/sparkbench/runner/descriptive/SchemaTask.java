// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.runner.descriptive.profile.ColumnProfile;
import dev.sparkbench.runner.descriptive.profile.Statistic;
import dev.sparkbench.runner.descriptive.profile.StatisticRequest;
import dev.sparkbench.runner.descriptive.profile.TextFormat;
import dev.sparkbench.runner.work.OutputValues;
import dev.sparkbench.runner.work.TaskParameters;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.UserDefinedType;

/**
 * The type of each column: {@code {"zip": {"type": "string", "nullable": false, "format":
 * "integer"}}}. The type is Spark's. A user-defined type also has the type that it is stored as:
 * {@code vector (struct<…>)}. Nullable says whether the data has nulls, because files rarely
 * declare that there are none. Text columns have a format that fits all their values: boolean,
 * integer, number, date or timestamp, otherwise text; null if there are no values.
 */
final class SchemaTask extends ColumnTask {

  @Override
  boolean looksAt(DataType type) {
    return true;
  }

  @Override
  List<StatisticRequest> needs(TaskParameters parameters) {
    return List.of(
        StatisticRequest.of(Statistic.COUNT), StatisticRequest.of(Statistic.TEXT_FORMAT));
  }

  /**
   * The name of a user-defined type, such as a vector, in addition to the type that it is stored
   * as.
   */
  private static String typeName(DataType type) {
    return type instanceof UserDefinedType<?> own
        ? "%s (%s)".formatted(own.typeName(), own.sqlType().catalogString())
        : type.catalogString();
  }

  @Override
  JsonNode output(ColumnProfile column, TaskParameters parameters) {
    DataType type = column.column().type();
    ObjectNode output =
        OutputValues.NODES
            .objectNode()
            .put("type", typeName(type))
            .put("nullable", column.values() < column.rows());
    if (Statistic.TEXT_FORMAT.isKnownOf(type)) {
      output.put(
          "format",
          column.values() == 0
              ? null
              : column.textFormat().map(TextFormat::wireName).orElse("text"));
    }
    return output;
  }
}
