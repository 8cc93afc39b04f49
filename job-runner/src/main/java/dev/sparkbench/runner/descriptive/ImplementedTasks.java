// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive;

import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.catalogue.TaskCatalogue;
import dev.sparkbench.api.contract.TaskWorkload;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.work.SelectedTask;
import dev.sparkbench.runner.work.TaskClasses;
import java.lang.invoke.MethodHandles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The descriptive tasks: for each declared one, the class of its name in this package. */
public final class ImplementedTasks {

  private static final TaskClasses<DescriptiveTask> CLASSES =
      new TaskClasses<>(JobType.DESCRIPTIVE, DescriptiveTask.class, MethodHandles.lookup());

  private ImplementedTasks() {}

  /**
   * The tasks of a workload, in its order.
   *
   * @throws RunFailure as {@link TaskClasses#select}
   */
  public static List<SelectedTask<DescriptiveTask>> select(TaskWorkload workload) {
    return CLASSES.select(workload);
  }

  /** All other tasks by their names, in the catalogue's order. */
  static Map<String, DescriptiveTask> allBut(String excluded) {
    Map<String, DescriptiveTask> tasks = new LinkedHashMap<>();
    for (String name : TaskCatalogue.names(JobType.DESCRIPTIVE)) {
      if (!name.equals(excluded)) {
        tasks.put(name, CLASSES.create(name));
      }
    }
    return tasks;
  }
}
