// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

/** Limits the length of texts. */
public final class Text {

  private Text() {}

  /**
   * A text with at most the given number of characters; a text that had to be cut ends with an
   * ellipsis.
   */
  public static String shortened(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    int end = Math.max(0, length - 1);
    if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + "…";
  }
}
