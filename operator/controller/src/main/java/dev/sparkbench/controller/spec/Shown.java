// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import java.util.Arrays;

/** Shortens what users wrote, so that sentences with it stay readable. */
final class Shown {

  private static final int LONGEST = 80;

  private Shown() {}

  /** The value, or its beginning. */
  static String of(String value) {
    return of(value, LONGEST);
  }

  /** The value, or as much of its beginning. */
  static String of(String value, int longest) {
    if (value.length() <= longest) {
      return value;
    }
    // Half of a pair of characters is none.
    int end = Character.isHighSurrogate(value.charAt(longest - 2)) ? longest - 2 : longest - 1;
    return value.substring(0, end) + "…";
  }

  /** The sentence, with the texts in it shortened. */
  static String sentence(String format, Object... values) {
    return format.formatted(
        Arrays.stream(values)
            .map(value -> value instanceof String text ? of(text) : value)
            .toArray());
  }
}
