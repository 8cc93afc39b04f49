// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.AnswerLimit;
import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.Partitions;
import dev.sparkbench.api.contract.Phases;
import dev.sparkbench.api.contract.Regression;
import dev.sparkbench.api.contract.ReportRequest;
import dev.sparkbench.api.contract.ReportRequestBuilder;
import dev.sparkbench.api.contract.ReportResult;
import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.api.contract.RunReportBuilder;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.contract.TaskWorkload;
import dev.sparkbench.runner.cluster.Cluster;
import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.fixture.RunRequests;
import dev.sparkbench.runner.fixture.TestStore;
import dev.sparkbench.runner.machine.Machine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunnerMainTest {

  private final TestStore store = TestStore.get();
  private final String bucket = store.newBucket();
  private final Map<String, String> environment = new HashMap<>();

  @TempDir Path folder;

  @Test
  void reportsASuccessfulRun() throws IOException {
    store.put(bucket, "user/data.csv", "x\n1\n2\n");
    RunRequest request = request().build();
    environment.put(Contract.RUN_VARIABLE, Contract.write(request));

    assertThat(execute("run")).isEqualTo(RunnerMain.SUCCESS);

    RunReport report = runReport();
    assertThat(report)
        .isEqualTo(
            RunReportBuilder.builder()
                .version(Contract.VERSION)
                .outcome(RunReport.Outcome.SUCCEEDED)
                .nodes(2)
                .trial(1)
                .attempt(1)
                .samples(report.samples())
                .executorsRegistered(2)
                .executorsLost(0)
                .disturbed(0)
                .datasetIdentity( // echo 'user/data.csv\n6\n"<MD5 of the content>"' | sha256sum
                    identityOf("user/data.csv", "x\n1\n2\n"))
                .phases(report.phases())
                .failure(null)
                .instanceTypes(null)
                .build());
    assertThat(report.samples()).hasSize(2).allSatisfy(RunnerMainTest::isWholeMicroseconds);
    assertThat(report.phases().jvm()).isPositive();
    assertThat(report.phases().check()).isPositive();
    assertThat(report.phases().session()).isPositive();
    assertThat(report.phases().executors()).isPositive();
    assertThat(report.phases().schema()).isPositive();
    assertThat(report.phases().warmups()).isPositive();
    assertThat(report.phases().iterations()).isPositive();
    assertThat(report.phases().upload()).isPositive();
    assertThat(Instant.parse(report.phases().startedAt()))
        .isBefore(Instant.parse(report.phases().answeredAt()));
    assertThat(store.contentType(bucket, "result/2_nodes.json")).isEqualTo("application/json");
  }

  /** The answer and the document are about the same machines. */
  @Test
  void tellsTheInstanceTypesOfTheExecutors() throws IOException {
    store.put(bucket, "user/data.csv", "x\n1\n2\n");
    environment.put(Contract.RUN_VARIABLE, Contract.write(request().build()));

    assertThat(execute(LocalSpark.on(List.of(machine("1", "m5.large"), machine("2", null))), "run"))
        .isEqualTo(RunnerMain.SUCCESS);

    assertThat(runReport().instanceTypes()).isEqualTo(Map.of("m5.large", 1));
    JsonNode document = new ObjectMapper().readTree(store.read(bucket, "result/2_nodes.json"));
    assertThat(document.at("/executors/machines").findValuesAsText("instance_type"))
        .containsExactly("m5.large", "null");
  }

  private static Machine machine(String executor, String instanceType) {
    return new Machine(executor, "node-1", null, null, instanceType, null, 1, "6.1", "amd64");
  }

  @Test
  void leavesPartitionsToSparkIfItIsToldTo() throws IOException {
    store.put(bucket, "user/data.csv", "x\n1\n2\n");
    environment.put(
        Contract.RUN_VARIABLE,
        Contract.write(request().partitions(Partitions.PerNodeCount).build()));

    assertThat(execute("run")).isEqualTo(RunnerMain.SUCCESS);

    JsonNode document = new ObjectMapper().readTree(store.read(bucket, "result/2_nodes.json"));
    assertThat(document.path("partitions").asText()).isEqualTo("PerNodeCount");
    assertThat(document.path("pins").fieldNames())
        .toIterable()
        .contains("spark.executor.instances")
        .noneMatch(name -> name.startsWith("spark.sql."));
  }

  @Test
  void keepsTheDatasetInMemoryIfItIsToldTo() throws IOException {
    store.put(bucket, "user/data.csv", "x\n1\n2\n");
    environment.put(Contract.RUN_VARIABLE, Contract.write(request().cacheInMemory().build()));

    assertThat(execute("run")).isEqualTo(RunnerMain.SUCCESS);
    assertThat(runReport().phases().cache()).isPositive();
  }

  @Test
  void reportsAFailedRun() throws IOException {
    environment.put(Contract.RUN_VARIABLE, Contract.write(request().build()));

    assertThat(execute("run")).isEqualTo(RunnerMain.FAILURE);

    RunReport report = runReport();
    assertThat(report.phases().check()).isPositive();
    assertThat(report)
        .isEqualTo(
            RunReport.failed(
                request().build(),
                report.phases(),
                new Failure(
                    FailureReason.DATASET_NOT_FOUND,
                    "nothing to read at s3://%s/user/data.csv: check s3Path (a file, a prefix or a pattern; names that start with '_' or '.' are ignored)"
                        .formatted(bucket))));
  }

  @Test
  void keepsTheEndOfTheLogOfAFailedRun() throws IOException {
    environment.put(Contract.RUN_VARIABLE, Contract.write(request().build()));
    Files.writeString(DriverLog.file(), "the beginning" + "x".repeat(1 << 20) + "the end");
    try {
      assertThat(execute("run")).isEqualTo(RunnerMain.FAILURE);
    } finally {
      Files.delete(DriverLog.file());
    }

    assertThat(store.read(bucket, "result/logs/2_nodes_attempt_1.log"))
        .hasSize(1 << 20)
        .endsWith("xthe end");
  }

  @Test
  void reportsARequestThatIsNoJson() throws IOException {
    environment.put(Contract.RUN_VARIABLE, "{\"jobId\": top-secret");

    assertThat(execute("run")).isEqualTo(RunnerMain.FAILURE);
    assertThat(runReport())
        .isEqualTo(
            unreadable(
                "environment variable SPARKBENCH_RUN: not a RunRequest: malformed at line 1, column 14"));
  }

  @Test
  void reportsARequestThatIsIncomplete() throws IOException {
    environment.put(Contract.RUN_VARIABLE, "{\"version\":1,\"jobId\":\"job\"}");

    assertThat(execute("run")).isEqualTo(RunnerMain.FAILURE);
    assertThat(runReport())
        .isEqualTo(unreadable("environment variable SPARKBENCH_RUN: workload is missing"));
  }

  @Test
  void reportsARequestOfALaterVersion() throws IOException {
    environment.put(Contract.RUN_VARIABLE, "{\"version\":99}");

    assertThat(execute("run")).isEqualTo(RunnerMain.FAILURE);
    assertThat(runReport())
        .isEqualTo(
            unreadable(
                "environment variable SPARKBENCH_RUN: RunRequest has version 99; this side knows 1 to 3: bring operator and runner image to the same release"));
  }

  @Test
  void refusesToStartWithoutARequest() throws IOException {
    assertThat(execute("run")).isEqualTo(RunnerMain.USAGE);
    assertThat(runReport()).isEqualTo(unreadable("environment variable SPARKBENCH_RUN is missing"));

    assertThat(execute("report")).isEqualTo(RunnerMain.USAGE);
    assertThat(reportResult())
        .isEqualTo(
            ReportResult.failed(
                new Failure(
                    FailureReason.INTERNAL, "environment variable SPARKBENCH_REPORT is missing")));
  }

  @Test
  void refusesAnUnknownCommand() throws IOException {
    assertThat(execute("runn")).isEqualTo(RunnerMain.USAGE);
    assertThat(runReport())
        .isEqualTo(unreadable("expected one argument, run, prepare or report, not [runn]"));
  }

  @Test
  void writesTheReport() throws IOException {
    environment.put(Contract.REPORT_VARIABLE, Contract.write(reportRequest(bucket, measured(2))));

    assertThat(execute("report")).isEqualTo(RunnerMain.SUCCESS);

    String prefix = "s3://" + bucket + "/user/result/job/output/";
    assertThat(reportResult())
        .isEqualTo(
            new ReportResult(
                Contract.VERSION,
                prefix + "performance.csv",
                prefix + "performance.json",
                prefix + "report.html",
                List.of(),
                new Regression(
                    null,
                    "HistoryUnknown",
                    "cannot be compared with the last benchmark: no run left its document"),
                List.of(),
                null));
    assertThat(store.read(bucket, "user/result/job/output/performance.csv"))
        .isEqualTo(
            "nodes,time_sec,speedup,efficiency,min_sec,max_sec,samples,speedup_low,speedup_high,serial_fraction,cost,outputs_agree,main_cause,trials,time_low_sec,time_high_sec,efficiency_low,efficiency_high,job_sec,job_cost,load_sec,prepare_sec,train_sec,predict_sec,evaluate_sec\n"
                + "2,4.000000,1.0000,1.0000,4.000000,4.000000,1,,,,,,,1,,,,,,,,,,,\n");
    assertThat(store.read(bucket, "user/result/job/output/performance.json"))
        .startsWith("{\n  \"version\" : 3,\n  \"job_id\" : \"job\",\n");
    assertThat(store.contentType(bucket, "user/result/job/output/performance.csv"))
        .isEqualTo("text/csv; charset=utf-8");
  }

  @Test
  void comparesWhatTheRunsWroteAndTheLastBenchmark() throws IOException {
    String output = "user/result/job/output/";
    List<ReportRequest.RunResult> runs = new ArrayList<>();
    for (int nodes : List.of(1, 2)) {
      // Runs of different data stand for runs that computed something else.
      store.put(bucket, "user/data.csv", "x\n" + "1\n".repeat(nodes));
      RunRequests run =
          request().output("s3://%s/%s%d_nodes.json".formatted(bucket, output, nodes));
      environment.put(Contract.RUN_VARIABLE, Contract.write(run.build()));
      assertThat(execute("run")).isEqualTo(RunnerMain.SUCCESS);
      runs.add(new ReportRequest.RunResult(nodes, runReport().samples(), 1, 1, 0, 0, null, null));
    }
    String history = "user/result/job/history/";
    store.put(
        bucket,
        history + "2020-01-01T00:00:00Z.json",
        "{\"completed_at\": \"2020-01-01T00:00:00Z\", \"configuration\": {\"data.identity\": \"sha256:0\"}}");
    environment.put(
        Contract.REPORT_VARIABLE,
        Contract.write(reportRequest(bucket, runs.toArray(ReportRequest.RunResult[]::new))));

    assertThat(execute("report")).isEqualTo(RunnerMain.SUCCESS);

    assertThat(reportResult().disagreeing()).containsExactly(2);
    assertThat(reportResult().remarks()).anyMatch(remark -> remark.contains("row_count.rows"));
    assertThat(reportResult().remarks())
        .contains(
            "2 nodes: 3 of 4 task slots had nothing to do: the dataset has 1 split (little is cut below 64 KiB; take a larger dataset, or fewer nodes)");
    String json = store.read(bucket, output + "performance.json");
    assertThat(reportResult().regression().slower()).isNull();
    assertThat(reportResult().regression().reason()).isEqualTo("OtherData");
    List<String> kept =
        store.keys(bucket).stream().filter(key -> key.startsWith(history)).sorted().toList();
    assertThat(kept).hasSize(2);
    assertThat(store.read(bucket, kept.get(1))).isEqualTo(json);
    assertThat(store.read(bucket, output + "report.html")).startsWith("<!DOCTYPE html>");
    assertThat(store.contentType(bucket, output + "report.html")).startsWith("text/html");
  }

  @Test
  void reportsThatTheReportCouldNotBeWritten() throws IOException {
    environment.put(Contract.REPORT_VARIABLE, Contract.write(reportRequest("absent", measured(2))));

    assertThat(execute("report")).isEqualTo(RunnerMain.FAILURE);
    assertThat(reportResult())
        .isEqualTo(
            ReportResult.failed(
                new Failure(
                    FailureReason.INVALID_CONFIGURATION,
                    "the bucket of the results, s3://absent/user/result/job/output/performance.csv, does not exist at %s: create it, or correct storage.resultPath"
                        .formatted(store.storage().endpoint()))));
  }

  @Test
  void keepsSecretsOutOfEverythingItWrites() throws IOException {
    store.put(bucket, "user/data.csv", "x\n1\n");
    RunRequest request =
        request().sparkConf(Map.of("spark.hadoop.fs.s3a.secret.key", "hush-hush")).build();
    environment.put(Contract.RUN_VARIABLE, Contract.write(request));
    LocalSpark.spark().conf().set("spark.hadoop.fs.s3a.secret.key", "hush-hush");
    try {
      assertThat(execute("run")).isEqualTo(RunnerMain.SUCCESS);
    } finally {
      LocalSpark.spark().conf().unset("spark.hadoop.fs.s3a.secret.key");
    }

    assertThat(store.read(bucket, "result/2_nodes.json"))
        .contains("\"spark.hadoop.fs.s3a.secret.key\" : \"(redacted)\"")
        .doesNotContain("hush-hush")
        .doesNotContain(System.getProperty("aws.secretAccessKey"));
    assertThat(Files.readString(answerFile()))
        .doesNotContain(System.getProperty("aws.secretAccessKey"));
  }

  @ParameterizedTest
  @ValueSource(ints = {4096, 2457, 768})
  void fitsAnswersIntoTheKubeletsLimit(int bytes) throws IOException {
    Cluster failing =
        request -> {
          throw new IllegalStateException("\u0001".repeat(5_000));
        };
    store.put(bucket, "user/data.csv", "x\n1\n");
    environment.put(Contract.RUN_VARIABLE, Contract.write(request().build()));
    environment.put(AnswerLimit.VARIABLE, String.valueOf(bytes));

    assertThat(execute(failing, "run")).isEqualTo(RunnerMain.FAILURE);
    assertThat(Files.size(answerFile())).isBetween(bytes / 2L, (long) bytes);
    assertThat(runReport().failure().reason()).isEqualTo(FailureReason.INTERNAL);
  }

  private RunRequests request() {
    return RunRequests.of("s3://" + bucket + "/user/data.csv")
        .output("s3://" + bucket + "/result/2_nodes.json");
  }

  private static ReportRequest.RunResult measured(int nodes) {
    return new ReportRequest.RunResult(nodes, List.of(4.0), 1, 1, 0, 0, null, null);
  }

  private ReportRequest reportRequest(String bucket, ReportRequest.RunResult... runs) {
    return ReportRequestBuilder.builder()
        .version(Contract.VERSION)
        .jobId("job")
        .dataset("s3://" + bucket + "/user/data.csv")
        .workload(new TaskWorkload(JobType.DESCRIPTIVE, List.of("row_count"), Map.of()))
        .storage(store.storage())
        .outputPrefix("s3://" + bucket + "/user/result/job/output/")
        .measurement(null)
        .runs(List.of(runs))
        .goal(null)
        .cost(null)
        .variants(List.of())
        .comparison(null)
        .build();
  }

  private static RunReport unreadable(String message) {
    return RunReportBuilder.builder()
        .version(Contract.VERSION)
        .outcome(RunReport.Outcome.FAILED)
        .nodes(0)
        .trial(0)
        .attempt(0)
        .samples(List.of())
        .executorsRegistered(0)
        .executorsLost(0)
        .disturbed(0)
        .datasetIdentity(null)
        .phases(Phases.NONE)
        .failure(new Failure(FailureReason.INTERNAL, message))
        .instanceTypes(null)
        .build();
  }

  private int execute(String... args) {
    return execute(new LocalSpark(), args);
  }

  private int execute(Cluster cluster, String... args) {
    environment.put(Contract.TERMINATION_LOG_VARIABLE, answerFile().toString());
    return new RunnerMain(environment, cluster, answer -> {}).execute(List.of(args));
  }

  private Path answerFile() {
    return folder.resolve("termination-log");
  }

  private RunReport runReport() throws IOException {
    return Contract.read(Files.readString(answerFile()), RunReport.class);
  }

  private ReportResult reportResult() throws IOException {
    return Contract.read(Files.readString(answerFile()), ReportResult.class);
  }

  private static void isWholeMicroseconds(double seconds) {
    assertThat(seconds).isPositive().isEqualTo(Math.round(seconds * 1e6) / 1e6);
  }

  private static String identityOf(String key, String content) {
    String etag = "\"" + hex("MD5", content) + "\"";
    return "sha256:" + hex("SHA-256", "%s\n%d\n%s\n".formatted(key, content.length(), etag));
  }

  private static String hex(String algorithm, String text) {
    try {
      return java.util.HexFormat.of()
          .formatHex(
              java.security.MessageDigest.getInstance(algorithm)
                  .digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
