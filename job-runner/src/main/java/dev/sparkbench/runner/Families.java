package dev.sparkbench.runner;

import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.contract.TaskWorkload;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.ml.MlTask;
import dev.sparkbench.runner.ml.MlWork;
import dev.sparkbench.runner.ml.tasks.ImplementedMlTasks;
import dev.sparkbench.runner.table.Table;
import dev.sparkbench.runner.tasks.FusedPass;
import dev.sparkbench.runner.tasks.ImplementedTasks;
import dev.sparkbench.runner.tasks.SelectedTask;
import dev.sparkbench.runner.tasks.Work;
import java.util.List;
import java.util.function.Function;

/** Which code computes a workload, by its {@link JobType}. */
final class Families {

  private Families() {}

  /**
   * Checks a request's workload, before there is any data, and says how its work over a table is
   * planned.
   *
   * @throws RunFailure {@code InvalidTask} for a task that this runner does not know
   */
  static Function<Table, Work> select(RunRequest request) {
    TaskWorkload workload = (TaskWorkload) request.workload();
    if (workload.type() == JobType.ML) {
      List<MlTask> tasks = ImplementedMlTasks.select(workload);
      return table -> new MlWork(tasks, workload, request.dataset(), table);
    }
    List<SelectedTask> tasks = ImplementedTasks.select(workload);
    return table -> new FusedPass(tasks, table);
  }
}
