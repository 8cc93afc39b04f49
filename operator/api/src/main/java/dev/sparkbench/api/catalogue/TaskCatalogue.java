// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.catalogue;

import java.util.List;
import java.util.Optional;

/**
 * Every task that a manifest may name. The operator checks manifests against it, the CRD's enum is
 * generated from it, and the runner must implement each entry. A name is unique within its type.
 */
public final class TaskCatalogue {

  private TaskCatalogue() {}

  /** A type's tasks, in the order of the documents; empty for types with the user's own work. */
  public static List<TaskDeclaration> all(JobType type) {
    return switch (type) {
      case DESCRIPTIVE -> DescriptiveTasks.ALL;
      case ML -> MlTasks.ALL;
      case SQL, TPCH, TPCDS, APPLICATION -> List.of();
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

  /**
   * The family's task of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static TaskDeclaration get(JobType type, String name) {
    return find(type, name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no task %s of type %s is declared in the catalogue".formatted(name, type)));
  }
}
