// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import dev.sparkbench.api.catalogue.JobType;
import java.util.List;
import java.util.Map;

/**
 * Tasks of the catalogue.
 *
 * @param type {@code descriptive} or {@code ml}
 * @param tasks names from the catalogue
 * @param parameters values by {@code <task>.<parameter>}; checked by the operator
 */
public record TaskWorkload(JobType type, List<String> tasks, Map<String, String> parameters)
    implements Workload {

  /** Copies the collections; null becomes empty. */
  public TaskWorkload {
    tasks = tasks == null ? List.of() : List.copyOf(tasks);
    parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
  }

  @Override
  public List<String> names() {
    return tasks;
  }

  @Override
  public <R> R accept(Cases<R> cases) {
    return cases.tasks(this);
  }
}
