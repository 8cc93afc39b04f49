package dev.sparkbench.api.contract;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * The report pod's whole answer.
 *
 * @param version the contract's version
 * @param performanceCsv {@code s3://} URI of the table; null after a failure
 * @param performanceJson {@code s3://} URI of the same as JSON; null after a failure
 * @param failure what went wrong; null after a success
 */
public record ReportResult(
    int version, String performanceCsv, String performanceJson, Failure failure)
    implements Versioned {

  /** Whether everything was written. */
  @JsonIgnore
  public boolean succeeded() {
    return failure == null;
  }
}
