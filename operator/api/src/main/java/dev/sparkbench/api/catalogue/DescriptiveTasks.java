package dev.sparkbench.api.catalogue;

import java.util.List;

/** The tasks of {@link JobType#DESCRIPTIVE}. */
final class DescriptiveTasks {

  static final List<TaskDeclaration> ALL =
      List.of(
          task("row_count", "Number of rows."),
          task("min_max_mean", "Smallest and largest value and mean of each numeric column."),
          task("null_percentage", "Percentage of nulls in each column."));

  private DescriptiveTasks() {}

  private static TaskDeclaration task(
      String name, String summary, ParameterDeclaration... parameters) {
    return new TaskDeclaration(name, JobType.DESCRIPTIVE, summary, List.of(parameters));
  }
}
