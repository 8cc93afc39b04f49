package dev.sparkbench.local;

/** Something that the user can put right; the message is one line that says what and how. */
final class UserError extends Exception {

  private static final long serialVersionUID = 1L;

  UserError(String message) {
    super(message);
  }
}
