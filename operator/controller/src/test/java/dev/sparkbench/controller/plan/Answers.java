// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.Phases;
import dev.sparkbench.api.contract.PrepareResult;
import dev.sparkbench.api.contract.ReportResult;
import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.api.contract.RunReport.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Answers of pods. */
public final class Answers {

  private Answers() {}

  /** A driver's report of success. */
  public static RunReport measured(int nodes, double... samples) {
    return trial(1, nodes, samples);
  }

  /** The same for a trial. */
  public static RunReport trial(int trial, int nodes, double... samples) {
    return new RunReport(
        Contract.VERSION,
        Outcome.SUCCEEDED,
        nodes,
        trial,
        1,
        Arrays.stream(samples).boxed().toList(),
        nodes,
        0,
        0,
        "sha256:1",
        Phases.NONE,
        null);
  }

  /** The same report, with executors on these instance types. */
  public static RunReport on(Map<String, Integer> instanceTypes, RunReport report) {
    return new RunReport(
        report.version(),
        report.outcome(),
        report.nodes(),
        report.trial(),
        report.attempt(),
        report.samples(),
        report.executorsRegistered(),
        report.executorsLost(),
        report.disturbed(),
        report.datasetIdentity(),
        report.phases(),
        report.failure(),
        instanceTypes);
  }

  /** The same report, with the driver's phases. */
  public static RunReport with(Phases phases, RunReport report) {
    return new RunReport(
        report.version(),
        report.outcome(),
        report.nodes(),
        report.trial(),
        report.attempt(),
        report.samples(),
        report.executorsRegistered(),
        report.executorsLost(),
        report.disturbed(),
        report.datasetIdentity(),
        phases,
        report.failure(),
        report.instanceTypes());
  }

  /** A driver's report of failure. */
  public static RunReport failed(int nodes, FailureReason reason, String message) {
    return new RunReport(
        Contract.VERSION,
        Outcome.FAILED,
        nodes,
        1,
        1,
        List.of(),
        0,
        0,
        0,
        null,
        Phases.NONE,
        new Failure(reason, message));
  }

  /** A preparing pod's answer. */
  public static PrepareResult prepared(boolean generated) {
    return new PrepareResult(Contract.OWN_WORK_VERSION, generated, 8_661_245, 356_000_000, null);
  }

  /** A report pod's answer. */
  public static ReportResult reported() {
    return new ReportResult(
        Contract.VERSION,
        "s3://bucket/p/performance.csv",
        "s3://bucket/p/performance.json",
        "s3://bucket/p/report.html",
        List.of(),
        null,
        List.of(),
        null);
  }
}
