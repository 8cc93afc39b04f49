// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

/**
 * Whether a benchmark is slower than the last one of the same job.
 *
 * @param slower whether a node count is slower; null if unknown
 * @param reason the reason for this, in one CamelCase word
 * @param message the reason for people, without a full stop; at most {@value #MAX_MESSAGE_LENGTH}
 *     characters
 */
public record Regression(Boolean slower, String reason, String message) {

  /** Longer messages end in an ellipsis. */
  public static final int MAX_MESSAGE_LENGTH = 400;

  /** Shortens the message. */
  public Regression {
    message = Text.shortened(message, MAX_MESSAGE_LENGTH);
  }
}
