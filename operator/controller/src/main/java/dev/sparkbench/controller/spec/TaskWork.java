// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import dev.sparkbench.api.contract.TaskWorkload;
import dev.sparkbench.api.contract.Workload;
import dev.sparkbench.api.resource.DatasetSpec;
import dev.sparkbench.api.resource.JobConfig;
import java.util.List;

/** Tasks of the catalogue: types descriptive and ml. */
record TaskWork(JobConfig config, DatasetSpec dataset) implements WorkSpec {

  @Override
  public List<Violation> violations() {
    return TaskCheck.of(config, dataset);
  }

  @Override
  public Workload workload() {
    return new TaskWorkload(config.type(), config.tasks(), config.parameters());
  }

  @Override
  public boolean readsDataset() {
    return true;
  }
}
