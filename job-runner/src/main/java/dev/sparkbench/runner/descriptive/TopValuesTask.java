// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.runner.descriptive.profile.ColumnProfile;
import dev.sparkbench.runner.descriptive.profile.Statistic;
import dev.sparkbench.runner.descriptive.profile.StatisticRequest;
import dev.sparkbench.runner.descriptive.profile.TopValues;
import dev.sparkbench.runner.work.OutputValues;
import dev.sparkbench.runner.work.TaskParameters;
import java.util.List;
import org.apache.spark.sql.types.DataType;

/**
 * The most frequent values of each column, the most frequent first: {@code {"city": {"values":
 * [{"value": "Oslo", "count": 7}], "count_error": 0, "exact": true}}}. It is exact up to about ten
 * thousand distinct values; among equally frequent values, the smaller comes first. Above that, a
 * count is never too high, and too low by at most the error. The list is short or empty if no value
 * is frequent. Binaries are in hexadecimal. Long texts are cut and end in …; a cut value also has a
 * {@code hash} of the whole value, because two long texts may begin alike.
 */
final class TopValuesTask extends ColumnTask {

  @Override
  boolean looksAt(DataType type) {
    return Statistic.FREQUENT.isKnownOf(type);
  }

  @Override
  List<StatisticRequest> needs(TaskParameters parameters) {
    return List.of(StatisticRequest.of(Statistic.FREQUENT));
  }

  @Override
  JsonNode output(ColumnProfile column, TaskParameters parameters) {
    TopValues top = column.top(parameters.integer("k"));
    ObjectNode output = OutputValues.NODES.objectNode();
    ArrayNode values = output.putArray("values");
    for (TopValues.Entry entry : top.entries()) {
      ObjectNode value =
          values
              .addObject()
              .<ObjectNode>set("value", OutputValues.of(entry.value()))
              .put("count", entry.count());
      if (entry.hash() != null) {
        value.put("hash", Long.toHexString(entry.hash()));
      }
    }
    return output.put("count_error", top.error()).put("exact", top.error() == 0);
  }
}
