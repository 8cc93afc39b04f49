package dev.sparkbench.api.contract;

import dev.sparkbench.api.catalogue.JobType;
import java.util.List;
import java.util.Map;

/**
 * What to compute.
 *
 * @param type the family of the tasks
 * @param tasks names from the catalogue
 * @param parameters {@code <task>.<parameter>} to value; checked by the operator
 */
public record Workload(JobType type, List<String> tasks, Map<String, String> parameters) {

  /** Copies the collections; null is empty. */
  public Workload {
    tasks = tasks == null ? List.of() : List.copyOf(tasks);
    parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
  }
}
