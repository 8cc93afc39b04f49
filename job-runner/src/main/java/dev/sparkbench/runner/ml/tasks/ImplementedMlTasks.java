// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.tasks;

import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.TaskWorkload;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.ml.MlTask;
import dev.sparkbench.runner.work.SelectedTask;
import dev.sparkbench.runner.work.TaskClasses;
import java.lang.invoke.MethodHandles;
import java.util.List;

/** The tasks of type ml: for each declared one, the class of its name in this package. */
public final class ImplementedMlTasks {

  private static final TaskClasses<MlTask> CLASSES =
      new TaskClasses<>(JobType.ML, MlTask.class, MethodHandles.lookup());

  private ImplementedMlTasks() {}

  /**
   * The tasks of a workload, in its order.
   *
   * @throws RunFailure as {@link TaskClasses#select}
   */
  public static List<SelectedTask<MlTask>> select(TaskWorkload workload) {
    return CLASSES.select(workload);
  }
}
