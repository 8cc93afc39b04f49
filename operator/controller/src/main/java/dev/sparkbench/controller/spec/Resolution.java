// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import java.util.List;
import java.util.stream.Stream;

/**
 * The resolution of a spec: a benchmark that can run, or everything that is wrong with the spec.
 */
public sealed interface Resolution {

  /**
   * The spec can be run.
   *
   * @param benchmark what to run
   */
  record Valid(Benchmark benchmark) implements Resolution {}

  /**
   * The spec cannot be run.
   *
   * @param violations everything that is wrong with it, at least one violation; if there are very
   *     many, only the first
   */
  record Invalid(List<Violation> violations) implements Resolution {

    private static final int MOST = 20;

    /** Copies the violations, up to a readable number. */
    public Invalid {
      int more = violations.size() - MOST;
      violations =
          more <= 0
              ? List.copyOf(violations)
              : Stream.concat(
                      violations.stream().limit(MOST),
                      Stream.of(
                          new Violation(
                              "spec", "has %d more mistakes of such kinds".formatted(more))))
                  .toList();
    }
  }
}
