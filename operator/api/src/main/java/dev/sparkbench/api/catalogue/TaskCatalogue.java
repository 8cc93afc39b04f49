package dev.sparkbench.api.catalogue;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.toMap;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every task that a manifest may name. The operator checks manifests against it, the CRD's enum is
 * generated from it, and the runner must implement each entry.
 */
public final class TaskCatalogue {

  private static final Map<String, TaskDeclaration> TASKS =
      List.of(
              descriptive("row_count", "Number of rows."),
              descriptive(
                  "min_max_mean", "Smallest and largest value and mean of each numeric column."),
              descriptive("null_percentage", "Percentage of nulls in each column."))
          .stream()
          .collect(
              collectingAndThen(
                  toMap(TaskDeclaration::name, t -> t, (a, b) -> a, LinkedHashMap::new),
                  Collections::unmodifiableMap));

  private TaskCatalogue() {}

  /** All tasks, in the order in which documents list them. */
  public static List<TaskDeclaration> all() {
    return List.copyOf(TASKS.values());
  }

  /** The names of one family's tasks, in the catalogue's order. */
  public static List<String> names(JobType type) {
    return TASKS.values().stream()
        .filter(task -> task.type() == type)
        .map(TaskDeclaration::name)
        .toList();
  }

  /** The task of that name, if there is one. */
  public static Optional<TaskDeclaration> find(String name) {
    return Optional.ofNullable(TASKS.get(name));
  }

  private static TaskDeclaration descriptive(String name, String summary) {
    return new TaskDeclaration(name, JobType.DESCRIPTIVE, summary, List.of());
  }
}
