// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import java.util.List;
import java.util.stream.Stream;

/** What became of a spec: a benchmark that can be run, or everything that is wrong with it. */
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
   * @param violations everything that is wrong with it, at least one thing; of very many things the
   *     first ones
   */
  record Invalid(List<Violation> violations) implements Resolution {

    private static final int MOST = 20;

    /** Copies the violations, as many as somebody would read. */
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
