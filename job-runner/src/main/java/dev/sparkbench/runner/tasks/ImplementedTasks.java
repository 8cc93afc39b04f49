package dev.sparkbench.runner.tasks;

import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.Workload;
import dev.sparkbench.runner.failure.RunFailure;
import java.util.List;

/** The tasks that this runner computes. To add one, write its class and list it here. */
public final class ImplementedTasks {

  private static final List<DescriptiveTask> DESCRIPTIVE =
      List.of(new RowCount(), new MinMaxMean(), new NullPercentage());

  private ImplementedTasks() {}

  /** The names of one family's tasks. */
  public static List<String> names(JobType type) {
    return type == JobType.DESCRIPTIVE
        ? DESCRIPTIVE.stream().map(DescriptiveTask::name).toList()
        : List.of();
  }

  /**
   * The tasks of a workload, in its order.
   *
   * @throws RunFailure {@code InvalidTask} for one that this runner does not know
   */
  public static List<DescriptiveTask> select(Workload workload) {
    if (workload.type() == null || workload.tasks().isEmpty()) {
      throw new RunFailure(
          FailureReason.INVALID_TASK, "jobConfig needs a type and at least one task");
    }
    return workload.tasks().stream().distinct().map(name -> find(workload.type(), name)).toList();
  }

  private static DescriptiveTask find(JobType type, String name) {
    return DESCRIPTIVE.stream()
        .filter(task -> type == JobType.DESCRIPTIVE && task.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new RunFailure(
                    FailureReason.INVALID_TASK,
                    "jobConfig.tasks names '%s'; this runner image knows for type %s: %s"
                        .formatted(name, type, String.join(", ", names(type)))));
  }
}
