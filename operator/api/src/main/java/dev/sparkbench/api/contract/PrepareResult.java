// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * The answer of a pod that creates missing data before the first run. Its request is a {@link
 * RunRequest} in {@link Contract#PREPARE_VARIABLE}.
 *
 * @param version the contract's version
 * @param generated whether data was created; false if it existed already
 * @param rows the number of rows of all tables together
 * @param bytes the size of all objects together
 * @param failure what went wrong; null after a success
 */
public record PrepareResult(int version, boolean generated, long rows, long bytes, Failure failure)
    implements Versioned {

  /** The answer of a pod that failed. */
  public static PrepareResult failed(Failure failure) {
    return new PrepareResult(Contract.OWN_WORK_VERSION, false, 0, 0, failure);
  }

  /** Whether the data exists. */
  @JsonIgnore
  public boolean succeeded() {
    return failure == null;
  }

  /**
   * The document for the termination message: complete JSON within the limit.
   *
   * @param bytes see {@link AnswerLimit}
   */
  public String toTerminationMessage(int bytes) {
    String whole = Contract.write(this);
    if (failure == null || Wire.bytes(whole) <= bytes) {
      return whole;
    }
    String empty =
        Contract.write(
            new PrepareResult(
                version, generated, rows, this.bytes, new Failure(failure.reason(), "")));
    return Contract.write(
        new PrepareResult(
            version,
            generated,
            rows,
            this.bytes,
            new Failure(
                failure.reason(), Wire.shortened(failure.message(), bytes - Wire.bytes(empty)))));
  }
}
