// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Finds the cause of an exception that describes the problem. */
final class Causes {

  private Causes() {}

  /**
   * The message of the innermost cause that has one, because it says what happened. If no cause has
   * a message, as when the JDK's HTTP client cannot connect, the types of all causes.
   */
  static String root(Throwable e) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable cause = e.getCause();
        cause != null && !causes.contains(cause);
        cause = cause.getCause()) {
      causes.add(cause);
    }
    for (int i = causes.size() - 1; i >= 0; i--) {
      if (causes.get(i).getMessage() != null) {
        return causes.get(i).getMessage();
      }
    }
    return causes.isEmpty()
        ? e.getMessage()
        : causes.stream()
            .map(cause -> cause.getClass().getSimpleName())
            .distinct()
            .collect(Collectors.joining(": "));
  }
}
