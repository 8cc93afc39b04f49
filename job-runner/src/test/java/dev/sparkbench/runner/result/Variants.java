// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.result;

import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.ReportRequest;
import dev.sparkbench.api.contract.ReportRequest.RunResult;
import dev.sparkbench.api.contract.ReportRequest.Variant;
import dev.sparkbench.api.contract.ReportRequestBuilder;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.contract.Storage;
import dev.sparkbench.api.contract.TaskWorkload;
import dev.sparkbench.runner.explain.RunDocuments;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A report on two variants for tests. */
public final class Variants {

  private static final String OUTPUT = "s3://bucket/user/result/job/output/";

  private Variants() {}

  /** Three trials of 1 and 2 nodes with 2 cores, and of 2 and 4 with 1; the second is faster. */
  public static ReportRequest request() {
    return request(1);
  }

  /**
   * The same, with the times of the first variant multiplied.
   *
   * @param slower by so much
   */
  static ReportRequest request(double slower) {
    List<RunResult> fat =
        List.of(
            run(1, 10 * slower, 12 * slower, 11 * slower),
            run(2, 6 * slower, 7.1 * slower, 6.6 * slower));
    List<RunResult> slim = List.of(run(2, 8.0, 9.7, 8.9), run(4, 4.9, 5.6, 5.3));
    return ReportRequestBuilder.builder()
        .version(Contract.VARIANTS_VERSION)
        .jobId("job")
        .dataset("s3://bucket/user/data.csv")
        .workload(new TaskWorkload(JobType.DESCRIPTIVE, List.of("row_count"), Map.of()))
        .storage(new Storage(null, null, false))
        .outputPrefix(OUTPUT)
        .measurement(new ReportRequest.Measurement(3, "Shuffled", 5L))
        .runs(fat)
        .goal(null)
        .cost(cost("0.36"))
        .variants(
            List.of(
                new Variant("fat", 2, fat, cost("0.36")),
                new Variant("slim", 1, slim, cost("0.2"))))
        .comparison(new ReportRequest.ComparisonGoal(5, null))
        .build();
  }

  private static ReportRequest.Cost cost(String price) {
    return new ReportRequest.Cost(price, "EUR", price, Map.of());
  }

  private static RunResult run(int nodes, double a, double b, double c) {
    return new RunResult(nodes, List.of(a, b, c), 3, 3, 0, 0, null, null);
  }

  /** The document of a run of the second variant with 4 nodes counts one row more. */
  private static String document(ReportRequest request, S3Uri uri, boolean differs) {
    String key = uri.key();
    int trial =
        key.contains("trial_") ? Integer.parseInt(key.replaceAll(".*trial_(\\d).*", "$1")) : 1;
    for (Variant variant : request.variants()) {
      for (RunResult run : variant.runs()) {
        if (key.contains(variant.name() + "/" + run.nodes() + "_nodes")) {
          double median = run.samples().get(trial - 1);
          boolean other = differs && variant.name().equals("slim") && run.nodes() == 4;
          return """
          {"job_id": "job", "finished_at": "2026-01-31T12:0%d:00Z", "dataset": {"identity": "sha256:1", "splits": {"count": 4}},
           "timing": {"samples_sec": [%s, %s, %s]},
           "metrics": {"slot_sec": {"cpu": 9.0, "driver": 0.625}, "skewed_stage": null, "median":
            {"stages": [], "executors": [], "spans": []}, "iterations": []},
           "environment": {"properties": {}}, "pins": {},
           "outputs": {"row_count": {"rows": %d}}, "configuration": {"executors.cores": "1"}}
          """
              .formatted(trial, median - 0.1, median + 0.3, median, other ? 4 : 3);
        }
      }
    }
    throw new IllegalArgumentException("no such document: " + key);
  }

  /** The report on each variant alone. */
  static Map<String, PerformanceReport> reports(ReportRequest request, boolean differs) {
    Map<String, PerformanceReport> reports = new LinkedHashMap<>();
    for (Variant variant : request.variants()) {
      ReportRequest alone = request.of(variant);
      reports.put(
          variant.name(),
          new PerformanceReport(
              alone,
              RunDocuments.read(alone, uri -> document(request, uri, differs)),
              Optional.empty()));
    }
    return reports;
  }

  /** The report on all. */
  static PerformanceReport report(ReportRequest request, boolean differs) {
    Map<String, PerformanceReport> reports = reports(request, differs);
    return new PerformanceReport(
        request.of(request.variants().get(0)),
        reports.get("fat").documents(),
        Optional.empty(),
        Optional.of(new VariantsReport(request, reports)));
  }
}
