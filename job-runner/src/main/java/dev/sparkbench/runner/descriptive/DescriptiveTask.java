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
 * A statistic that can be computed together with others in one pass over the data. The task says
 * which columns it needs, which statistics of each, and how its output is made from them. For a
 * statistic of each column on its own, {@link ColumnTask} is simpler to implement. Its class is
 * found by its name (see {@link ImplementedTasks}).
 */
public interface DescriptiveTask {

  /**
   * The statistics that the task needs, by column of the dataset. A task that needs no column still
   * gets the number of rows.
   */
  Map<TableColumn, List<StatisticRequest>> needs(
      List<TableColumn> columns, TaskParameters parameters);

  /**
   * The output.
   *
   * @param profile the computed statistics
   * @param columns the columns that the task uses
   */
  JsonNode output(TableProfile profile, List<TableColumn> columns, TaskParameters parameters);
}
