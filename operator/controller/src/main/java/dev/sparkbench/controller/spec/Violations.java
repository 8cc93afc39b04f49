// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Collects what is wrong with a spec, in the order in which it is found. */
final class Violations {

  private final List<Violation> found = new ArrayList<>();

  /**
   * Adds an error.
   *
   * @param problem a format for the values
   * @param values of which long texts are shortened
   */
  void add(String field, String problem, Object... values) {
    add(new Violation(field, Shown.sentence(problem, values)));
  }

  void add(Violation violation) {
    found.add(violation);
  }

  void addAll(Collection<Violation> violations) {
    found.addAll(violations);
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  List<Violation> toList() {
    return List.copyOf(found);
  }
}
