// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive;

import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.catalogue.TaskCatalogue;
import dev.sparkbench.api.catalogue.TaskDeclaration;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.TaskWorkload;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.work.TaskParameters;
import java.util.ArrayList;
import java.util.List;

/**
 * The descriptive tasks that this runner computes. To add one, write its class and list it here.
 */
public final class ImplementedTasks {

  private static final List<DescriptiveTask> SINGLE =
      List.of(
          new RowCount(),
          new MinMaxMean(),
          new NullPercentage(),
          new Sum(),
          new StandardDeviation(),
          new SkewnessKurtosis(),
          new QuantileValues(),
          new Histogram(),
          new DistinctCount(),
          new TopValueCounts(),
          new StringLengths(),
          new ZeroNegativeNan(),
          new Schema(),
          new CorrelationMatrix(),
          new DuplicateRows());

  private static final List<DescriptiveTask> ALL = withProfile();

  private ImplementedTasks() {}

  private static List<DescriptiveTask> withProfile() {
    List<DescriptiveTask> all = new ArrayList<>(SINGLE);
    all.add(new Profile(SINGLE));
    return List.copyOf(all);
  }

  /** Their names. */
  public static List<String> names() {
    return ALL.stream().map(DescriptiveTask::name).toList();
  }

  /**
   * The tasks of a workload, in its order.
   *
   * @throws RunFailure {@code InvalidTask} for a task that this runner does not know, or a
   *     parameter out of its range
   */
  public static List<SelectedTask> select(TaskWorkload workload) {
    if (workload.type() == null || workload.tasks().isEmpty()) {
      throw new RunFailure(
          FailureReason.INVALID_TASK, "jobConfig needs a type and at least one task");
    }
    return workload.tasks().stream().distinct().map(name -> select(workload, name)).toList();
  }

  private static SelectedTask select(TaskWorkload workload, String name) {
    DescriptiveTask task = find(name);
    TaskDeclaration declaration = TaskCatalogue.get(JobType.DESCRIPTIVE, name);
    return new SelectedTask(task, TaskParameters.of(declaration, workload));
  }

  private static DescriptiveTask find(String name) {
    return ALL.stream()
        .filter(task -> task.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new RunFailure(
                    FailureReason.INVALID_TASK,
                    "jobConfig.tasks names '%s'; this runner image knows for type %s: %s"
                        .formatted(name, JobType.DESCRIPTIVE, String.join(", ", names()))));
  }
}
