// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.catalogue;

import java.util.List;

/**
 * What users and the operator need to know of a task; how it is computed is the runner's business.
 *
 * @param name the name in {@code jobConfig.tasks}
 * @param type the family it belongs to
 * @param summary one sentence for people: what the output holds
 * @param parameters what can be set in {@code jobConfig.parameters}, as {@code <task>.<parameter>}
 * @param needsLabel whether it predicts a column, which {@code dataset.label} has to name
 */
public record TaskDeclaration(
    String name,
    JobType type,
    String summary,
    List<ParameterDeclaration> parameters,
    boolean needsLabel) {

  /** Copies the parameters. */
  public TaskDeclaration {
    parameters = List.copyOf(parameters);
  }

  /** A task that predicts no column. */
  public TaskDeclaration(
      String name, JobType type, String summary, List<ParameterDeclaration> parameters) {
    this(name, type, summary, parameters, false);
  }
}
