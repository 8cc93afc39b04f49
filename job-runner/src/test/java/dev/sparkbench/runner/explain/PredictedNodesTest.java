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
import dev.sparkbench.api.contract.TaskWorkload;
import dev.sparkbench.runner.result.PerformanceReport;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a report says of node counts that were not measured. */
class PredictedNodesTest {

  private static final String ONE = replay("1, 100, 2, 52, 4, 28", 6, "null");
  private static final String TWO = replay("1, 100, 2, 50, 4, 26, 8, 20", 6, "null");

  @Test
  void predictsFromTheRunsDocuments() throws IOException {
    JsonNode prediction = json(report(null, ONE, TWO)).path("prediction");

    assertThat(prediction.path("refused").isNull()).isTrue();
    assertThat(prediction.path("from")).hasToString("[1,2]");
    assertThat(prediction.path("reach_nodes").asInt()).isEqualTo(8);
    // From 1 node, 2 would take 52 s, and took 50.
    assertThat(prediction.path("error").asDouble()).isCloseTo(0.04, within(1e-9));
    assertThat(prediction.at("/checks/0/error").asDouble()).isCloseTo(0.04, within(1e-9));
    assertThat(prediction.at("/checks/1/error").asDouble()).isCloseTo(0, within(1e-9));
    assertThat(prediction.path("points").findValues("nodes"))
        .extracting(JsonNode::asInt)
        .containsExactly(4, 8);
    JsonNode four = prediction.at("/points/0");
    assertThat(four.path("low_sec").asDouble()).isCloseTo(26, within(1e-9));
    assertThat(four.at("/expected_sec/0").asDouble()).isCloseTo(26 * 0.96, within(1e-9));
    assertThat(four.at("/expected_sec/1").asDouble()).isCloseTo(26 * 1.04, within(1e-9));
    // 4 executors for 26 s at 0.36 an hour, 4 % less and more.
    assertThat(four.at("/cost/0").decimalValue()).isEqualByComparingTo("0.009984");
    assertThat(four.at("/cost/1").decimalValue()).isEqualByComparingTo("0.010816");
    assertThat(prediction.path("enough_nodes").asInt()).isEqualTo(6);
    assertThat(prediction.at("/floor/driver_sec").asDouble()).isEqualTo(4);
    assertThat(prediction.at("/floor/stages").findValues("stage"))
        .extracting(JsonNode::asInt)
        .containsExactly(79);
    assertThat(prediction.path("more_partitions").isNull()).isTrue();
  }

  /** Only what was measured is compared. */
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
            "predicted, not measured: 4 nodes would take 25.0 to 27.0 s (node counts that were measured are predicted within 4.0 %)",
            "predicted, not measured: more than 6 nodes gain nothing; 19.0 s are left with any number, of which the driver alone takes 4.00 s");
  }

  @Test
  void namesTheFewestNodesWithinAGoalThatWasNotMet() {
    assertThat(predicted(report(new Goal(21, null), ONE, TWO)))
        .first()
        .isEqualTo(
            "predicted, not measured: 8 nodes would take 19.2 to 20.8 s, the fewest within the goal's time (node counts that were measured are predicted within 4.0 %)");
    // A measured node count meets it; then no other one is named for it.
    assertThat(predicted(report(new Goal(60, null), ONE, TWO)))
        .first()
        .asString()
        .startsWith("predicted, not measured: 4 nodes would take 25.0 to 27.0 s (node");
  }

  @Test
  void tellsWhenMorePartitionsWouldHelp() throws IOException {
    PerformanceReport report = report(null, ONE, TWO.replace("\"more\": null", "\"more\": 15.0"));

    assertThat(json(report).at("/prediction/more_partitions/nodes").asInt()).isEqualTo(8);
    assertThat(predicted(report))
        .contains(
            "predicted, not measured: with twice as many partitions 8 nodes would take 15.0 s and not 20.0 s, because some stages have fewer tasks than there are cores; raise measurement.partitionCount");
  }

  @Test
  void aSingleNodeCountSaysWhatItAssumes() {
    assertThat(predicted(report(null, "null", TWO)))
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

  /** A node count and its time in turns; the last one has what more partitions would do. */
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
        {"sec": 1, "tasks": 16, "refused": %s, "counts": [%s], "enough_nodes": %d,
         "floor": {"low_sec": 18.0, "high_sec": 19.0, "driver_sec": 4.0},
         "stages": [{"stage": 77, "name": "scan", "tasks": 8, "mean_sec": 1, "longest_sec": 2, "on_floor": false},
                    {"stage": 79, "name": "collect", "tasks": 8, "mean_sec": 9, "longest_sec": 15, "on_floor": true}]}
        """
        .formatted(refused, counts, enough);
  }

  private static PerformanceReport report(Goal goal, String one, String two) {
    return report("\"executors.cores\": \"1\"", goal, one, two);
  }

  /** One node took 100 s, two 50 s. */
  private static PerformanceReport report(String configuration, Goal goal, String one, String two) {
    ReportRequest request =
        new ReportRequest(
            Contract.VERSION,
            "job",
            "s3://bucket/data.csv",
            new TaskWorkload(JobType.DESCRIPTIVE, List.of("row_count"), Map.of()),
            null,
            "s3://bucket/result/job/output/",
            Measurement.ONCE,
            List.of(
                new RunResult(1, List.of(100.0), 1, 1, 0, 0, null, null),
                new RunResult(2, List.of(50.0), 1, 1, 0, 0, null, null)),
            goal,
            new ReportRequest.Cost("0.36", "EUR", "0.36", Map.of()));
    RunDocuments documents =
        RunDocuments.read(
            request,
            uri -> {
              boolean first = uri.key().contains("1_nodes");
              return """
                  {"job_id": "job", "timing": {"samples_sec": [%s]}, "metrics": {"slot_sec": {"cpu": 1.0}},
                   "configuration": {%s}, "outputs": {}, "replay": %s}
                  """
                  .formatted(
                      first ? "100.0" : "50.0",
                      configuration,
                      (first ? one : two).replace("\"more\"", "\"more_partitions_sec\""));
            });
    return new PerformanceReport(request, documents, Optional.empty());
  }
}
