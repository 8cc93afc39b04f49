// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

/** A document that says by which version of the contract it was written. */
public sealed interface Versioned
    permits RunRequest, RunReport, PrepareResult, ReportRequest, ReportResult {

  /** The lowest version of the contract that has all that the document says. */
  int version();
}
