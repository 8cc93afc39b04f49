// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.catalogue;

import java.util.List;

/**
 * What users and the operator need to know about a task; the runner knows how to compute it.
 *
 * @param name the name in {@code jobConfig.tasks}
 * @param type the family it belongs to
 * @param summary one sentence that describes the output
 * @param parameters its parameters, which {@code jobConfig.parameters} can set as {@code
 *     <task>.<parameter>}
 * @param needsLabel whether it predicts a column, which {@code dataset.label} must name
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
