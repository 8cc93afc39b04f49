// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.work;

import java.util.List;

/**
 * Work that is ready to be done, any number of times.
 *
 * @param <T> what each part of it computes
 */
public interface Work<T> {

  /**
   * The parts, in the order in which a pass does them. A pass takes as long as its parts together;
   * what lies between them is not measured.
   */
  List<Part<T>> parts();

  /**
   * What the last pass computed.
   *
   * @param computed one entry for each part
   */
  Result result(List<T> computed);

  /** A pass that nobody measures. */
  default Result compute() {
    return result(parts().stream().map(part -> part.computation().get()).toList());
  }

  /**
   * Does all of it once, to look at the results themselves. It is done before the warm-ups and
   * counts as the first of them; it may take another way than the parts, and is not measured.
   *
   * @return whether anything was done
   */
  default boolean check() {
    return false;
  }

  /**
   * Whether it can be done more than once in a JVM. Otherwise it is measured once, and what
   * disturbed it does not change that.
   */
  default boolean repeatable() {
    return true;
  }

  /** Tidies up before the next part, or the next pass. Not measured. */
  default void beforeEachPart() {}
}
