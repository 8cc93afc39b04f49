// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local;

/**
 * A mistake that the user can correct; the message is one line that says what is wrong and what to
 * do.
 */
final class UserError extends Exception {

  private static final long serialVersionUID = 1L;

  UserError(String message) {
    super(message);
  }
}
