// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparkbench.api.catalogue.CanonicalQuery;
import dev.sparkbench.api.catalogue.JobType;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ContractTest {

  private static final Failure LONG_FAILURE =
      new Failure(FailureReason.MALFORMED_DATA, "\"ä💥\n".repeat(5000));

  @Test
  void aRequestSurvivesTheWay() {
    RunRequest request = request();
    assertThat(Contract.read(Contract.write(request), RunRequest.class)).isEqualTo(request);
  }

  @Test
  void aReportSurvivesTheWay() {
    RunReport report = report(List.of(1.25, 0.000001), null);
    assertThat(Contract.read(report.toTerminationMessage(), RunReport.class)).isEqualTo(report);
  }

  @Test
  void aReportResultSurvivesTheWay() {
    ReportResult result = ReportResult.failed(new Failure(FailureReason.INTERNAL, "x"));
    assertThat(Contract.read(Contract.write(result), ReportResult.class)).isEqualTo(result);
  }

  @Test
  void anOperatorThatKnowsNoTrialsMeansOne() {
    ReportRequest request =
        Contract.read(
            """
            {"version": 1, "runs": [{"nodes": 1, "samples": [2.5], "attempts": 1},
              {"nodes": 2, "samples": [], "failure": {"reason": "OutOfMemory", "message": "heap"}}]}
            """,
            ReportRequest.class);
    assertThat(request.measurement())
        .isEqualTo(new ReportRequest.Measurement(1, "Ascending", null));
    assertThat(request.runs()).extracting(ReportRequest.RunResult::trials).containsExactly(1, 0);
    assertThat(request.measured()).containsExactly(request.runs().get(0));
  }

  @Test
  void aNodeCountIsMeasuredWhenItHasAllTrials() {
    ReportRequest request =
        Contract.read(
            """
            {"version": 1, "measurement": {"trials": 2, "order": "Shuffled", "orderSeed": 1}, "runs": [
              {"nodes": 1, "samples": [2.5, 3.5], "trials": 2},
              {"nodes": 2, "samples": [1.5], "trials": 1},
              {"nodes": 4, "samples": [1.5], "trials": 1, "failure": {"reason": "OutOfMemory", "message": "heap"}}]}
            """,
            ReportRequest.class);
    assertThat(request.measured()).containsExactly(request.runs().get(0));
    assertThat(Contract.read(Contract.write(request), ReportRequest.class)).isEqualTo(request);
  }

  @Test
  void fieldsThatTheReaderDoesNotKnowAreIgnored() {
    ReportResult result =
        Contract.read(
            "{\"version\":1,\"performanceCsv\":\"s3://b/k\",\"new\":{}}", ReportResult.class);
    assertThat(result.performanceCsv()).isEqualTo("s3://b/k");
  }

  @Test
  void aLaterVersionIsRefusedWithTheRemedy() {
    assertThatThrownBy(() -> Contract.read("{\"version\":4}", ReportResult.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "ReportResult has version 4; this side knows 1 to 3: bring operator and runner image to the same release");
  }

  @Test
  void theVersionIsReadBeforeWhatALaterOneSays() {
    assertThatThrownBy(
            () ->
                Contract.read(
                    "{\"version\":4,\"workload\":{\"type\":\"streaming\"}}", RunRequest.class))
        .hasMessageContaining("this side knows 1 to 3");
    assertThatThrownBy(
            () ->
                Contract.read(
                    "{\"version\":2,\"workload\":{\"type\":\"streaming\"}}", RunRequest.class))
        .hasMessage("not a RunRequest: malformed at workload");
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void everyWorkloadSurvivesTheWay(Workload workload) {
    JsonNode json = Contract.tree(request(workload)).path("workload");
    assertThat(json.path("type").asText()).isEqualTo(workload.type().wireName());
    assertThat(Contract.read(Contract.write(request(workload)), RunRequest.class).workload())
        .isEqualTo(workload);
  }

  @Test
  void thereIsAWorkloadOfEachType() {
    assertThat(workloads().map(Workload::type)).containsExactlyInAnyOrder(JobType.values());
  }

  private static Stream<Workload> workloads() {
    return Stream.of(
        new TaskWorkload(JobType.DESCRIPTIVE, List.of("row_count"), null),
        new TaskWorkload(JobType.ML, List.of("kmeans"), Map.of("kmeans.k", "8")),
        new SqlWorkload(
            JobType.SQL,
            "sales",
            List.of(
                new SqlWorkload.NamedTable(
                    "stores",
                    new Dataset("s3://b/s", null, null, null, null, null, null, null, null, null))),
            List.of(
                new SqlWorkload.Query("q", "SELECT 1", null),
                new SqlWorkload.Query(null, null, "s3://b/queries/")),
            List.of(CanonicalQuery.GROUP_BY),
            QueryResult.Collect),
        new SuiteWorkload(
            JobType.TPCH, "0.01", List.of("q1"), SuiteWorkload.Generate.Never, QueryResult.Discard),
        new SuiteWorkload(JobType.TPCDS, "1", null, null, null),
        new ApplicationWorkload(
            JobType.APPLICATION,
            "a.Main",
            "s3://b/a.jar",
            List.of("local:///opt/b.jar"),
            List.of("$(dataset)"),
            true,
            List.of("out"),
            List.of(
                new SqlWorkload.NamedTable(
                    "stores",
                    new Dataset(
                        "s3://b/s", "delta", null, null, null, null, null, null, null, null)))));
  }

  @Test
  void whatIsNoDocumentIsNotQuoted() {
    assertThatThrownBy(() -> Contract.read("{\"version\":1,\"secret\"", RunReport.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a RunReport: malformed at line 1")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> Contract.read("null", RunReport.class))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theLongestReportFitsTheTerminationMessageAndStaysWhole() {
    RunReport report =
        report(Collections.nCopies(RunReport.MAX_SAMPLES, 123456.123456), LONG_FAILURE);
    String message = report.toTerminationMessage();

    assertThat(message.getBytes(StandardCharsets.UTF_8))
        .hasSizeLessThanOrEqualTo(Contract.MAX_TERMINATION_MESSAGE_BYTES);
    RunReport read = Contract.read(message, RunReport.class);
    assertThat(read.samples()).isEqualTo(report.samples());
    assertThat(read.failure().reason()).isEqualTo(FailureReason.MALFORMED_DATA);
    assertThat(read.failure().message()).startsWith("\"ä💥").endsWith("…");
  }

  @Test
  void moreSamplesThanFitAreRefused() {
    assertThatThrownBy(() -> report(Collections.nCopies(101, 1.0), null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource(FailureReason.class)
  void reasonsAreCamelCaseWordsThatCanBeReadBack(FailureReason reason) {
    assertThat(reason.code()).matches("[A-Z][A-Za-z]+");
    assertThat(FailureReason.fromCode(reason.code())).isEqualTo(reason);
  }

  @Test
  void aReasonFromALaterReleaseCountsAsInternal() {
    assertThat(FailureReason.fromCode("CosmicRay")).isEqualTo(FailureReason.INTERNAL);
  }

  private static RunReport report(List<Double> samples, Failure failure) {
    return RunReportBuilder.builder()
        .version(1)
        .outcome(failure == null ? RunReport.Outcome.SUCCEEDED : RunReport.Outcome.FAILED)
        .nodes(1000)
        .trial(10)
        .attempt(10)
        .samples(samples)
        .executorsRegistered(1000)
        .executorsLost(0)
        .disturbed(0)
        .datasetIdentity("sha256:" + "f".repeat(64))
        .phases(
            PhasesBuilder.builder()
                .startedAt("2026-03-01T12:00:00.123456789Z")
                .jvm(123456.123456)
                .check(123456.123456)
                .session(123456.123456)
                .executors(123456.123456)
                .schema(123456.123456)
                .cache(123456.123456)
                .warmups(123456.123456)
                .iterations(123456.123456)
                .upload(123456.123456)
                .stop(123456.123456)
                .answeredAt("2026-03-01T12:00:00.123456789Z")
                .build())
        .failure(failure)
        .instanceTypes(null)
        .build();
  }

  private static RunRequest request() {
    return request(new TaskWorkload(JobType.ML, List.of("kmeans"), Map.of("kmeans.k", "8")));
  }

  private static RunRequest request(Workload workload) {
    return RunRequestBuilder.builder()
        .version(1)
        .jobId("job")
        .nodes(2)
        .trial(1)
        .attempt(1)
        .maxNodes(8)
        .workload(workload)
        .dataset(
            new Dataset(
                "s3://b/k.csv",
                "csv",
                Map.of("header", "true"),
                null,
                BadRecords.Drop,
                List.of("a"),
                "y",
                null,
                "sha256:1",
                "s3://b/1_nodes.json"))
        .storage(new Storage("http://s3", null, true))
        .output("s3://b/out.json")
        .measurement(
            new ObjectMapper()
                .convertValue(
                    Map.of(
                        "warmups", 1,
                        "maxWarmupSeconds", 120,
                        "iterations", 3,
                        "cacheInMemory", true,
                        "partitions", "PerNodeCount",
                        "partitionCount", 16),
                    RunMeasurement.class))
        .executors(
            new Executors(1, 512, true, "i", null, List.of(), null, "s", Map.of("a", "b"), null))
        .sparkConf(Map.of("spark.x", "y"))
        .startSeconds(300)
        .minNodes(1)
        .eventLog(true)
        .build();
  }
}
