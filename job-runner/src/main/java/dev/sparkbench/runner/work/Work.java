// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.work;

import java.util.List;

/**
 * Work that can run any number of times.
 *
 * @param <T> the type of each part's result
 */
public interface Work<T> {

  /**
   * The parts, in the order in which a pass runs them. The time of a pass is the sum of its parts;
   * what happens between them is not measured.
   */
  List<Part<T>> parts();

  /**
   * The result of the last pass.
   *
   * @param computed one entry for each part
   */
  Result result(List<T> computed);

  /** Runs a pass that nobody measures. */
  default Result compute() {
    return result(parts().stream().map(part -> part.computation().get()).toList());
  }

  /**
   * Does all of the work once to check the results themselves. This happens before the warm-ups,
   * and counts as the first of them. It may work differently from the parts, and is not measured.
   *
   * @return whether anything was done
   */
  default boolean check() {
    return false;
  }

  /**
   * Whether the work can run more than once in a JVM. Otherwise it is measured once, and not
   * repeated if it was disturbed.
   */
  default boolean repeatable() {
    return true;
  }

  /** Cleans up before the next part, or the next pass. Not measured. */
  default void beforeEachPart() {}
}
