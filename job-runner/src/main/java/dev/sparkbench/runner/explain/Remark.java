// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.explain;

/**
 * Something that people should know about a benchmark.
 *
 * @param warning whether somebody should look at it; else it is only an explanation
 * @param text a sentence without a full stop
 */
public record Remark(boolean warning, String text) {

  /** Something to look at. */
  public static Remark warning(String text) {
    return new Remark(true, text);
  }

  static Remark note(String text) {
    return new Remark(false, text);
  }
}
