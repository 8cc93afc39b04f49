// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.tasks;

import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.TaskWorkload;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.ml.MlTask;
import java.util.List;

/** The tasks of type ml that this runner computes. To add one, write its class and list it here. */
public final class ImplementedMlTasks {

  private static final List<MlTask> ALL =
      List.of(
          new KMeansTask(),
          new GaussianMixtureTask(),
          new LinearRegressionTask(),
          new LogisticRegressionTask(),
          new LinearSvcTask(),
          new NaiveBayesTask(),
          new DecisionTreeTask(),
          new RandomForestTask(),
          new GradientBoostedTreesTask(),
          new PcaTask(),
          new AlsTask(),
          new FpGrowthTask(),
          new LdaTask(),
          new CorrelationTask());

  private ImplementedMlTasks() {}

  /** Their names. */
  public static List<String> names() {
    return ALL.stream().map(MlTask::name).toList();
  }

  /**
   * The tasks of a workload, in its order.
   *
   * @throws RunFailure {@code InvalidTask} for a task that this runner does not know
   */
  public static List<MlTask> select(TaskWorkload workload) {
    if (workload.tasks().isEmpty()) {
      throw new RunFailure(FailureReason.INVALID_TASK, "jobConfig needs at least one task");
    }
    return workload.tasks().stream().distinct().map(ImplementedMlTasks::find).toList();
  }

  private static MlTask find(String name) {
    return ALL.stream()
        .filter(task -> task.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new RunFailure(
                    FailureReason.INVALID_TASK,
                    "jobConfig.tasks names '%s'; this runner image knows for type %s: %s"
                        .formatted(name, JobType.ML, String.join(", ", names()))));
  }
}
