// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import java.nio.charset.StandardCharsets;

/** Fits texts into answers, by their size in bytes as JSON. */
final class Wire {

  private static final String ELLIPSIS = "…";

  private Wire() {}

  /** The size of a document in bytes. */
  static int bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The size of a text in a document in bytes, without its quotation marks. */
  static int bytesOf(String text) {
    return bytes(Contract.write(text)) - 2;
  }

  /**
   * As much of a text as fits, in whole characters, with an ellipsis if something is missing; empty
   * if there is no room at all.
   *
   * @param bytes the room in a document, without quotation marks
   */
  static String shortened(String text, int bytes) {
    if (bytesOf(text) <= bytes) {
      return text;
    }
    int room = bytes - bytesOf(ELLIPSIS);
    int fits = 0;
    int tooMany = text.codePointCount(0, text.length());
    while (fits + 1 < tooMany) {
      int middle = (fits + tooMany) / 2;
      if (bytesOf(start(text, middle)) <= room) {
        fits = middle;
      } else {
        tooMany = middle;
      }
    }
    return fits == 0 ? "" : start(text, fits) + ELLIPSIS;
  }

  private static String start(String text, int codePoints) {
    return text.substring(0, text.offsetByCodePoints(0, codePoints));
  }
}
