package dev.sparkbench.api.catalogue;

import java.util.List;

/** The tasks of {@link JobType#ML}. */
final class MlTasks {

  static final List<TaskDeclaration> ALL = List.of();

  private MlTasks() {}
}
