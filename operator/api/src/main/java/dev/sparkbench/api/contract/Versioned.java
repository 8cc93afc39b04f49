package dev.sparkbench.api.contract;

/** A document that says by which version of the contract it was written. */
public sealed interface Versioned permits RunRequest, RunReport, ReportRequest, ReportResult {

  /** The writer's {@link Contract#VERSION}. */
  int version();
}
