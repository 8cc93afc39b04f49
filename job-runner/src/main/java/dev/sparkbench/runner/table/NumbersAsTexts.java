// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import java.util.regex.Pattern;

/** Recognizes texts that Spark reads as numbers although they are not. */
final class NumbersAsTexts {

  private static final String REGEX =
      "[+-]?(?:0\\d[\\d.]*(?:[eE][+-]?\\d+)?[dDfF]?|\\d[\\d.]*(?:[eE][+-]?\\d+)?[dDfF])";

  /** The pattern for Spark, which matches it anywhere in a text. */
  static final String WHOLE = "^" + REGEX + "$";

  private static final Pattern TEXT = Pattern.compile(REGEX);

  private NumbersAsTexts() {}

  /**
   * Whether a value is a text although Spark reads it as a number: a number does not begin with 0
   * before another digit, as postal codes and hours do, nor end with a letter, as {@code 1d} does.
   */
  static boolean isText(String value) {
    return TEXT.matcher(value).matches();
  }
}
