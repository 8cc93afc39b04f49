// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.runner.descriptive.profile.StatisticRequest;
import dev.sparkbench.runner.descriptive.profile.TableProfile;
import dev.sparkbench.runner.table.TableColumn;
import dev.sparkbench.runner.work.TaskParameters;
import java.util.List;
import java.util.Map;

/**
 * A statistic that one pass over the data can compute together with others. It says which columns
 * it looks at and what has to be kept of each, and how its output reads once that is known. For one
 * that says something of each column by itself, {@link ColumnTask} is less to write.
 */
public interface DescriptiveTask {

  /** The task's name in the catalogue. */
  String name();

  /**
   * What has to be kept of which of the dataset's columns. A task that looks at no column can still
   * know the number of rows.
   */
  Map<TableColumn, List<StatisticRequest>> needs(
      List<TableColumn> columns, TaskParameters parameters);

  /**
   * The output.
   *
   * @param profile what was found out
   * @param columns those that it looks at
   */
  JsonNode output(TableProfile profile, List<TableColumn> columns, TaskParameters parameters);
}
