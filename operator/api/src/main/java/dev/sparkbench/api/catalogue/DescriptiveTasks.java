// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.catalogue;

import static dev.sparkbench.api.catalogue.ParameterDeclaration.whole;

import java.util.ArrayList;
import java.util.List;

/** The tasks of {@link JobType#DESCRIPTIVE}. */
final class DescriptiveTasks {

  private static final ParameterDeclaration SKETCH_SIZE =
      whole(
          "k",
          "Size of the quantile sketch; the rank error is about 4 divided by it.",
          1024,
          64,
          2048);

  private static final List<TaskDeclaration> SINGLE =
      List.of(
          task("row_count", "Number of rows."),
          task(
              "min_max_mean",
              "Smallest and largest value of each column of numbers, dates or times, and mean of each numeric column."),
          task("null_percentage", "Percentage of nulls in each column."),
          task("sum", "Exact sum of each numeric column."),
          task("stddev", "Standard deviation and variance of each numeric column."),
          task("skewness_kurtosis", "Skewness and excess kurtosis of each numeric column."),
          splitDependent(
              "quantiles",
              "1, 5, 25, 50, 75, 95 and 99 % quantiles of each column of numbers, dates or times; exact up to about ten thousand values, approximate above that.",
              SKETCH_SIZE),
          splitDependent(
              "histogram",
              "Counts of each numeric column's values in bins of equal width; exact up to about ten thousand values, approximate above that.",
              whole("bins", "Number of bins.", 20, 1, 1000),
              SKETCH_SIZE),
          task(
              "distinct_count",
              "Number of distinct values of each column; exact up to about ten thousand, and an estimate with its standard error above that.",
              whole(
                  "precision",
                  "Logarithm of the sketch's registers; 12 has a standard error of 1.6 %, each more divides it by 1.4.",
                  12,
                  4,
                  16)),
          splitDependent(
              "top_values",
              "Most frequent values of each column, with counts; exact up to about ten thousand distinct values, with an error bound above that.",
              whole("k", "Number of values.", 10, 1, 100)),
          task(
              "string_lengths",
              "Smallest, largest and mean length of texts, binaries, arrays and maps."),
          task(
              "zero_negative_nan",
              "Numbers of zeros, negative numbers, NaN and infinities in each numeric column."),
          task("schema", "Type of each column, whether it has nulls, and the format of its texts."),
          task(
              "correlation",
              "Pearson correlation of each pair of the first numeric columns.",
              whole("maxColumns", "Number of columns that are used.", 16, 2, 64)),
          task(
              "duplicate_rows",
              "Number of rows that are copies of another.",
              new ParameterDeclaration.Flag(
                  "exact",
                  "Whether all rows are compared, by hashes that are shuffled, eight bytes for each row; false: an estimate without a shuffle.",
                  true),
              whole(
                  "precision",
                  "Without exact, the logarithm of the sketch's registers; 16 has a standard error of 0.4 %.",
                  16,
                  4,
                  16)));

  static final List<TaskDeclaration> ALL = withProfile();

  private DescriptiveTasks() {}

  private static List<TaskDeclaration> withProfile() {
    List<ParameterDeclaration> parameters = new ArrayList<>();
    for (TaskDeclaration task : SINGLE) {
      task.parameters()
          .forEach(
              parameter -> parameters.add(parameter.named(task.name() + "." + parameter.name())));
    }
    List<TaskDeclaration> all = new ArrayList<>(SINGLE);
    all.add(
        new TaskDeclaration(
            "profile",
            JobType.DESCRIPTIVE,
            "All other descriptive tasks, by column.",
            parameters,
            false,
            SINGLE.stream().anyMatch(TaskDeclaration::dependsOnSplits)));
    return List.copyOf(all);
  }

  private static TaskDeclaration task(
      String name, String summary, ParameterDeclaration... parameters) {
    return new TaskDeclaration(name, JobType.DESCRIPTIVE, summary, List.of(parameters));
  }

  /** A task with a sketch that gives another approximation if the same rows are split otherwise. */
  private static TaskDeclaration splitDependent(
      String name, String summary, ParameterDeclaration... parameters) {
    return new TaskDeclaration(
        name, JobType.DESCRIPTIVE, summary, List.of(parameters), false, true);
  }
}
