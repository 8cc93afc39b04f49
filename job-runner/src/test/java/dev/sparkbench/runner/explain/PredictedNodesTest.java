// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.ReportRequest;
import dev.sparkbench.api.contract.ReportRequest.Goal;
import dev.sparkbench.api.contract.ReportRequest.Measurement;
import dev.sparkbench.api.contract.ReportRequest.RunResult;
import dev.sparkbench.api.contract.ReportRequestBuilder;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.contract.TaskWorkload;
import dev.sparkbench.runner.result.PerformanceReport;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What a report says about node counts that were not measured. */
class PredictedNodesTest {

  private static final String ONE = replay("1, 100, 2, 52, 4, 28", 6, "null");
  private static final String TWO = replay("1, 100, 2, 50, 4, 26, 8, 20", 6, "null");

  @Test
  void predictsFromTheRunsDocuments() throws IOException {
    JsonNode prediction = json(report(null, ONE, TWO)).path("prediction");

    assertThat(prediction.path("refused").isNull()).isTrue();
    assertThat(prediction.path("from")).hasToString("[1,2]");
    assertThat(prediction.path("reach_nodes").asInt()).isEqualTo(8);
    // From 1 node, the prediction for 2 is 52 s, and they took 50 s.
    assertThat(prediction.path("error").asDouble()).isCloseTo(0.04, within(1e-9));
    assertThat(prediction.at("/checks/0/error").asDouble()).isCloseTo(0.04, within(1e-9));
    assertThat(prediction.at("/checks/1/error").asDouble()).isCloseTo(0, within(1e-9));
    assertThat(prediction.path("points").findValues("nodes"))
        .extracting(JsonNode::asInt)
        .containsExactly(4, 8);
    JsonNode four = prediction.at("/points/0");
    assertThat(four.path("low_sec").asDouble()).isCloseTo(26, within(1e-9));
    assertThat(four.path("error").asDouble()).isCloseTo(0.04, within(1e-9));
    assertThat(four.at("/expected_sec/0").asDouble()).isCloseTo(26 * 0.96, within(1e-9));
    assertThat(four.at("/expected_sec/1").asDouble()).isCloseTo(26 * 1.04, within(1e-9));
    // 4 executors for 26 s at 0.36 an hour, 4 % less and more.
    assertThat(four.at("/cost/0").decimalValue()).isEqualByComparingTo("0.009984");
    assertThat(four.at("/cost/1").decimalValue()).isEqualByComparingTo("0.010816");
    // It is twice as far from 2 nodes as these are from 1.
    assertThat(prediction.at("/points/1/error").asDouble()).isCloseTo(0.08, within(1e-9));
    assertThat(prediction.path("enough_nodes").asInt()).isEqualTo(6);
    assertThat(prediction.at("/floor/driver_sec").asDouble()).isCloseTo(4, within(1e-9));
    assertThat(prediction.at("/floor/stages").findValues("stage"))
        .extracting(JsonNode::asInt)
        .containsExactly(79);
    assertThat(prediction.path("more_partitions").isNull()).isTrue();
  }

  /** Only measured times are compared. */
  @Test
  void predictionsAreNoMeasurements() throws IOException {
    PerformanceReport with = report(null, ONE, TWO);
    PerformanceReport without = report(null, "null", "null");

    assertThat(with.csv()).isEqualTo(without.csv());
    assertThat(with.advice()).isEqualTo(without.advice());
    assertThat(json(with).path("runs")).isEqualTo(json(without).path("runs"));
    assertThat(json(with).path("scaling")).isEqualTo(json(without).path("scaling"));
    assertThat(json(without).has("prediction")).isFalse();
  }

  @Test
  void remarksSayThatItIsPredicted() {
    assertThat(predicted(report(null, ONE, TWO)))
        .containsExactly(
            "predicted, not measured: 4 nodes would take 25.0 to 27.0 s (measured node counts are predicted within 4.0 %)",
            "predicted, not measured: more than 6 nodes would gain nothing; with any number, it takes at least 18.0 to 19.0 s, of which driver and scheduler take up to 4.00 s");
  }

  @Test
  void namesTheFewestNodesWithinAGoalThatWasNotMet() {
    assertThat(predicted(report(new Goal(22, null), ONE, TWO)))
        .first()
        .isEqualTo(
            "predicted, not measured: 8 nodes would take 18.4 to 21.6 s, the fewest of those replayed that meet the goal's time (measured node counts are predicted within 4.0 %)");
    // A measured node count meets it; then no other one is named for it.
    assertThat(predicted(report(new Goal(60, null), ONE, TWO)))
        .first()
        .asString()
        .startsWith("predicted, not measured: 4 nodes would take 25.0 to 27.0 s (measured");
  }

  @Test
  void tellsWhenMorePartitionsWouldHelp() throws IOException {
    PerformanceReport report = report(null, ONE, TWO.replace("\"more\": null", "\"more\": 15.0"));

    assertThat(json(report).at("/prediction/more_partitions/nodes").asInt()).isEqualTo(8);
    assertThat(predicted(report))
        .contains(
            "predicted, not measured: with twice as many partitions 8 nodes would take 15.0 s instead of 20.0 s, because some stages have fewer tasks than there are cores; raise measurement.partitionCount if these stages follow it");
  }

  @Test
  void measuredTimesWithinTheRangesAreNotCalledPredictedExactly() {
    assertThat(predicted(report(null, replay("1, 100, 2, 50", 6, "null"), TWO)))
        .first()
        .isEqualTo(
            "predicted, not measured: 4 nodes would take 26.0 s (measured node counts are within their predicted ranges)");
  }

  /** One node took 100 s and two 50 s: so much is gained beyond one. */
  @Test
  void whatMeasurementsContradictIsNotSaid() throws IOException {
    PerformanceReport gained = report(null, ONE, replay("1, 100, 2, 50, 4, 50", 1, "null"));
    assertThat(json(gained).at("/prediction/enough_nodes").isNull()).isTrue();
    assertThat(json(gained).at("/prediction/floor/low_sec").asDouble()).isCloseTo(18, within(1e-9));
    assertThat(predicted(gained)).isEmpty();

    PerformanceReport below =
        report(
            null,
            ONE,
            TWO.replace(
                "\"low_sec\": 18.0, \"high_sec\": 19.0", "\"low_sec\": 51.0, \"high_sec\": 52.0"));
    assertThat(json(below).at("/prediction/enough_nodes").isNull()).isTrue();
    assertThat(json(below).at("/prediction/floor").isNull()).isTrue();
    assertThat(predicted(below)).singleElement().asString().contains("4 nodes would take");
  }

  /** Two nodes with 4 cores each, and 8 tasks: a benchmark with 4 nodes would have 16. */
  @Test
  void moreNodesAreNotPredictedWhereTheDataWasDividedForFewer() throws IOException {
    PerformanceReport report =
        report(pinned(8, 4), null, ONE, TWO.replace("\"more\": null", "\"more\": 15.0"));
    JsonNode prediction = json(report).path("prediction");

    assertThat(prediction.path("points")).isEmpty();
    assertThat(prediction.path("reach_nodes").asInt()).isEqualTo(2);
    assertThat(prediction.path("beyond").asText())
        .isEqualTo(
            "more than 2 nodes are not predicted: stage 79 has only 8 tasks, because the data was divided for the largest node count in nodeList, and would be divided further for a larger one; to see what more nodes gain, measure with a larger node count in nodeList, or with measurement.partitionCount 12 or more");
    assertThat(prediction.path("enough_nodes").isNull()).isTrue();
    assertThat(prediction.at("/floor/of_this_division").asBoolean()).isTrue();
    assertThat(predicted(report))
        .singleElement()
        .asString()
        .startsWith("predicted, not measured: with twice as many partitions 8 nodes would take");
  }

  /** Spark merged the partitions of a shuffle to as many as the largest node count has slots. */
  @Test
  void partitionsThatWereMergedDoNotFollowTheirNumber() throws IOException {
    String merged =
        pinned(8, 4).replace("minPartitionNum\": \"8\", \"e", "minPartitionNum\": \"64\", \"e");
    assertThat(json(report(merged, null, ONE, TWO)).at("/prediction/beyond").asText())
        .startsWith("more than 2 nodes are not predicted")
        .endsWith("measure with a larger node count in nodeList");
  }

  /** What more tasks would shorten is no floor, even where they are enough for all predictions. */
  @Test
  void withMoreTasksThanSlotsMoreNodesArePredictedButNoFloor() throws IOException {
    PerformanceReport report = report(pinned(8, 1), null, ONE, TWO);

    assertThat(json(report).at("/prediction/beyond").isNull()).isTrue();
    assertThat(predicted(report)).singleElement().asString().contains("4 nodes would take");
  }

  /** One task adds up the results, or one takes much longer than others. */
  @Test
  void aStageThatMoreTasksDoNotShortenIsAFloor() {
    for (String stage :
        List.of("\"tasks\": 1, \"mean_sec\": 15,", "\"tasks\": 8, \"mean_sec\": 5,")) {
      String two = TWO.replace("\"tasks\": 8, \"mean_sec\": 9,", stage);
      assertThat(predicted(report(pinned(8, 4), null, ONE, two)))
          .anyMatch(text -> text.contains("4 nodes would take"))
          .anyMatch(text -> text.contains("more than 6 nodes would gain nothing"));
    }
  }

  /** The largest node count is 1 with 1 core, so everything is a single task. */
  @Test
  void aSingleTaskIsNoFloorWhereThereWasASinglePartition() throws IOException {
    String replay =
        replay("1, 40, 2, 40, 4, 40", 1, "null").replace("\"tasks\": 8", "\"tasks\": 1");
    PerformanceReport report =
        report(
            List.of(new RunResult(1, List.of(40.0), 1, 1, 0, 0, null, null)),
            Measurement.ONCE,
            null,
            uri -> document(pinned(1, 1), 40, replay));

    assertThat(predicted(report)).isEmpty();
    assertThat(json(report).at("/prediction/points")).isEmpty();
    assertThat(json(report).at("/prediction/beyond").asText())
        .startsWith("more than 1 node is not predicted: stage 79 has only 1 task,")
        .endsWith("or with measurement.partitionCount 2 or more");
  }

  @Test
  void whatIsEnoughIsNotSaidBeyondWhatIsPredicted() throws IOException {
    assertThat(
            json(report(null, ONE, replay("1, 100, 2, 50, 4, 26, 8, 20", 9, "null")))
                .at("/prediction/enough_nodes")
                .isNull())
        .isTrue();
  }

  /** Trials of 40 and 62.5 s, whose geometric mean is 50. */
  @Test
  void predictionsAreNoSurerThanTheTrials() throws IOException {
    JsonNode prediction =
        json(trials(replay("2, 40, 4, 20", 6, "null"), replay("2, 62.5, 4, 31.25", 6, "null")))
            .path("prediction");

    assertThat(prediction.path("error").asDouble()).isCloseTo(0, within(1e-9));
    assertThat(prediction.at("/points/0/low_sec").asDouble()).isCloseTo(25, within(1e-9));
    // The logarithms differ by 0.446, and with one degree of freedom t is 12.7.
    assertThat(prediction.at("/points/0/error").asDouble())
        .isCloseTo(Math.exp(12.706 * 0.4463 / 2) - 1, within(0.1));
  }

  /** That of the longer one would be more than what both took. */
  @Test
  void theFloorIsOfAllTrialsAsTheTimeIs() throws IOException {
    JsonNode prediction =
        json(trials(
                replay("2, 40, 4, 20", 6, "null").replace("18.0", "10.0"),
                replay("2, 62.5, 4, 31.25", 6, "null")
                    .replace("18.0", "62.5")
                    .replace("19.0", "62.5")))
            .path("prediction");

    assertThat(prediction.at("/floor/low_sec").asDouble()).isCloseTo(25, within(1e-9));
    assertThat(prediction.at("/floor/stages")).hasSize(1);
  }

  /** One trial's replay is off by 20 % upwards, the other one's by 20 % downwards. */
  @Test
  void errorsOfTrialsDoNotCancelEachOther() throws IOException {
    assertThat(
            json(trials(replay("2, 48, 4, 20", 6, "null"), replay("2, 50, 4, 31.25", 6, "null")))
                .at("/prediction/refused")
                .asText())
        .matches(
            "no run can be replayed; 2 nodes: its tasks and the driver's gaps do not give its own time: replayed on as many slots it is off by [+-]20 %");
  }

  @Test
  void isRefusedWhereOneNodeCountKeepsRowsInMemory() throws IOException {
    String cached = "\"refused\": null, \"cached\": true";
    PerformanceReport one = report(null, "null", TWO.replace("\"refused\": null", cached));
    assertThat(json(one).at("/prediction/refused").asText())
        .startsWith("its work keeps rows in memory");

    PerformanceReport both =
        report(
            null,
            ONE.replace("\"refused\": null", cached),
            TWO.replace("\"refused\": null", cached));
    assertThat(json(both).at("/prediction/refused").isNull()).isTrue();
  }

  @Test
  void aSingleNodeCountSaysWhatItAssumes() throws IOException {
    PerformanceReport report = report(null, "null", TWO);
    assertThat(json(report).at("/prediction/error").isNull()).isTrue();
    assertThat(predicted(report))
        .first()
        .isEqualTo(
            "predicted, not measured: 4 nodes would take 26.0 s, if tasks take as long there; a second measured node count would test that");
  }

  @Test
  void runsThatCannotBeUsedAreNamed() throws IOException {
    JsonNode prediction =
        json(report(null, replay("1, 100", 6, "\"tasks spilled\""), TWO)).path("prediction");

    assertThat(prediction.path("refused").isNull()).isTrue();
    assertThat(prediction.path("unused"))
        .hasToString("[{\"nodes\":1,\"reason\":\"tasks spilled\"}]");
  }

  @Test
  void isRefusedWhereTheDatasetIsKeptInMemory() throws IOException {
    PerformanceReport report = report("\"measurement.cache_in_memory\": \"true\"", null, ONE, TWO);

    assertThat(json(report).at("/prediction/refused").asText())
        .isEqualTo(
            "no run can be replayed; 1, 2 nodes: the dataset is kept in memory, and how much of it fits depends on the number of nodes");
    assertThat(json(report).at("/prediction/error").isNull()).isTrue();
    assertThat(predicted(report)).isEmpty();
  }

  @Test
  void isRefusedWhereEachNodeCountHasItsOwnPartitions() throws IOException {
    assertThat(
            json(report("\"measurement.partitions\": \"PerNodeCount\"", null, ONE, TWO))
                .at("/prediction/refused")
                .asText())
        .endsWith(
            "1, 2 nodes: with measurement.partitions PerNodeCount other node counts have other tasks");
  }

  private static List<String> predicted(PerformanceReport report) {
    return report.notes().stream()
        .filter(note -> !note.warning())
        .map(Remark::text)
        .filter(text -> text.startsWith("predicted"))
        .toList();
  }

  private static JsonNode json(PerformanceReport report) throws IOException {
    return new JsonMapper().readTree(report.json());
  }

  /** Node counts and times in turns; the last one also has the effect of more partitions. */
  private static String replay(String times, int enough, String refused) {
    double[] numbers = Arrays.stream(times.split(", ")).mapToDouble(Double::parseDouble).toArray();
    StringBuilder counts = new StringBuilder();
    for (int i = 0; i < numbers.length; i += 2) {
      boolean last = i + 2 == numbers.length;
      counts.append(
          "%s{\"nodes\": %d, \"low_sec\": %3$s, \"high_sec\": %3$s, \"%4$s\": null}"
              .formatted(
                  i == 0 ? "" : ", ",
                  (int) numbers[i],
                  numbers[i + 1],
                  last ? "more" : "more_partitions_sec"));
    }
    return """
        {"sec": @, "tasks": 16, "refused": %s, "counts": [%s], "enough_nodes": %d,
         "floor": {"low_sec": 18.0, "high_sec": 19.0, "driver_sec": 4.0},
         "stages": [{"stage": 77, "name": "scan", "tasks": 8, "mean_sec": 1, "longest_sec": 2, "on_floor": false},
                    {"stage": 79, "name": "collect", "tasks": 8, "mean_sec": 9, "longest_sec": 15, "on_floor": true}]}
        """
        .formatted(refused, counts, enough);
  }

  /** A configuration whose data is divided into a number of partitions. */
  private static String pinned(int partitions, int cores) {
    return """
        "measurement.spark.sql.adaptive.coalescePartitions.minPartitionNum": "%1$d",
        "measurement.spark.sql.files.minPartitionNum": "%1$d", "executors.cores": "%2$d"\
        """
        .formatted(partitions, cores);
  }

  private static PerformanceReport report(Goal goal, String one, String two) {
    return report("\"executors.cores\": \"1\"", goal, one, two);
  }

  /** Two trials with 2 nodes, of 40 and 62.5 s. */
  private static PerformanceReport trials(String one, String other) {
    return report(
        List.of(new RunResult(2, List.of(40.0, 62.5), 2, 2, 0, 0, null, null)),
        new Measurement(2, "Ascending", null),
        null,
        uri -> uri.key().contains("trial_2") ? document("", 62.5, other) : document("", 40.0, one));
  }

  /** One node took 100 s, two 50 s. */
  private static PerformanceReport report(String configuration, Goal goal, String one, String two) {
    return report(
        List.of(
            new RunResult(1, List.of(100.0), 1, 1, 0, 0, null, null),
            new RunResult(2, List.of(50.0), 1, 1, 0, 0, null, null)),
        Measurement.ONCE,
        goal,
        uri ->
            uri.key().contains("1_nodes")
                ? document(configuration, 100, one)
                : document(configuration, 50, two));
  }

  private static PerformanceReport report(
      List<RunResult> runs, Measurement measurement, Goal goal, Function<S3Uri, String> documents) {
    ReportRequest request =
        ReportRequestBuilder.builder()
            .version(Contract.VERSION)
            .jobId("job")
            .dataset("s3://bucket/data.csv")
            .workload(new TaskWorkload(JobType.DESCRIPTIVE, List.of("row_count"), Map.of()))
            .storage(null)
            .outputPrefix("s3://bucket/result/job/output/")
            .measurement(measurement)
            .runs(runs)
            .goal(goal)
            .cost(new ReportRequest.Cost("0.36", "EUR", "0.36", Map.of()))
            .variants(List.of())
            .comparison(null)
            .build();
    return new PerformanceReport(request, RunDocuments.read(request, documents), Optional.empty());
  }

  private static String document(String configuration, double seconds, String replay) {
    return """
        {"job_id": "job", "timing": {"samples_sec": [%1$s]}, "metrics": {"slot_sec": {"cpu": 1.0}},
         "configuration": {%2$s}, "outputs": {}, "replay": %3$s}
        """
        .formatted(
            seconds,
            configuration,
            replay.replace("\"more\"", "\"more_partitions_sec\"").replace("@", "" + seconds));
  }
}
