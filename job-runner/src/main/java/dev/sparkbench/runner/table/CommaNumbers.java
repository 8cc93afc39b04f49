// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import java.util.regex.Pattern;

/**
 * Whether all values of a column of CSV look like numbers with a comma, such as {@code 26253,37} or
 * {@code 1.234,50}, which Spark reads as texts. Missing values do not count.
 */
final class CommaNumbers {

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:\\d{1,3}(?:[. ']\\d{3})+|\\d+),\\d+|[+-]?\\d+");

  private boolean all = true;
  private boolean some;

  /** Looks at the next value; null for a missing one. */
  void add(String value) {
    if (all && value != null && !value.isBlank()) {
      String text = value.strip();
      all = NUMBER.matcher(text).matches();
      some |= text.indexOf(',') >= 0;
    }
  }

  /** Whether there were values, all of them numbers and one of them with a comma. */
  boolean areAll() {
    return all && some;
  }
}
