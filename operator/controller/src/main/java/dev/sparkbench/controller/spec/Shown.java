// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import java.util.Arrays;

/** Shortens the users' texts in messages, so that sentences with them stay readable. */
final class Shown {

  private static final int LONGEST = 80;

  private Shown() {}

  /** The value, shortened if it is long. */
  static String of(String value) {
    return of(value, LONGEST);
  }

  /** The value, shortened to the given length. */
  static String of(String value, int longest) {
    if (value.length() <= longest) {
      return value;
    }
    // Does not cut a surrogate pair.
    int end = Character.isHighSurrogate(value.charAt(longest - 2)) ? longest - 2 : longest - 1;
    return value.substring(0, end) + "…";
  }

  /** The sentence, with shortened texts in it. */
  static String sentence(String format, Object... values) {
    return format.formatted(
        Arrays.stream(values)
            .map(value -> value instanceof String text ? of(text) : value)
            .toArray());
  }
}
