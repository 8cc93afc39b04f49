// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.catalogue;

import java.util.List;

/**
 * What users and the operator need to know about a task; the runner knows how to compute it.
 *
 * @param name the name in {@code jobConfig.tasks}; the runner finds the task's class by it
 * @param type the family it belongs to
 * @param summary one sentence that describes the output
 * @param parameters its parameters, which {@code jobConfig.parameters} can set as {@code
 *     <task>.<parameter>}
 * @param needsLabel whether it predicts a column, which {@code dataset.label} must name
 * @param dependsOnSplits whether the output depends on how the rows are split, by more than the
 *     last digits of numbers. Then it cannot be compared between runs with other splits
 */
public record TaskDeclaration(
    String name,
    JobType type,
    String summary,
    List<ParameterDeclaration> parameters,
    boolean needsLabel,
    boolean dependsOnSplits) {

  /** Copies the parameters. */
  public TaskDeclaration {
    parameters = List.copyOf(parameters);
  }

  /** A task that predicts no column, and whose output is the same for all splits. */
  public TaskDeclaration(
      String name, JobType type, String summary, List<ParameterDeclaration> parameters) {
    this(name, type, summary, parameters, false, false);
  }
}
