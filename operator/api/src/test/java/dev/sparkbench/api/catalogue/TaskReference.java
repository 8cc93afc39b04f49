// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.catalogue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The catalogue in readable form: in the CRD's descriptions, and in {@code TASKS.md}. */
public final class TaskReference {

  private TaskReference() {}

  /** The summary of each task, as lines. */
  public static String tasks() {
    return typesWithTasks()
        .map(
            type ->
                TaskCatalogue.all(type).stream()
                    .map(task -> "\n- " + task.name() + ": " + task.summary())
                    .collect(Collectors.joining("", "\n" + type + ":", "")))
        .collect(Collectors.joining());
  }

  /** Each parameter with its values and its default, as lines. */
  public static String parameters() {
    return typesWithTasks()
        .map(
            type ->
                tasksByParameter(type).entrySet().stream()
                    .map(entry -> "\n- " + line(entry.getKey(), entry.getValue()))
                    .collect(Collectors.joining("", "\n" + type + ":", "")))
        .collect(Collectors.joining());
  }

  private static String line(ParameterDeclaration parameter, List<String> tasks) {
    return "%s of %s: %s; default %s"
        .formatted(
            parameter.name(),
            String.join(", ", tasks),
            parameter.allowed(),
            defaultValue(parameter, ""));
  }

  /** The document. */
  static String markdown() {
    String others =
        Stream.of(JobType.values())
            .flatMap(type -> ownWork(type).stream())
            .collect(Collectors.joining("\n", "\n## Other types\n\nThey have no tasks.\n\n", "\n"));
    return typesWithTasks()
        .map(
            type ->
                "\n## Type `%s`\n\n%s%s\n%s%s"
                    .formatted(type, engine(type), taskTable(type), splits(type), parameters(type)))
        .collect(
            Collectors.joining(
                "",
                """
                # Tasks

                What `jobConfig.type`, `jobConfig.tasks` and `jobConfig.parameters` (as `<task>.<parameter>`) can name.
                Generated from the catalogue by `mvn -pl operator/api test -DupdateTasks`; do not edit.
                """,
                others));
  }

  private static Stream<JobType> typesWithTasks() {
    return Stream.of(JobType.values()).filter(type -> !TaskCatalogue.all(type).isEmpty());
  }

  /** The description of a type that has no tasks, as a line. */
  private static Optional<String> ownWork(JobType type) {
    return switch (type) {
      case DESCRIPTIVE, ML -> Optional.empty();
      case SQL ->
          Optional.of(
              "- `sql`: your own queries over the dataset and further tables, or canonical ones that are made from its schema; see `jobConfig.sql`.");
      case TPCH ->
          Optional.of(
              "- `tpch`: 22 queries derived from TPC-H, over tables that are created at `s3Path`; see `jobConfig.tpch`.");
      case TPCDS ->
          Optional.of(
              "- `tpcds`: 103 queries derived from TPC-DS, over tables that are created at `s3Path`; see `jobConfig.tpcds`.");
      case APPLICATION ->
          Optional.of(
              "- `application`: the `main` of your own class, called as spark-submit would; see `jobConfig.application`.");
    };
  }

  private static String engine(JobType type) {
    return type == JobType.DESCRIPTIVE
        ? """
          All of them take one pass over the data, in an engine of this project's own. It is faster than Spark's own
          aggregates, and so scales differently.

          """
        : "";
  }

  private static String taskTable(JobType type) {
    return TaskCatalogue.all(type).stream()
        .map(
            task ->
                "| `%s` | %s | %s |\n"
                    .formatted(
                        task.name(), task.summary(), task.needsLabel() ? "`dataset.label`" : ""))
        .collect(Collectors.joining("", "| task | computes | needs |\n|---|---|---|\n", ""));
  }

  /** The tasks whose outputs depend on the splits. */
  private static String splits(JobType type) {
    List<TaskDeclaration> dependent =
        TaskCatalogue.all(type).stream().filter(TaskDeclaration::dependsOnSplits).toList();
    return "With [`measurement.partitions: PerNodeCount`](MEASUREMENT.md#what-is-the-same-at-every-node-count), outputs of %s are not compared between node counts, or only in part.\n\n"
        .formatted(
            dependent.size() == TaskCatalogue.all(type).size()
                ? "these tasks"
                : dependent.stream()
                    .map(task -> "`" + task.name() + "`")
                    .collect(Collectors.joining(", ")));
  }

  private static String parameters(JobType type) {
    return tasksByParameter(type).entrySet().stream()
        .map(
            entry ->
                "| `%s` | %s | %s | %s | %s |\n"
                    .formatted(
                        entry.getKey().name(),
                        entry.getValue().stream()
                            .map(task -> "`" + task + "`")
                            .collect(Collectors.joining(", ")),
                        entry.getKey().summary(),
                        entry.getKey().allowed(),
                        defaultValue(entry.getKey(), "`")))
        .collect(
            Collectors.joining(
                "", "| parameter | of | means | takes | default |\n|---|---|---|---|---|\n", ""));
  }

  private static String defaultValue(ParameterDeclaration parameter, String quote) {
    String value = parameter.defaultValue();
    return value.isEmpty() ? "none" : value.isBlank() ? "a space" : quote + value + quote;
  }

  /** Tasks with the same declaration share an entry. */
  private static Map<ParameterDeclaration, List<String>> tasksByParameter(JobType type) {
    Map<ParameterDeclaration, List<String>> tasks = new LinkedHashMap<>();
    for (TaskDeclaration task : TaskCatalogue.all(type)) {
      for (ParameterDeclaration parameter : task.parameters()) {
        tasks.computeIfAbsent(parameter, p -> new ArrayList<>()).add(task.name());
      }
    }
    return tasks;
  }
}
