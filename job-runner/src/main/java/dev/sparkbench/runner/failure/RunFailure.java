// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.failure;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;

/** A failure that is already explained: its message goes into the report unchanged. */
public final class RunFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final FailureReason reason;

  /**
   * Creates a failure.
   *
   * @param reason the class of the failure
   * @param message names the object, the value and the remedy; no secrets, no row content
   */
  public RunFailure(FailureReason reason, String message) {
    this(reason, message, null);
  }

  /**
   * Creates a failure with a cause, which goes only to the log.
   *
   * @param reason the class of the failure
   * @param message names the object, the value and the remedy; no secrets, no row content
   * @param cause for the driver's log
   */
  public RunFailure(FailureReason reason, String message, Throwable cause) {
    super(withUsersUris(message), cause);
    this.reason = reason;
  }

  /** Writes the names of objects as users do. Hadoop, and so Spark, uses another URI scheme. */
  static String withUsersUris(String message) {
    return message.replace("s3a://", "s3://");
  }

  /** The failure for the report. */
  public Failure failure() {
    return new Failure(reason, getMessage());
  }
}
