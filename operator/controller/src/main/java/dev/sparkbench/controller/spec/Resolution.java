package dev.sparkbench.controller.spec;

import java.util.List;

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
   * @param violations everything that is wrong with it, at least one thing
   */
  record Invalid(List<Violation> violations) implements Resolution {

    /** Copies the violations. */
    public Invalid {
      violations = List.copyOf(violations);
    }
  }
}
