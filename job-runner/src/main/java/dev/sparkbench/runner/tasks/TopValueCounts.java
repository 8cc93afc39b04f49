package dev.sparkbench.runner.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.runner.profile.ColumnProfile;
import dev.sparkbench.runner.profile.Need;
import dev.sparkbench.runner.profile.Statistic;
import dev.sparkbench.runner.profile.TopValues;
import java.util.List;
import org.apache.spark.sql.types.DataType;

/**
 * The most frequent values of each column, the most frequent first: {@code {"city": {"values":
 * [{"value": "Oslo", "count": 7}], "count_error": 0}}}. A count is never too high, and too low by
 * at most the error, which is 0 if the column has few distinct values. Where nothing is frequent,
 * the list is short or empty. Long texts are cut and end in …; binaries are in hexadecimal.
 */
final class TopValueCounts extends ColumnTask {

  TopValueCounts() {
    super("top_values");
  }

  @Override
  boolean looksAt(DataType type) {
    return Statistic.FREQUENT.isKnownOf(type);
  }

  @Override
  List<Need> needs(TaskParameters parameters) {
    return List.of(Need.of(Statistic.FREQUENT));
  }

  @Override
  JsonNode output(ColumnProfile column, TaskParameters parameters) {
    TopValues top = column.top(parameters.integer("k"));
    ObjectNode output = OutputValues.NODES.objectNode();
    ArrayNode values = output.putArray("values");
    for (TopValues.Entry entry : top.entries()) {
      values
          .addObject()
          .<ObjectNode>set("value", OutputValues.of(entry.value()))
          .put("count", entry.count());
    }
    return output.put("count_error", top.error());
  }
}
