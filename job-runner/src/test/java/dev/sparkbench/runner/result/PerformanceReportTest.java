// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.result;

import static dev.sparkbench.runner.result.JobTimes.SIXTY_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.ReportRequest;
import dev.sparkbench.api.contract.ReportRequest.RunResult;
import dev.sparkbench.api.contract.ReportRequestBuilder;
import dev.sparkbench.api.contract.TaskWorkload;
import dev.sparkbench.api.contract.TimeSpent;
import dev.sparkbench.api.contract.TimeSpentBuilder;
import dev.sparkbench.runner.explain.History;
import dev.sparkbench.runner.explain.Remark;
import dev.sparkbench.runner.explain.RunDocuments;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PerformanceReportTest {

  private final Locale locale = Locale.getDefault();

  @AfterEach
  void restoreLocale() {
    Locale.setDefault(locale);
  }

  // Nobody found the third one.
  private static final Map<String, String> DOCUMENTS =
      Map.of(
          "1_nodes",
          """
          {"job_id": "job", "finished_at": "2026-01-31T12:00:00Z", "dataset": {"identity": "sha256:1"},
           "timing": {"samples_sec": [10.0, 9.0, 9.5, 9.25, 9.75, 12.0]},
           "metrics": {"slot_sec": {"cpu": 9.0, "driver": 0.625}, "skewed_stage": null},
           "outputs": {"row_count": {"rows": 3}}, "configuration": {"executors.cores": "1"}}
          """,
          "2_nodes",
          """
          {"job_id": "job", "finished_at": "2026-01-31T12:05:00Z", "dataset": {"identity": "sha256:1"},
           "timing": {"samples_sec": [4.875]},
           "metrics": {"slot_sec": {"cpu": 8.5, "driver": 1.25}, "skewed_stage": null},
           "outputs": {"row_count": {"rows": 4}}, "configuration": {"executors.cores": "1"}}
          """);

  private static final String EARLIER =
      """
      {"completed_at": "2026-01-30T00:00:00Z", "configuration": {"executors.cores": "1"},
       "runs": [{"nodes": 1, "time_sec": 8, "trials": 1, "samples_sec": [8, 8, 8, 8, 8, 8]},
                {"nodes": 8, "time_sec": 1, "trials": 1, "samples_sec": [1]}]}
      """;

  private static final ReportRequest.Cost COST =
      new ReportRequest.Cost("0.36", "EUR", "0.18", Map.of());

  private static final PerformanceReport REPORT =
      report(
          new RunResult(4, List.of(3.0, 2.5, 2.75), 1, 2, 1, 0, null, SIXTY_SECONDS),
          new RunResult(1, List.of(10.0, 9.0, 9.5, 9.25, 9.75, 12.0), 1, 1, 0, 0, null, null),
          new RunResult(
              8,
              List.of(),
              0,
              2,
              0,
              0,
              new Failure(FailureReason.EXECUTORS_UNAVAILABLE, "5 of 8"),
              null),
          new RunResult(2, List.of(4.875), 1, 1, 0, 0, null, null));

  @Test
  void hasALineForEachNodeCountThatSucceeded() {
    Locale.setDefault(Locale.GERMANY);

    assertThat(REPORT.csv())
        .isEqualTo(
            """
            nodes,time_sec,speedup,efficiency,min_sec,max_sec,samples,speedup_low,speedup_high,serial_fraction,cost,outputs_agree,main_cause,trials,time_low_sec,time_high_sec,efficiency_low,efficiency_high,job_sec,job_cost,load_sec,prepare_sec,train_sec,predict_sec,evaluate_sec
            1,9.625000,1.0000,1.0000,9.000000,12.000000,6,,,,0.000963,true,,1,,,,,,,,,,,
            2,4.875000,1.9744,0.9872,4.875000,4.875000,1,,,0.0130,0.000975,false,driver,1,,,,,,,,,,,
            4,2.750000,3.5000,0.8750,2.500000,3.000000,3,,,0.0476,0.001100,,,1,,,,,,,,,,,
            """);
  }

  @Test
  void hasEverythingInItsDocument() {
    assertThat(REPORT.json())
        .isEqualTo(
            """
            {
              "version" : 3,
              "job_id" : "job",
              "completed_at" : "2026-01-31T12:05:00Z",
              "dataset" : "s3://bucket/user/data.csv",
              "dataset_identity" : "sha256:1",
              "type" : "descriptive",
              "tasks" : [ "row_count", "min_max_mean" ],
              "parameters" : {
                "a.x" : "1",
                "b.y" : "2"
              },
              "trials" : 1,
              "order" : "Ascending",
              "order_seed" : null,
              "baseline" : {
                "nodes" : 1,
                "time_sec" : 9.625
              },
              "runs" : [ {
                "nodes" : 1,
                "time_sec" : 9.625,
                "interval_sec" : null,
                "min_sec" : 9.0,
                "max_sec" : 12.0,
                "speedup" : 1.0,
                "speedup_interval" : null,
                "efficiency" : 1.0,
                "efficiency_interval" : null,
                "serial_fraction" : null,
                "output" : "s3://bucket/user/result/job/output/1_nodes.json",
                "cost" : 0.000963,
                "executor_hour_price" : 0.36,
                "samples_sec" : [ 10.0, 9.0, 9.5, 9.25, 9.75, 12.0 ],
                "trials" : 1,
                "attempts" : 1,
                "executors_lost" : 0,
                "disturbed_iterations" : 0,
                "spent" : null,
                "failure" : null,
                "instance_types" : { },
                "slot_sec" : {
                  "cpu" : 9.0,
                  "gc" : 0.0,
                  "fetch_wait" : 0.0,
                  "shuffle_write" : 0.0,
                  "other_wait" : 0.0,
                  "overhead" : 0.0,
                  "driver" : 0.625,
                  "too_few_tasks" : 0.0,
                  "skew" : 0.0,
                  "other_idle" : 0.0
                },
                "efficiency_lost" : {
                  "cpu" : 0.0,
                  "gc" : 0.0,
                  "fetch_wait" : 0.0,
                  "shuffle_write" : 0.0,
                  "other_wait" : 0.0,
                  "overhead" : 0.0,
                  "driver" : 0.0,
                  "too_few_tasks" : 0.0,
                  "skew" : 0.0,
                  "other_idle" : 0.0
                },
                "work_inflation" : 1.0,
                "utilisation" : 0.935064935064935,
                "main_cause" : null,
                "skewed_stage" : null,
                "outputs_agree" : true,
                "outputs_differ" : null,
                "change" : {
                  "ratio" : 1.203125,
                  "interval" : null,
                  "verdict" : "unknown"
                },
                "job" : null,
                "phases" : null,
                "throttled_requests" : null
              }, {
                "nodes" : 2,
                "time_sec" : 4.875,
                "interval_sec" : null,
                "min_sec" : 4.875,
                "max_sec" : 4.875,
                "speedup" : 1.9743589743589745,
                "speedup_interval" : null,
                "efficiency" : 0.9871794871794872,
                "efficiency_interval" : null,
                "serial_fraction" : 0.01298701298701288,
                "output" : "s3://bucket/user/result/job/output/2_nodes.json",
                "cost" : 0.000975,
                "executor_hour_price" : 0.36,
                "samples_sec" : [ 4.875 ],
                "trials" : 1,
                "attempts" : 1,
                "executors_lost" : 0,
                "disturbed_iterations" : 0,
                "spent" : null,
                "failure" : null,
                "instance_types" : { },
                "slot_sec" : {
                  "cpu" : 8.5,
                  "gc" : 0.0,
                  "fetch_wait" : 0.0,
                  "shuffle_write" : 0.0,
                  "other_wait" : 0.0,
                  "overhead" : 0.0,
                  "driver" : 1.25,
                  "too_few_tasks" : 0.0,
                  "skew" : 0.0,
                  "other_idle" : 0.0
                },
                "efficiency_lost" : {
                  "cpu" : -0.05128205128205128,
                  "gc" : 0.0,
                  "fetch_wait" : 0.0,
                  "shuffle_write" : 0.0,
                  "other_wait" : 0.0,
                  "overhead" : 0.0,
                  "driver" : 0.0641025641025641,
                  "too_few_tasks" : 0.0,
                  "skew" : 0.0,
                  "other_idle" : 0.0
                },
                "work_inflation" : 0.9444444444444444,
                "utilisation" : 0.8717948717948718,
                "main_cause" : "driver",
                "skewed_stage" : null,
                "outputs_agree" : false,
                "outputs_differ" : "row_count.rows: 3 and 4",
                "change" : null,
                "job" : null,
                "phases" : null,
                "throttled_requests" : null
              }, {
                "nodes" : 4,
                "time_sec" : 2.75,
                "interval_sec" : null,
                "min_sec" : 2.5,
                "max_sec" : 3.0,
                "speedup" : 3.5,
                "speedup_interval" : null,
                "efficiency" : 0.875,
                "efficiency_interval" : null,
                "serial_fraction" : 0.047619047619047596,
                "output" : "s3://bucket/user/result/job/output/4_nodes.json",
                "cost" : 0.001100,
                "executor_hour_price" : 0.36,
                "samples_sec" : [ 3.0, 2.5, 2.75 ],
                "trials" : 1,
                "attempts" : 2,
                "executors_lost" : 1,
                "disturbed_iterations" : 0,
                "spent" : {
                  "pod_sec" : 4.25,
                  "jvm_sec" : 0.5,
                  "check_sec" : 1.0,
                  "session_sec" : 2.0,
                  "executors_sec" : 3.0,
                  "schema_sec" : 1.5,
                  "cache_sec" : 0.0,
                  "warmups_sec" : 7.0,
                  "iterations_sec" : 8.25,
                  "upload_sec" : 0.25,
                  "end_sec" : 1.75,
                  "failed_sec" : 30.0,
                  "total_sec" : 60.0
                },
                "failure" : null,
                "instance_types" : { },
                "slot_sec" : null,
                "efficiency_lost" : null,
                "work_inflation" : null,
                "utilisation" : null,
                "main_cause" : null,
                "skewed_stage" : null,
                "outputs_agree" : null,
                "outputs_differ" : null,
                "change" : null,
                "job" : null,
                "phases" : null,
                "throttled_requests" : null
              }, {
                "nodes" : 8,
                "time_sec" : null,
                "interval_sec" : null,
                "min_sec" : null,
                "max_sec" : null,
                "speedup" : null,
                "speedup_interval" : null,
                "efficiency" : null,
                "efficiency_interval" : null,
                "serial_fraction" : null,
                "output" : null,
                "cost" : null,
                "executor_hour_price" : null,
                "samples_sec" : [ ],
                "trials" : 0,
                "attempts" : 2,
                "executors_lost" : 0,
                "disturbed_iterations" : 0,
                "spent" : null,
                "failure" : {
                  "reason" : "ExecutorsUnavailable",
                  "message" : "5 of 8"
                },
                "instance_types" : { },
                "slot_sec" : null,
                "efficiency_lost" : null,
                "work_inflation" : null,
                "utilisation" : null,
                "main_cause" : null,
                "skewed_stage" : null,
                "outputs_agree" : null,
                "outputs_differ" : null,
                "change" : null,
                "job" : null,
                "phases" : null,
                "throttled_requests" : null
              } ],
              "spent" : {
                "pod_sec" : 4.25,
                "jvm_sec" : 0.5,
                "check_sec" : 1.0,
                "session_sec" : 2.0,
                "executors_sec" : 3.0,
                "schema_sec" : 1.5,
                "cache_sec" : 0.0,
                "warmups_sec" : 7.0,
                "iterations_sec" : 8.25,
                "upload_sec" : 0.25,
                "end_sec" : 1.75,
                "failed_sec" : 30.0,
                "total_sec" : 60.0
              },
              "scaling" : {
                "goal" : {
                  "max_seconds" : 5,
                  "min_efficiency_percent" : 90
                },
                "goal_met" : [ 2 ],
                "efficient_percent" : 90,
                "efficient_nodes" : 2,
                "cheapest_nodes" : 2,
                "law" : null
              },
              "previous" : {
                "completed_at" : "2026-01-30T00:00:00Z",
                "incomparable" : null
              },
              "remarks" : [ "the outputs of 2 nodes are not the baseline's: row_count.rows: 3 and 4" ],
              "cost" : {
                "executor_hour_price" : "0.36",
                "currency" : "EUR",
                "driver_hour_price" : "0.18",
                "instance_types" : { }
              },
              "spread" : null,
              "regression" : {
                "slower" : null,
                "reason" : "TooFewTrials",
                "message" : "compared with the benchmark of 2026-01-30T00:00:00Z, a slowdown of 20 % or more is possible with 1 node: one trial does not say how much times differ by chance; set measurement.trials to 3 or more"
              },
              "configuration" : {
                "executors.cores" : "1"
              },
              "configuration_digest" : "cf3c2c0cd50e85014b2b35b5eb30a0c6"
            }
            """);
  }

  @Test
  void saysSoWhenNothingSucceeded() {
    PerformanceReport report =
        report(
            new RunResult(
                1, List.of(), 0, 1, 0, 0, new Failure(FailureReason.INTERNAL, "no"), null));

    assertThat(report.csv())
        .isEqualTo(
            "nodes,time_sec,speedup,efficiency,min_sec,max_sec,samples,speedup_low,speedup_high,serial_fraction,cost,outputs_agree,main_cause,trials,time_low_sec,time_high_sec,efficiency_low,efficiency_high,job_sec,job_cost,load_sec,prepare_sec,train_sec,predict_sec,evaluate_sec\n");
    assertThat(report.json()).contains("\"baseline\" : null");
  }

  @Test
  void takesTheGeometricMeanOfTheTrials() throws IOException {
    // 1 node: 11, 9.25, 10.75. 2 nodes: 6.25, 7.5, 5.25. 4 nodes: the second trial failed.
    PerformanceReport report =
        report(
            new ReportRequest.Measurement(3, "Shuffled", 7L),
            Map.of(
                "1_nodes", trial("[10.0, 12.0]", 9, 2, 3),
                "1_nodes_trial_2", trial("[9.0, 9.5]", 9, 0.25, 3),
                "1_nodes_trial_3", trial("[11.0, 10.5]", 10, 0.75, 3),
                "2_nodes", trial("[6.0, 6.5]", 11, 1.5, 3),
                "2_nodes_trial_2", trial("[7.0, 8.0]", 10, 5, 3),
                "2_nodes_trial_3", trial("[5.0, 5.5]", 10, 0.5, 4)),
            new RunResult(1, List.of(10.0, 12.0, 9.0, 9.5, 11.0, 10.5), 3, 3, 0, 0, null, null),
            new RunResult(2, List.of(6.0, 6.5, 7.0, 8.0, 5.0, 5.5), 3, 3, 0, 0, null, null),
            new RunResult(
                4,
                List.of(3.0, 3.5),
                1,
                2,
                0,
                0,
                new Failure(FailureReason.OUT_OF_MEMORY, "heap"),
                null));

    assertThat(report.csv())
        .isEqualTo(
            """
            nodes,time_sec,speedup,efficiency,min_sec,max_sec,samples,speedup_low,speedup_high,serial_fraction,cost,outputs_agree,main_cause,trials,time_low_sec,time_high_sec,efficiency_low,efficiency_high,job_sec,job_cost,load_sec,prepare_sec,train_sec,predict_sec,evaluate_sec
            1,10.303409,1.0000,1.0000,9.000000,12.000000,6,,,,0.001030,true,,3,7.790314,13.627211,,,,,,,,,
            2,6.266622,1.6442,0.8221,5.000000,8.000000,6,0.8614,3.1384,0.2164,0.001253,false,driver,3,4.738136,8.288187,0.4307,1.5692,,,,,,,
            """);
    JsonNode json = new JsonMapper().readTree(report.json());
    assertThat(json.at("/trials").asInt()).isEqualTo(3);
    assertThat(json.at("/order").asText()).isEqualTo("Shuffled");
    assertThat(json.at("/order_seed").asLong()).isEqualTo(7);
    JsonNode two = json.at("/runs/1");
    assertThat(two.path("samples_sec")).hasToString("[6.0,6.5,7.0,8.0,5.0,5.5]");
    assertThat(two.path("trials").asInt()).isEqualTo(3);
    assertThat(two.path("outputs_differ").asText()).isEqualTo("trial 3: row_count.rows: 3 and 4");
    // 31 of 38 slot-seconds are work, and 28 of 31 of one node.
    assertThat(two.path("utilisation").asDouble()).isCloseTo(31.0 / 38, within(1e-12));
    assertThat(json.at("/runs/0/utilisation").asDouble()).isCloseTo(28.0 / 31, within(1e-12));
    assertThat(two.path("efficiency").asDouble())
        .isCloseTo(
            two.path("utilisation").asDouble()
                / (28.0 / 31)
                / two.path("work_inflation").asDouble(),
            within(1e-12));
    assertThat(report.disagreeing()).containsExactly(2);
    JsonNode four = json.at("/runs/2");
    assertThat(four.path("time_sec").isNull()).isTrue();
    assertThat(four.path("samples_sec")).hasToString("[3.0,3.5]");
    assertThat(four.at("/failure/reason").asText()).isEqualTo("OutOfMemory");
  }

  @Test
  void saysTheMostImportantFirst() {
    PerformanceReport report =
        report(
            ReportRequest.Measurement.ONCE,
            Map.of(
                "1_nodes",
                """
                {"job_id": "job", "dataset": {"identity": "sha256:1"},
                 "timing": {"samples_sec": [10.0, 10.0, 10.0, 10.0, 10.0, 10.0]},
                 "metrics": {"slots": 1, "slot_sec": {"cpu": 10.0},
                             "iterations": [{"sec": 10.0, "counted": true, "jit_sec": 1.0}]},
                 "outputs": {"row_count": {"rows": 3}}}
                """,
                "2_nodes",
                """
                {"job_id": "job", "dataset": {"identity": "sha256:1"},
                 "timing": {"samples_sec": [9.0]},
                 "executors": {"machines": [{"node": "a"}, {"node": "a"}]},
                 "metrics": {"slots": 2, "slot_sec": {"cpu": 10.0, "driver": 8.0}},
                 "outputs": {"row_count": {"rows": 4}}}
                """),
            new RunResult(1, List.of(10.0, 10.0, 10.0, 10.0, 10.0, 10.0), 1, 1, 0, 0, null, null),
            new RunResult(2, List.of(9.0), 1, 1, 0, 0, null, null));
    assertThat(report.remarks())
        .extracting(remark -> remark.substring(0, 11))
        .containsExactly("the outputs", "the 2 execu", "compiling t", "2 nodes los");
  }

  /**
   * Of two tasks and two trials: medians of the iterations that count, geometric mean of trials.
   */
  @Test
  void measuresPhasesLikeTheWhole() throws IOException {
    String document =
        """
        {"job_id": "job", "type": "ml", "timing": {"samples_sec": [%1$s, %1$s]},
         "metrics": {"slot_sec": {"cpu": 1.0}, "iterations": [
           {"counted": false, "phases": {"kmeans": {"train": 99}, "pca": {"train": 99}}},
           {"counted": true, "phases": {"kmeans": {"load": 1, "train": %1$s}, "pca": {"load": 1, "train": 2}}},
           {"counted": true, "phases": {"kmeans": {"load": 3, "train": %1$s}, "pca": {"load": 1, "train": 2}}}]},
         "outputs": {"kmeans": {"iterations": %2$s}, "pca": {"iterations": null}}}
        """;
    PerformanceReport report =
        report(
            new ReportRequest.Measurement(2, "Ascending", null),
            Map.of(
                "1_nodes", document.formatted("8.0", 12),
                "1_nodes_trial_2", document.formatted("2.0", 12),
                "2_nodes", document.formatted("2.0", 13),
                "2_nodes_trial_2", document.formatted("2.0", 13)),
            new RunResult(1, List.of(8.0, 8.0, 2.0, 2.0), 2, 2, 0, 0, null, null),
            new RunResult(2, List.of(2.0, 2.0, 2.0, 2.0), 2, 2, 0, 0, null, null));
    JsonNode two = new JsonMapper().readTree(report.json()).at("/runs/1/phases/kmeans/train");
    assertThat(two.path("time_sec").asDouble()).isCloseTo(2, within(1e-9));
    assertThat(two.path("speedup").asDouble()).isCloseTo(2, within(1e-9));
    assertThat(two.path("samples_sec")).hasToString("[2.0,2.0,2.0,2.0]");
    // Load: 2 and 4 together, whose median is 3. Train: 10 and 4 of the trials.
    assertThat(report.csv().lines().skip(1).findFirst().orElseThrow())
        .endsWith(",3.000000,,6.324555,,");
    assertThat(report.notes())
        .filteredOn(note -> note.text().startsWith("kmeans made"))
        .singleElement()
        .satisfies(
            note -> {
              assertThat(note.warning()).isFalse();
              assertThat(note.text())
                  .startsWith("kmeans made 12 iterations with 1 node, 13 iterations with 2 nodes:");
            });
    assertThat(report.disagreeing()).isEmpty();
  }

  /** Two trials: start-up and end are on average, and the first pass is that of cold JVMs. */
  @Test
  void tellsWhatAJobTakesThatDoesTheWorkOnce() throws IOException {
    TimeSpent spent =
        TimeSpentBuilder.builder()
            .podSec(8)
            .jvmSec(2)
            .checkSec(2)
            .sessionSec(4)
            .executorsSec(6)
            .schemaSec(2)
            .cacheSec(0)
            .warmupsSec(50)
            .iterationsSec(60)
            .uploadSec(1)
            .endSec(3)
            .failedSec(30)
            .totalSec(168)
            .build();
    String document =
        """
        {"job_id": "job", "timing": {"samples_sec": [%s], "warmups_sec": [9.0, 5.0]},
         "metrics": {"slot_sec": {"cpu": 1.0}}, "outputs": {}}
        """;
    PerformanceReport report =
        report(
            new ReportRequest.Measurement(2, "Ascending", null),
            Map.of(
                "4_nodes", document.formatted("4.0"), "4_nodes_trial_2", document.formatted("4.5")),
            new RunResult(4, List.of(4.0, 4.5), 2, 2, 0, 0, null, spent));
    JsonNode job = new JsonMapper().readTree(report.json()).at("/runs/0/job");
    // Pod, JVM and check 6 s; Spark, executors and schema 6 s; first pass 9 s; output and end 2 s.
    assertThat(job.path("sec").asDouble()).isCloseTo(23, within(1e-9));
    assertThat(job.path("executor_sec").asDouble()).isCloseTo(17, within(1e-9));
    // 4 executors at 0.36 an hour for 17 s, and the driver at 0.18 for 23 s.
    assertThat(job.path("cost").decimalValue()).isEqualByComparingTo("0.00795");
    assertThat(report.csv().lines().skip(1).findFirst().orElseThrow())
        .endsWith(",23.000000,0.007950,,,,,");
  }

  /** Three trials with two executors each; one executor is not on the listed type. */
  @Test
  void pricesExecutorsByTheirInstanceTypes() throws IOException {
    PerformanceReport report =
        report(
            new ReportRequest.Cost("0.36", "EUR", "0.18", Map.of("large", "0.72")),
            new ReportRequest.Measurement(3, "Ascending", null),
            Map.of(),
            new RunResult(1, List.of(10.0, 10.0, 10.0), 3, 3, 0, 0, null, null, Map.of("large", 3)),
            new RunResult(
                2, List.of(5.0, 5.0, 5.0), 3, 3, 0, 0, null, null, Map.of("large", 3, "other", 3)));
    JsonNode json = new JsonMapper().readTree(report.json());
    assertThat(json.at("/runs/0/executor_hour_price").decimalValue()).isEqualByComparingTo("0.72");
    assertThat(json.at("/runs/0/cost").decimalValue()).isEqualByComparingTo("0.002");
    assertThat(json.at("/runs/1/executor_hour_price").decimalValue()).isEqualByComparingTo("0.54");
    assertThat(json.at("/runs/1/cost").decimalValue()).isEqualByComparingTo("0.0015");
    assertThat(json.at("/runs/1/instance_types")).hasToString("{\"large\":3,\"other\":3}");
    assertThat(json.at("/cost/instance_types")).hasToString("{\"large\":\"0.72\"}");
    assertThat(report.csv()).contains(",0.002000,").contains(",0.001500,");
    assertThat(json.at("/scaling/cheapest_nodes").asInt()).isEqualTo(2);
    assertThat(report.notes())
        .filteredOn(Remark::warning)
        .extracting(Remark::text)
        .contains("cost.instanceTypes has no price for other, so cost.executorHourPrice was used");
  }

  private static String trial(String samples, double cpu, double driver, int rows) {
    return String.format(
        Locale.ROOT,
        """
        {"job_id": "job", "finished_at": "2026-01-31T12:00:00Z", "dataset": {"identity": "sha256:2"},
         "timing": {"samples_sec": %s}, "metrics": {"slot_sec": {"cpu": %s, "driver": %s}},
         "outputs": {"row_count": {"rows": %d}}}
        """,
        samples,
        cpu,
        driver,
        rows);
  }

  private static PerformanceReport report(RunResult... runs) {
    return report(ReportRequest.Measurement.ONCE, DOCUMENTS, runs);
  }

  /** Documents by their names. */
  private static PerformanceReport report(
      ReportRequest.Measurement measurement, Map<String, String> documents, RunResult... runs) {
    return report(COST, measurement, documents, runs);
  }

  private static PerformanceReport report(
      ReportRequest.Cost cost,
      ReportRequest.Measurement measurement,
      Map<String, String> documents,
      RunResult... runs) {
    boolean models = documents.values().stream().anyMatch(text -> text.contains("\"ml\""));
    ReportRequest request =
        ReportRequestBuilder.builder()
            .version(Contract.VERSION)
            .jobId("job")
            .dataset("s3://bucket/user/data.csv")
            .workload(
                new TaskWorkload(
                    models ? JobType.ML : JobType.DESCRIPTIVE,
                    List.of("row_count", "min_max_mean"),
                    Map.of("b.y", "2", "a.x", "1")))
            .storage(null)
            .outputPrefix("s3://bucket/user/result/job/output/")
            .measurement(measurement)
            .runs(List.of(runs))
            .goal(new ReportRequest.Goal(5, 90))
            .cost(cost)
            .variants(List.of())
            .comparison(null)
            .build();
    return new PerformanceReport(
        request,
        RunDocuments.read(
            request, uri -> documents.get(uri.key().replaceFirst(".*/output/(.*).json", "$1"))),
        History.compare(List.of(EARLIER), request.measured(), Map.of("executors.cores", "1")));
  }
}
