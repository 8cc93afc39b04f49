package dev.sparkbench.controller.spec;

/**
 * One thing that is wrong with a spec.
 *
 * @param field where, such as {@code spec.nodeList}
 * @param problem the value, and what would be right
 */
public record Violation(String field, String problem) {

  @Override
  public String toString() {
    return field + ": " + problem;
  }
}
