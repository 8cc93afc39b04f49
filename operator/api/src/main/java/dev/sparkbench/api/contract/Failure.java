// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

/**
 * A failure, described for people and for the plan.
 *
 * @param reason the class of the failure
 * @param message one or two sentences that name the object, the value and the remedy; never a
 *     secret
 */
public record Failure(FailureReason reason, String message) {

  /** The longest message, in characters; enough for a path and a remedy. */
  public static final int MAX_MESSAGE_LENGTH = 1024;

  /** Shortens the message to {@link #MAX_MESSAGE_LENGTH}. */
  public Failure {
    message = message == null ? "" : Text.shortened(message, MAX_MESSAGE_LENGTH);
  }
}
