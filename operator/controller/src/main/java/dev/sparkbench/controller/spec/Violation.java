// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

/**
 * One error in a spec.
 *
 * @param field the field, such as {@code spec.nodeList}
 * @param problem the value, and what would be right
 */
public record Violation(String field, String problem) {

  private static final int LONGEST_FIELD = 250;
  private static final int LONGEST_PROBLEM = 1000;

  /** Shortens both, because they quote the user's text. */
  public Violation {
    field = Shown.of(field, LONGEST_FIELD);
    problem = Shown.of(problem, LONGEST_PROBLEM);
  }

  @Override
  public String toString() {
    return field + ": " + problem;
  }
}
