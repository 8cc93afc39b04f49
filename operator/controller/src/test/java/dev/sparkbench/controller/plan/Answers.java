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
import dev.sparkbench.api.contract.RunReportBuilder;
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
    return RunReportBuilder.builder()
        .version(Contract.VERSION)
        .outcome(Outcome.SUCCEEDED)
        .nodes(nodes)
        .trial(trial)
        .attempt(1)
        .samples(Arrays.stream(samples).boxed().toList())
        .executorsRegistered(nodes)
        .executorsLost(0)
        .disturbed(0)
        .datasetIdentity("sha256:1")
        .phases(Phases.NONE)
        .failure(null)
        .instanceTypes(null)
        .build();
  }

  /** The same report, with executors on these instance types. */
  public static RunReport on(Map<String, Integer> instanceTypes, RunReport report) {
    return RunReportBuilder.builder(report).instanceTypes(instanceTypes).build();
  }

  /** The same report, with the driver's phases. */
  public static RunReport with(Phases phases, RunReport report) {
    return RunReportBuilder.builder(report).phases(phases).build();
  }

  /** A driver's report of failure. */
  public static RunReport failed(int nodes, FailureReason reason, String message) {
    return RunReportBuilder.builder()
        .version(Contract.VERSION)
        .outcome(Outcome.FAILED)
        .nodes(nodes)
        .trial(1)
        .attempt(1)
        .samples(List.of())
        .executorsRegistered(0)
        .executorsLost(0)
        .disturbed(0)
        .datasetIdentity(null)
        .phases(Phases.NONE)
        .failure(new Failure(reason, message))
        .instanceTypes(null)
        .build();
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
