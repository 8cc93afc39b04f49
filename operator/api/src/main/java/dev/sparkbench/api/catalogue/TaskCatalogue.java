package dev.sparkbench.api.catalogue;

import java.util.List;
import java.util.Optional;

/**
 * Every task that a manifest may name. The operator checks manifests against it, the CRD's enum is
 * generated from it, and the runner must implement each entry. A name is unique within its type.
 */
public final class TaskCatalogue {

  private TaskCatalogue() {}

  /** One family's tasks, in the order in which documents list them. */
  public static List<TaskDeclaration> all(JobType type) {
    return switch (type) {
      case DESCRIPTIVE -> DescriptiveTasks.ALL;
      case ML -> MlTasks.ALL;
    };
  }

  /** The names of one family's tasks, in the catalogue's order. */
  public static List<String> names(JobType type) {
    return all(type).stream().map(TaskDeclaration::name).toList();
  }

  /** The family's task of that name, if there is one. */
  public static Optional<TaskDeclaration> find(JobType type, String name) {
    return all(type).stream().filter(task -> task.name().equals(name)).findFirst();
  }
}
