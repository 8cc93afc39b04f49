// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.table.Table;
import dev.sparkbench.runner.table.TableColumn;
import dev.sparkbench.runner.work.TaskParameters;
import java.util.List;
import java.util.Optional;

/**
 * What the manifest says about a task, and the dataset.
 *
 * @param parameters the task's parameters
 * @param table the dataset
 * @param label the name of the column to predict; empty if none is given
 * @param features the names of the columns to predict from; empty for all suitable ones
 * @param splits the number of partitions to redistribute rows to if the files have fewer splits:
 *     the number of Spark tasks that can run at once with the largest node count; 0 to leave the
 *     splits as they are
 */
public record TaskInput(
    TaskParameters parameters,
    Table table,
    Optional<String> label,
    List<String> features,
    int splits) {

  /** The task's name. */
  public String task() {
    return parameters.task().name();
  }

  /**
   * The column in a parameter.
   *
   * @throws RunFailure {@code ColumnNotFound}
   */
  public TableColumn column(String parameter) {
    return table.column(
        "jobConfig.parameters.%s.%s".formatted(task(), parameter), parameters.text(parameter));
  }

  /**
   * The column to predict.
   *
   * @throws RunFailure {@code InvalidTask} if none is given, {@code ColumnNotFound} if the dataset
   *     does not have it
   */
  public TableColumn labelColumn() {
    return label
        .map(name -> table.column("dataset.label", name))
        .orElseThrow(
            () -> invalid("%s predicts a column: name it in dataset.label".formatted(task())));
  }

  /** A failure because the task does not fit the data. */
  public static RunFailure invalid(String message) {
    return new RunFailure(FailureReason.INVALID_TASK, message);
  }
}
