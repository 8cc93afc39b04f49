package dev.sparkbench.controller;

/** Finds what is at the bottom of an exception. */
final class Causes {

  private Causes() {}

  /** The message of the innermost cause, which says what happened without saying to whom. */
  static String root(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
