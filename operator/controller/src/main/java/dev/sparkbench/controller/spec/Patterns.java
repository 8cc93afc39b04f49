// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Names that an administrator allows.
 *
 * @param patterns names, in which {@code *} matches any characters, or none
 */
public record Patterns(List<String> patterns) {

  /** No name. */
  public static final Patterns NONE = new Patterns(List.of());

  /** Every name. */
  public static final Patterns ALL = new Patterns(List.of("*"));

  /** Copies the patterns. */
  public Patterns {
    patterns = List.copyOf(patterns);
  }

  /** Whether a name matches one of the patterns. */
  boolean allow(String name) {
    return patterns.stream().anyMatch(pattern -> expression(pattern).matcher(name).matches());
  }

  private static Pattern expression(String pattern) {
    // With this limit, empty texts at the end are kept.
    return Pattern.compile(
        List.of(pattern.split("[*]", -1)).stream()
            .map(Pattern::quote)
            .collect(Collectors.joining(".*")));
  }
}
