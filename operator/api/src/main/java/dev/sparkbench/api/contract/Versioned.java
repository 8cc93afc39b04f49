// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

/** A document with the version of the contract that it follows. */
public sealed interface Versioned
    permits RunRequest, RunReport, PrepareResult, ReportRequest, ReportResult {

  /** The lowest version of the contract that supports everything in the document. */
  int version();
}
