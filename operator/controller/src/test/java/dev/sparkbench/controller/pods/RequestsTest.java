// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.pods;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.Dataset;
import dev.sparkbench.api.contract.QueryResult;
import dev.sparkbench.api.contract.ReportRequest;
import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.contract.SqlWorkload;
import dev.sparkbench.api.contract.SqlWorkload.NamedTable;
import dev.sparkbench.api.contract.SqlWorkload.Query;
import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.api.resource.PerformanceMetric;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.scaling.Samples;
import dev.sparkbench.api.scaling.ScalingTable;
import dev.sparkbench.controller.Manifests;
import dev.sparkbench.controller.plan.Answers;
import dev.sparkbench.controller.plan.Situation;
import dev.sparkbench.controller.plan.Step;
import dev.sparkbench.controller.spec.Allowed;
import dev.sparkbench.controller.spec.Benchmark;
import dev.sparkbench.controller.spec.Resolution;
import dev.sparkbench.controller.spec.SpecResolver;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestsTest {

  private static final Set<String> KNOWN_TO_ALL_RUNNERS =
      Set.of(
          "version",
          "jobId",
          "nodes",
          "trial",
          "attempt",
          "maxNodes",
          "minNodes",
          "workload",
          "dataset",
          "storage",
          "output",
          "warmups",
          "maxWarmupSeconds",
          "iterations",
          "cacheInMemory",
          "executors",
          "sparkConf",
          "startSeconds");

  /** The report computes costs from its request, the status from its own data. */
  @Test
  void theReportComesToTheCostsOfTheStatus() {
    Situation situation =
        Situation.applied(
            Manifests.benchmark(
                "[1, 2, 4]",
                """
                  measurement: {iterations: 1, trials: 2}
                  cost:
                    executorHourPrice: "0.37"
                    spotSharePercent: 30
                    spotDiscountPercent: 65
                    instanceTypes:
                    - {name: m5.large, executorHourPrice: "0.113"}
                    - {name: m5.xlarge, executorHourPrice: "0.23"}
                """));
    for (int trial = 1; trial <= 2; trial++) {
      for (RunReport report :
          List.of(
              Answers.on(Map.of("m5.large", 1), Answers.trial(trial, 1, 9.1)),
              Answers.on(Map.of("m5.large", 1, "m5.xlarge", 1), Answers.trial(trial, 2, 5.3)),
              Answers.on(Map.of("m5.large", trial, "c5", 1), Answers.trial(trial, 4, 3.7)))) {
        situation.nextPodSays(report).takeUntil(Step.RecordRun.class);
      }
    }
    ReportRequest request =
        Requests.report(
            ((Resolution.Valid) situation.observe().spec()).benchmark(), situation.status());

    assertThat(request.runs())
        .extracting(ReportRequest.RunResult::instanceTypes)
        .containsExactly(
            Map.of("m5.large", 2),
            Map.of("m5.large", 2, "m5.xlarge", 2),
            Map.of("m5.large", 3, "c5", 2));
    Map<Integer, Samples> samples =
        request.measured().stream()
            .collect(
                Collectors.toMap(
                    ReportRequest.RunResult::nodes,
                    run -> new Samples(run.samples(), run.trials())));
    assertThat(situation.status().performanceMetrics())
        .extracting(PerformanceMetric::cost)
        .doesNotContainNull()
        .doesNotHaveDuplicates()
        .containsExactlyElementsOf(
            ScalingTable.of(samples).points().stream()
                .map(point -> request.costs().of(point).orElseThrow().toPlainString())
                .toList());
  }

  /** If an older runner supports the request, it gets it in its own version. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {type: ml, tasks: [kmeans]} | {} | false | 1
          {type: ml, tasks: [kmeans]} | {partitionCount: 2} | false | 1
          {type: ml, tasks: [kmeans]} | {partitionCount: 3} | false | 2
          {type: ml, tasks: [kmeans]} | {partitions: PerNodeCount} | false | 1
          {type: ml, tasks: [kmeans]} | {} | true | 2
          {type: sql} | {} | false | 2
          {type: sql} | {partitions: PerNodeCount} | false | 2
          {type: application, application: {mainClass: A}} | {} | false | 2
          """)
  void aRequestHasTheLowestVersionThatSaysWhatItSays(
      String config, String measurement, boolean eventLog, int version) {
    RunRequest request =
        request(
            Manifests.work(
                config, "  measurement: %s\n  eventLog: %s".formatted(measurement, eventLog)));
    assertThat(request.version()).isEqualTo(version);
    assertThat(request.eventLog()).isEqualTo(eventLog);
  }

  /** A runner ignores fields that it does not know, and would measure something else. */
  @Test
  void everyFieldIsKnownToEarlierRunnersOrNeedsALaterVersion() throws Exception {
    JsonNode request =
        new ObjectMapper()
            .readTree(
                Contract.write(
                    request(Manifests.work("{type: ml, tasks: [kmeans]}", "  eventLog: true"))));
    Set<String> fields = new TreeSet<>();
    request.fieldNames().forEachRemaining(fields::add);
    fields.removeAll(KNOWN_TO_ALL_RUNNERS);
    assertThat(fields)
        .as(
            "fields that Requests.version looks at; add others to KNOWN_TO_ALL_RUNNERS if a runner may ignore them")
        .containsExactly("eventLog", "partitionCount", "partitions");
  }

  @Test
  void aRunIsToldHowManyPartitionsThereAre() {
    assertThat(request(Manifests.work("{type: sql}", "")).measurement().partitionCount())
        .isEqualTo(4);
    assertThat(
            request(Manifests.work("{type: sql}", "  measurement: {partitions: PerNodeCount}"))
                .measurement()
                .partitionCount())
        .isNull();
  }

  @Test
  void aReportIsToldNamesAndNoTexts() {
    Benchmark benchmark =
        benchmark(
            Manifests.work(
                """

                    type: sql
                    sql:
                      tables: [{name: t, s3Path: t.csv, schema: a INT, options: {sep: ";"}}]
                      queries: [{name: a, text: SELECT 1}, {name: b, from: b.sql}, {from: c/}]\
                """,
                ""));
    ReportRequest report =
        Requests.report(benchmark, Situation.applied(Manifests.benchmark("[1]")).status());
    assertThat(report.version()).isEqualTo(2);
    assertThat(report.workload())
        .isEqualTo(
            new SqlWorkload(
                JobType.SQL,
                "dataset",
                List.of(
                    new NamedTable(
                        "t",
                        new Dataset(
                            "s3://bucket/t.csv",
                            "csv",
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null))),
                List.of(
                    new Query("a", null, null),
                    new Query("b", null, null),
                    new Query(null, null, "s3://bucket/c/")),
                List.of(),
                QueryResult.Discard));
  }

  private static RunRequest request(SparkBenchmarkJob job) {
    return Requests.run(
        benchmark(job),
        null,
        null,
        CurrentPod.first(CurrentPod.Purpose.Run, null, 1, 1, "own", "2026-01-31T12:00:00Z"),
        Map.of());
  }

  private static Benchmark benchmark(SparkBenchmarkJob job) {
    return ((Resolution.Valid)
            new SpecResolver(Manifests.DEFAULTS, Allowed.EVERYTHING).resolve(job))
        .benchmark();
  }
}
