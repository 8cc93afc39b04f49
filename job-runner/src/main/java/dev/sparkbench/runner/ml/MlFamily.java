// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml;

import dev.sparkbench.api.contract.ResultLayout;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.contract.TaskWorkload;
import dev.sparkbench.runner.ml.tasks.ImplementedMlTasks;
import dev.sparkbench.runner.storage.ObjectStore;
import dev.sparkbench.runner.work.Family;
import dev.sparkbench.runner.work.OneTable;
import dev.sparkbench.runner.work.Prepared;
import dev.sparkbench.runner.work.SelectedTask;
import java.util.List;

/**
 * Machine learning.
 *
 * @param workload the tasks
 */
public record MlFamily(TaskWorkload workload) implements Family {

  @Override
  public Prepared prepare(RunRequest request, ObjectStore store) {
    List<SelectedTask<MlTask>> tasks = ImplementedMlTasks.select(workload);
    return OneTable.of(
        request.dataset(),
        tasks.stream().anyMatch(MlWork::savesModel)
            // Spark replaces an earlier model by deleting it.
            ? List.of(ResultLayout.model(S3Uri.parse(request.output()), "model"))
            : List.of(),
        table -> new MlWork(tasks, request.dataset(), table));
  }
}
