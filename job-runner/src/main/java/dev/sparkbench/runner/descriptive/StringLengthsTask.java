// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.runner.descriptive.profile.ColumnProfile;
import dev.sparkbench.runner.descriptive.profile.Lengths;
import dev.sparkbench.runner.descriptive.profile.Statistic;
import dev.sparkbench.runner.descriptive.profile.StatisticRequest;
import dev.sparkbench.runner.work.OutputValues;
import dev.sparkbench.runner.work.TaskParameters;
import java.util.List;
import org.apache.spark.sql.types.DataType;

/**
 * The lengths of the values of each column: {@code {"city": {"min": 4, "max": 12, "mean": 6.5,
 * "empty": 0}}}. The length of a text is its number of characters (code points), that of a binary
 * its bytes, that of an array or map its elements. {@code empty} counts values of length 0. The
 * other fields are null if there are no values.
 */
final class StringLengthsTask extends ColumnTask {

  @Override
  boolean looksAt(DataType type) {
    return Statistic.LENGTHS.isKnownOf(type);
  }

  @Override
  List<StatisticRequest> needs(TaskParameters parameters) {
    return List.of(StatisticRequest.of(Statistic.LENGTHS));
  }

  @Override
  JsonNode output(ColumnProfile column, TaskParameters parameters) {
    Lengths lengths = column.lengths();
    ObjectNode output = OutputValues.NODES.objectNode();
    if (lengths.count() == 0) {
      return output.putNull("min").putNull("max").putNull("mean").put("empty", 0);
    }
    return output
        .put("min", lengths.min())
        .put("max", lengths.max())
        .put("mean", (double) lengths.sum() / lengths.count())
        .put("empty", lengths.empty());
  }
}
