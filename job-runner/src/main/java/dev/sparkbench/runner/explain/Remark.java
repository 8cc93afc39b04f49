// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.explain;

/**
 * Something that people should know about a benchmark.
 *
 * @param warning whether people should look into it; otherwise it is only an explanation
 * @param text a sentence without a full stop
 */
public record Remark(boolean warning, String text) {

  /** A remark that people should look into. */
  public static Remark warning(String text) {
    return new Remark(true, text);
  }

  static Remark note(String text) {
    return new Remark(false, text);
  }
}
