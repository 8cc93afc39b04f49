// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive;

import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.contract.TaskWorkload;
import dev.sparkbench.runner.storage.ObjectStore;
import dev.sparkbench.runner.work.Family;
import dev.sparkbench.runner.work.OneTable;
import dev.sparkbench.runner.work.Prepared;
import dev.sparkbench.runner.work.SelectedTask;
import java.util.List;

/**
 * Statistics of the columns.
 *
 * @param workload the tasks
 */
public record DescriptiveFamily(TaskWorkload workload) implements Family {

  @Override
  public Prepared prepare(RunRequest request, ObjectStore store) {
    List<SelectedTask<DescriptiveTask>> tasks = ImplementedTasks.select(workload);
    return OneTable.of(
        request.dataset(), List.of(), table -> new FusedPass(tasks, table).orRefuse());
  }
}
