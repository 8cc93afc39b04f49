// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.failure;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;

/** A failure that is already explained for people: its message goes into the report as it is. */
public final class RunFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final FailureReason reason;

  /**
   * Makes a failure.
   *
   * @param reason the class of the failure
   * @param message names the object, the value and the remedy; no secrets, no row content
   */
  public RunFailure(FailureReason reason, String message) {
    this(reason, message, null);
  }

  /**
   * Makes a failure with what lies behind it, which goes to the log only.
   *
   * @param reason the class of the failure
   * @param message names the object, the value and the remedy; no secrets, no row content
   * @param cause for the driver's log
   */
  public RunFailure(FailureReason reason, String message, Throwable cause) {
    super(withUsersUris(message), cause);
    this.reason = reason;
  }

  /** The names of objects as users write them. Hadoop, and so Spark, has a scheme of its own. */
  static String withUsersUris(String message) {
    return message.replace("s3a://", "s3://");
  }

  /** What the report says. */
  public Failure failure() {
    return new Failure(reason, getMessage());
  }
}
