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
 * What each column is: {@code {"zip": {"type": "string", "nullable": false, "format": "integer"}}}.
 * The type is Spark's, of a user-defined one with what it is stored as: {@code vector (struct<…>)};
 * nullable says whether there are nulls in the data, since files rarely say that there cannot be
 * any. Text columns have a format, which is what all of their values can be read as: boolean,
 * integer, number, date, timestamp, else text; null without values.
 */
final class Schema extends ColumnTask {

  Schema() {
    super("schema");
  }

  @Override
  boolean looksAt(DataType type) {
    return true;
  }

  @Override
  List<StatisticRequest> needs(TaskParameters parameters) {
    return List.of(
        StatisticRequest.of(Statistic.COUNT), StatisticRequest.of(Statistic.TEXT_FORMAT));
  }

  /** Of a type of its own, such as a vector, the name; not only what it is stored as. */
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
