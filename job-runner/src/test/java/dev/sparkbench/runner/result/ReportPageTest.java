// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.result;

import static dev.sparkbench.runner.result.JobTimes.FORTY_SECONDS;
import static dev.sparkbench.runner.result.JobTimes.SIXTY_SECONDS;
import static dev.sparkbench.runner.result.JobTimes.THIRTY_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.ReportRequest;
import dev.sparkbench.api.contract.ReportRequest.Measurement;
import dev.sparkbench.api.contract.ReportRequest.RunResult;
import dev.sparkbench.api.contract.ReportRequestBuilder;
import dev.sparkbench.api.contract.TaskWorkload;
import dev.sparkbench.api.contract.TimeSpent;
import dev.sparkbench.api.scaling.Samples;
import dev.sparkbench.runner.explain.History;
import dev.sparkbench.runner.explain.RunDocuments;
import dev.sparkbench.runner.fixture.Browser;
import dev.sparkbench.runner.fixture.Browser.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPageTest {

  private static final String HOSTILE = "</script><script>alert('x')</script>&{{js}}$1";

  private static final Pattern NAME = Pattern.compile("/(\\d+)_nodes(?:_trial_(\\d+))?[.]json$");

  @TempDir Path folder;

  @Test
  void loadsNothing() throws IOException {
    String page = page(request("job", measured(1, 2.0)), Optional.empty());
    assertThat(page.replaceAll("(?s)<script>.*?</script>", ""))
        .doesNotContain("src=", "href=\"http", "url(");
  }

  @Test
  void staysWholeWhateverItsTextsSay() throws IOException {
    ReportRequest request =
        request(
            HOSTILE,
            measured(1, 2.0),
            new RunResult(
                2, List.of(), 0, 1, 0, 0, new Failure(FailureReason.INTERNAL, HOSTILE), null));
    String page = page(request, Optional.empty());
    assertThat(page.split("</script>", -1)).hasSize(4);
    assertThat(page)
        .contains("<title>&lt;/script>&lt;script>alert('x')")
        .doesNotContain("{{data}}");

    Page shown = open(page);
    assertThat(shown.consoleErrors()).isEmpty();
    assertThat(shown.text("h1")).containsExactly(HOSTILE);
    assertThat(shown.text("#failures li")).containsExactly("2 nodes failed: Internal: " + HOSTILE);
  }

  @Test
  void showsTheNumbersOfPerformanceJson() throws IOException {
    ReportRequest request =
        request(
            new Measurement(3, "Ascending", null),
            "job",
            trials(1, 10, 9, 9.5, 9.25, 9.75, 12),
            trials(2, 5.5, 5, 5.25, 5.2, 5.1, 6),
            new RunResult(4, List.of(3.0, 2.5, 2.75), 3, 4, 1, 1, null, SIXTY_SECONDS),
            new RunResult(
                8, List.of(), 0, 2, 0, 0, new Failure(FailureReason.OUT_OF_MEMORY, "heap"), null));
    PerformanceReport report = new PerformanceReport(request, documents(request), history(request));
    JsonNode performance = new JsonMapper().readTree(report.json());
    Page shown = open(ReportPage.of(request, report));

    assertThat(shown.consoleErrors()).isEmpty();
    assertThat(shown.text("#verdict")).containsExactly(sentence(report.advice()));
    assertThat(shown.text("#sure")).singleElement().asString().startsWith("3 trials of each node");
    assertThat(shown.text("#warnings li"))
        .containsExactlyElementsOf(texts(report, true))
        .contains(
            "The outputs of 2 nodes are not the baseline's: trial 1: row_count.rows: 3 and 4.");
    assertThat(shown.text("#remarks li")).containsExactlyElementsOf(texts(report, false));
    for (JsonNode run : performance.path("runs")) {
      if (run.path("time_sec").isNumber()) {
        assertThat(shown.row("#times", run.path("nodes").asInt()))
            .contains(
                figure(run.path("time_sec"), run.path("interval_sec"), 1, " s"),
                figure(run.path("speedup"), run.path("speedup_interval"), 1, "×"),
                figure(run.path("efficiency"), run.path("efficiency_interval"), 100, " %"),
                run.path("samples_sec").size() + "");
      }
    }
    assertThat(shown.row("#times", 8)).containsOnly("8", "failed", "–", "0");
    assertThat(shown.row("#times", 1))
        .contains("9.000 s", "12.000 s", "agree")
        .anyMatch(cell -> cell.matches("[+]24 % [(][+]\\d+ to [+]\\d+[)] regression"));
    assertThat(shown.text("#regression"))
        .singleElement()
        .asString()
        .startsWith("Slower than the benchmark of 2026-01-30T00:00:00Z: 1 node by 2");
    assertThat(shown.row("#times", 2)).contains("differ");
    JsonNode two = performance.at("/runs/1");
    assertThat(shown.row("#losses", "Driver alone"))
        .containsExactly("Driver alone", percent(two.at("/efficiency_lost/driver").asDouble()));
    assertThat(shown.row("#losses", "Lost efficiency"))
        .containsExactly("Lost efficiency", percent(1 - two.path("efficiency").asDouble()));
    assertThat(shown.row("#executors", 1)).contains("10.0.0.1", "node-a", "EPYC");
    // The interval of its efficiency contains 100 %, so no loss is shown that could have a cause.
    assertThat(two.at("/efficiency_interval/1").asDouble()).isGreaterThan(1);
    assertThat(shown.row("#identity", 2)).endsWith("–");
    assertThat(shown.text("#disturbances td"))
        .contains(
            "took 4 attempts for 3 trials",
            "outputs differ from the baseline’s at trial 1: row_count.rows: 3 and 4",
            "its own document is missing or belongs to another run, so its time is not explained");
    assertThat(shown.text("#spent")).containsExactly("Measuring took 8 s of 60 s.");
    assertThat(shown.text("#spending th"))
        .containsExactly(
            "Nodes",
            "Pod",
            "JVM",
            "Finding the data",
            "Starting Spark",
            "Schema",
            "Executors",
            "Warm-ups",
            "Measured",
            "Output",
            "End",
            "Failed attempts",
            "Other",
            "Total");
    assertThat(shown.row("#spending", 4))
        .containsExactly(
            "4", "4.3 s", "0.5 s", "1.0 s", "2.0 s", "1.5 s", "3.0 s", "7.0 s", "8.3 s", "0.3 s",
            "1.8 s", "30.0 s", "0.5 s", "60.0 s");
    assertThat(shown.text("#passes td")).contains("20.500 s", "10.00, 9.00 s", "no");
    assertThat(shown.count("#passes svg circle")).isEqualTo(6 * (3 + 2));
    assertThat(shown.row("#costs", 1)).contains("1", "9.9 executor-s");
    // Each chart has its points: three node counts, two of them explained, with one task each.
    for (String chart : List.of("time", "speedup", "efficiency")) {
      assertThat(shown.count("#chart-" + chart + " svg path[fill='#1f6feb']"))
          .as(chart)
          .isGreaterThanOrEqualTo(3);
    }
    assertThat(shown.text("#chart-time svg text")).contains("Samples", "Time", "95 % interval");
    assertThat(shown.text("#chart-speedup svg text"))
        .contains("Ideal", "Measured", "95 % interval");
    assertThat(shown.text("#chart-slots svg text")).contains("Driver alone");
    assertThat(shown.count("#chart-timeline svg path[fill='#0072b2']")).isEqualTo(2);
  }

  /**
   * Two node counts are too few for a law, one trial for an interval, one sample for separate
   * points.
   */
  @Test
  void legendsNameOnlyWhatIsDrawn() throws IOException {
    Page shown = open(page(request("job", measured(1, 4.0), measured(2, 2.5)), Optional.empty()));

    assertThat(shown.consoleErrors()).isEmpty();
    assertThat(shown.text("#chart-time svg text"))
        .contains("Time")
        .doesNotContain("Fitted law", "Samples", "95 % interval");
    assertThat(shown.text("#chart-speedup svg text"))
        .contains("Ideal", "Measured")
        .doesNotContain("Fitted law", "95 % interval");
    assertThat(shown.text("#sure"))
        .containsExactly(
            "There is one trial of each node count, so there are no intervals: it is unknown how much of this is chance.");
  }

  /** The law, where node counts and trials suffice for it. */
  @Test
  void saysHowSureTheLawIs() throws IOException {
    List<RunResult> runs = new ArrayList<>();
    for (int nodes : List.of(1, 2, 4, 8)) {
      double seconds = 80.0 / nodes + 20;
      runs.add(
          new RunResult(
              nodes,
              List.of(seconds, seconds * 1.01, seconds * (nodes == 4 ? 1.01 : 0.99)),
              3,
              3,
              0,
              0,
              null,
              null));
    }
    ReportRequest request =
        request(new Measurement(3, "Ascending", null), "job", runs.toArray(RunResult[]::new));
    Page shown = open(page(request, Optional.empty()));
    assertThat(shown.consoleErrors()).isEmpty();
    assertThat(shown.text("#chart-time svg text")).contains("Fitted law");
    assertThat(shown.text("#law"))
        .singleElement()
        .asString()
        .matches(
            ".*contention σ = 0[.]\\d+ [(]0[.]\\d+ to 0[.]\\d+[)].*with any number of nodes, at most \\d.*");
    assertThat(shown.text("#residuals td")).isNotEmpty();
  }

  @Test
  void namesTheMainCauseOfALoss() throws IOException {
    Page shown = open(page(request("job", measured(1, 10.0), measured(2, 6.0)), Optional.empty()));
    assertThat(shown.row("#identity", 2)).endsWith("Driver alone");
    assertThat(shown.text("p.soft")).noneMatch(text -> text.contains("no loss is shown"));
  }

  /** Hollow points for what was not measured, and how well measured ones predict each other. */
  @Test
  void showsWhatIsPredicted() throws IOException {
    ReportRequest request = request("job", measured(1, 100), measured(2, 50.0));
    Page shown = open(predicted(request, "null", 6, 18));

    assertThat(shown.consoleErrors()).isEmpty();
    assertThat(shown.text("#prediction"))
        .singleElement()
        .asString()
        .contains(
            "recorded with 1, 2 nodes",
            "predicted within 4.0 %",
            "With one trial, the ± does not include chance.");
    assertThat(shown.text("p.soft"))
        .anyMatch(text -> text.contains("What the driver did while tasks were running"));
    assertThat(shown.text("#predicted th"))
        .containsExactly("Nodes", "Predicted time", "of which replayed", "±");
    assertThat(shown.row("#predicted", 4))
        .containsExactly("4", "25.0 to 27.0 s", "26.0 s", "4.0 %");
    assertThat(shown.row("#predicted", 8))
        .containsExactly("8", "18.4 to 21.6 s", "20.0 s", "8.0 %");
    assertThat(shown.row("#checks", 2))
        .containsExactly("2", "1 node", "52.0 s", "50.0 s", "+4.0 %");
    assertThat(shown.text("#floor"))
        .containsExactly(
            "With any number of nodes, it would take at least 18.0 s, perhaps 19.0 s. Driver and scheduler take up to 4.00 s of that; the rest is the longest tasks of stages that wait for each other. More than 6 nodes would gain nothing.");
    assertThat(shown.text("#more-partitions"))
        .singleElement()
        .asString()
        .endsWith("Raise measurement.partitionCount if these stages follow it.");
    assertThat(shown.row("#floor-stages", 79)).contains("15.000 s", "collect");
    assertThat(shown.text("#chart-time svg text")).contains("Time", "Predicted", "Predicted range");
    // Measured points are filled, predicted ones have the colour as their border.
    assertThat(shown.count("#chart-time svg path[stroke='#1f6feb']")).isPositive();
    assertThat(shown.text("#chart-speedup svg text")).doesNotContain("Predicted");
    assertThat(shown.row("#times", 2)).isNotEmpty();
    assertThat(shown.text("#times td")).doesNotContain("4");
  }

  /** Two nodes took half the time of one, and less than a floor of 51 s. */
  @Test
  void doesNotShowWhatMeasurementsContradict() throws IOException {
    ReportRequest request = request("job", measured(1, 100), measured(2, 50.0));
    assertThat(open(predicted(request, "null", 1, 18)).text("#floor"))
        .singleElement()
        .asString()
        .doesNotContain("gain nothing");

    Page below = open(predicted(request, "null", 6, 51));
    assertThat(below.consoleErrors()).isEmpty();
    assertThat(below.count("#floor")).isZero();
    assertThat(below.count("#floor-stages")).isZero();
    assertThat(below.row("#predicted", 4)).isNotEmpty();
  }

  /** A benchmark with more nodes would have more partitions than the 8 of this one. */
  @Test
  void doesNotCallTheDivisionOfTheDataALimitOfTheWork() throws IOException {
    Page shown =
        open(
            predicted(
                request("job", measured(2, 50.0)),
                "null",
                6,
                18,
                "\"executors.cores\": \"4\", \"measurement.spark.sql.files.minPartitionNum\": \"8\""));

    assertThat(shown.consoleErrors()).isEmpty();
    assertThat(shown.count("#predicted")).isZero();
    assertThat(shown.text("#beyond"))
        .singleElement()
        .asString()
        .startsWith("More than 2 nodes are not predicted: stage 79 has only 8 tasks");
    assertThat(shown.text("#floor"))
        .containsExactly(
            "With this division of the data, it would take at least 18.0 s, perhaps 19.0 s. Driver and scheduler take up to 4.00 s of that; the rest is the longest tasks of stages that wait for each other, and less with more tasks.");
    assertThat(String.join(" ", shown.text("p, li")))
        .doesNotContain("gain nothing", "any number of nodes");
  }

  @Test
  void anUntestedPredictionHasNoMargin() throws IOException {
    Page shown = open(predicted(request("job", measured(2, 50.0)), "null", 6, 18));

    assertThat(shown.row("#predicted", 4)).containsExactly("4", "26.0 s", "26.0 s", "not tested");
  }

  @Test
  void saysWhyNothingIsPredicted() throws IOException {
    Page shown =
        open(
            predicted(
                request("job", measured(1, 100), measured(2, 50.0)),
                "\"tasks spilled to disk\"",
                6,
                18));

    assertThat(shown.consoleErrors()).isEmpty();
    assertThat(shown.text("#prediction"))
        .containsExactly(
            "Other node counts are not predicted: no run can be replayed; 1, 2 nodes: tasks spilled to disk.");
    assertThat(shown.count("#predicted")).isZero();
    assertThat(shown.text("#chart-time svg text")).doesNotContain("Predicted");
  }

  private static String predicted(ReportRequest request, String refused, int enough, int floor) {
    return predicted(request, refused, enough, floor, "");
  }

  private static String predicted(
      ReportRequest request, String refused, int enough, int floor, String configuration) {
    RunDocuments documents =
        RunDocuments.read(
            request,
            uri ->
                """
                {"job_id": "job", "timing": {"samples_sec": [%1$s]}, "outputs": {}, "dataset": {}, "environment": {"properties": {}}, "pins": {},
                 "metrics": {"slot_sec": {"cpu": 1}, "iterations": [], "median": {"stages": [], "executors": [], "spans": []}},
                 "configuration": {%7$s},
                 "replay": {"sec": %1$s, "tasks": 16, "refused": %2$s, "enough_nodes": %3$d,
                   "floor": {"low_sec": %4$d, "high_sec": %5$d, "driver_sec": 4.0},
                   "stages": [{"stage": 79, "name": "collect", "tasks": 8, "mean_sec": 9, "longest_sec": 15, "on_floor": true}],
                   "counts": [%6$s]}}
                """
                    .formatted(
                        uri.key().contains("1_nodes") ? "100.0" : "50.0",
                        refused,
                        enough,
                        floor,
                        floor + 1,
                        uri.key().contains("1_nodes")
                            ? replayed(1, 100, "null") + ", " + replayed(2, 52, "null")
                            : replayed(2, 50, "null")
                                + ", "
                                + replayed(4, 26, "20.0")
                                + ", "
                                + replayed(8, 20, "null"),
                        configuration));
    return ReportPage.of(request, new PerformanceReport(request, documents, Optional.empty()));
  }

  private static String replayed(int nodes, double seconds, String morePartitions) {
    return "{\"nodes\": %d, \"low_sec\": %2$s, \"high_sec\": %2$s, \"more_partitions_sec\": %3$s}"
        .formatted(nodes, seconds, morePartitions);
  }

  @Test
  void showsEachQueryWithItsSpeedupAndTheGeometricMean() throws IOException {
    ReportRequest request = request("job", measured(1, 5.0), measured(2, 3.0));
    RunDocuments documents =
        RunDocuments.read(
            request,
            uri ->
                """
                {"job_id": "job", "type": "sql", "tasks": ["revenue", "top"],
                 "timing": {"samples_sec": [%s]}, "outputs": {}, "dataset": {}, "environment": {"properties": {}}, "pins": {},
                 "metrics": {"slot_sec": {"cpu": 1}, "median":
                   {"stages": [], "executors": [], "spans": []}, "iterations": [{"sec": %1$s, "counted": true, "parts": [
                   {"name": "revenue", "sec": %s, "stages": 1, "tasks": 1, "slot_sec": {}, "repeats": 0},
                   {"name": "top", "sec": %s, "stages": 1, "tasks": 1, "slot_sec": {}, "repeats": 0}]}]}}
                """
                    .formatted(
                        (Object[])
                            (uri.key().contains("1_nodes")
                                ? new String[] {"5.0", "4.0", "1.0"}
                                : new String[] {"3.0", "2.0", "1.0"})));
    PerformanceReport report = new PerformanceReport(request, documents, Optional.empty());
    Page shown = open(ReportPage.of(request, report));
    assertThat(shown.consoleErrors()).isEmpty();
    assertThat(shown.text("#parts th")).containsExactly("Query", "1 node", "2 nodes", "speedup");
    assertThat(shown.text("#parts td"))
        .containsExactly(
            "revenue",
            "4.0 s",
            "2.0 s",
            "2.0 ×",
            "top",
            "1.0 s",
            "1.0 s",
            "1.0 ×",
            "total",
            "5.0 s",
            "3.0 s",
            "1.7 ×",
            "geometric mean",
            "2.000 s",
            "1.414 s",
            "1.41×");
    JsonNode json = new JsonMapper().readTree(report.json());
    assertThat(json.path("tasks").toString()).isEqualTo("[\"revenue\",\"top\"]");
    assertThat(json.at("/parts/0/runs/1/speedup").asDouble()).isEqualTo(2.0);
    assertThat(json.at("/runs/1/geometric_mean_sec").asDouble())
        .isCloseTo(Math.sqrt(2), within(1e-9));
  }

  @Test
  void showsThePhasesOfModelsAndTheBeginningOfLargeOutputs() throws IOException {
    ReportRequest request = request("job", measured(1, 4.0), measured(2, 2.5));
    RunDocuments documents =
        RunDocuments.read(
            request,
            uri ->
                """
                {"job_id": "job", "type": "ml", "timing": {"samples_sec": [%s]}, "metrics": {"slot_sec": {"cpu": 1}, "median":
                 {"stages": [], "executors": [], "spans": []}, "iterations": [
                   {"sec": 9, "counted": false, "disturbed": "1 executor lost", "phases": {"kmeans": {"load": 9.0, "train": 9.0}}},
                   {"sec": 4, "counted": true, "phases": {"kmeans": {"load": 0.5, "train": %s}}}]},
                 "dataset": {}, "environment": {"properties": {}}, "pins": {}, "outputs": {"kmeans": {"text": "%s"}}}
                """
                    .formatted(
                        uri.key().contains("1_nodes") ? "4.0" : "2.5",
                        uri.key().contains("1_nodes") ? "4.5" : "1.5",
                        "x".repeat(ReportPage.MAX_OUTPUT_LENGTH)));
    Page shown =
        open(ReportPage.of(request, new PerformanceReport(request, documents, Optional.empty())));
    assertThat(shown.consoleErrors()).isEmpty();
    assertThat(shown.text("#phases-kmeans th"))
        .containsExactly("Nodes", "load", "speedup", "share", "train", "speedup", "share");
    assertThat(shown.row("#phases-kmeans", 2))
        .containsExactly("2", "0.500 s", "1.00×", "25.0 %", "1.500 s", "3.00×", "75.0 %");
    assertThat(shown.text("#report p"))
        .contains(
            "This is only the beginning; all outputs are in s3://bucket/user/result/job/output/1_nodes.json.");
  }

  @Test
  void tellsOfTrials() throws IOException {
    ReportRequest request =
        request(
            new Measurement(3, "Shuffled", 1772366400000L),
            "job",
            new RunResult(1, List.of(12.0, 10.0, 9.0, 9.0, 9.5, 9.5), 3, 4, 0, 0, null, null),
            new RunResult(2, List.of(5.0, 5.5, 6.0, 7.0, 5.0, 5.0), 3, 3, 0, 0, null, null),
            new RunResult(
                4,
                List.of(3.0, 3.5),
                1,
                2,
                0,
                0,
                new Failure(FailureReason.OUT_OF_MEMORY, "heap"),
                null));
    Page shown = open(page(request, Optional.empty()));

    assertThat(shown.consoleErrors()).isEmpty();
    assertThat(shown.row("#times", 1)).contains("9.8 s", "7.8 to 12.3 s", "6", "3");
    assertThat(shown.row("#times", 2)).anyMatch(cell -> cell.matches("5[.]?\\d* s"));
    assertThat(shown.row("#times", 4)).contains("failed", "–", "2", "1");
    assertThat(shown.row("#measurement", "trials")).containsExactly("trials", "3");
    // The number of executors is what differs.
    assertThat(shown.text("#pins td")).containsExactly("spark.speculation", "false");
    assertThat(shown.row("#measurement", "order seed"))
        .containsExactly("order seed", "1772366400000");
    assertThat(shown.text("#trial"))
        .containsExactly(", trial 1, which has the median time or the one nearest to it");
    assertThat(shown.text("#disturbances td"))
        .contains(
            "took 4 attempts for 3 trials",
            "trial 3, iteration 2 (9.000 s): 1 executor lost; it was repeated",
            "only 1 of 3 trials were measured; it is not compared")
        .doesNotContain("took 3 attempts for 3 trials", "took 2 attempts for 2 trials");
  }

  @Test
  void saysWhichQuestionItAnswers() throws IOException {
    String pinned = page(request("job", measured(1, 9), measured(2, 5)), Optional.empty());
    String perNodeCount = pinned.replace("\"partitions\":null", "\"partitions\":\"PerNodeCount\"");

    Page shown = open(pinned);
    assertThat(shown.text("#question"))
        .singleElement()
        .asString()
        .contains("this shows how the same work scales");
    assertThat(shown.row("#measurement", "partitions"))
        .containsExactly("partitions", "the same at every node count");

    Page other = open(perNodeCount);
    assertThat(other.consoleErrors()).isEmpty();
    assertThat(other.text("#question"))
        .singleElement()
        .asString()
        .contains("this shows what you would get with that many nodes");
    assertThat(other.row("#measurement", "input splits"))
        .containsExactly("input splits", "1 node: 8, 2 nodes: 8");
  }

  @Test
  void saysSoWhenNothingWasMeasured() throws IOException {
    ReportRequest request =
        request(
            "job",
            new RunResult(
                1, List.of(), 0, 1, 0, 0, new Failure(FailureReason.INTERNAL, "no"), null));
    Page shown = open(page(request, Optional.empty()));
    assertThat(shown.consoleErrors()).isEmpty();
    assertThat(shown.text(".verdict")).containsExactly("No node count was measured.");
    assertThat(shown.text("#failures li")).containsExactly("1 node failed: Internal: no");
    assertThat(shown.count("h2")).isZero();
    assertThat(shown.count("table")).isZero();
  }

  /** Before anything else, and each reason once. */
  @Test
  void saysFirstWhatFailedAndWhatIsKnownAllTheSame() throws IOException {
    Failure heap = new Failure(FailureReason.OUT_OF_MEMORY, "heap");
    Page shown =
        open(
            page(
                request(
                    new Measurement(3, "Ascending", null),
                    "job",
                    failed(1, heap),
                    trials(2, 5.5, 5, 5.25, 5.2, 5.1, 6),
                    new RunResult(4, List.of(3.0, 3.5), 1, 2, 0, 0, heap, null),
                    new RunResult(8, List.of(), 0, 0, 0, 0, null, null)),
                Optional.empty()));
    assertThat(shown.consoleErrors()).isEmpty();
    assertThat(shown.text("#known"))
        .containsExactly(
            "1 of 4 node counts was measured. Speedups are relative to 2 nodes, the smallest measured node count. A single node count says nothing about scaling.");
    assertThat(shown.text("#failures li"))
        .containsExactly(
            "1, 4 nodes failed: OutOfMemory: heap (4 nodes after 1 of 3 trials)",
            "8 nodes not measured, because the benchmark had ended");
    assertThat(shown.text("#report > *").subList(2, 6))
        .satisfiesExactly(
            verdict -> assertThat(verdict).startsWith("2 nodes: 5.3 s"),
            known -> assertThat(known).startsWith("1 of 4"),
            failures -> assertThat(failures).startsWith("1, 4 nodes failed"),
            logs -> assertThat(logs).endsWith(" s3://bucket/user/result/job/logs/"));
    assertThat(shown.row("#times", 4)).contains("failed");
  }

  @Test
  void saysNothingOfFailuresWhereThereAreNone() throws IOException {
    Page shown = open(page(request("job", measured(1, 4.0), measured(2, 2.5)), Optional.empty()));
    assertThat(shown.count("#failures")).isZero();
    assertThat(shown.count("#known")).isZero();
  }

  @Test
  void nodeCountsThatDoubleAreAsFarFromEachOther() throws IOException {
    Page doubling =
        open(
            page(
                request("job", measured(2, 8.0), measured(4, 4.5), measured(16, 2.0)),
                Optional.empty()));
    for (String chart : List.of("time", "speedup", "efficiency")) {
      List<Point> points = points(doubling, chart);
      assertThat(points).as(chart).hasSize(3);
      assertThat(points.get(2).x() - points.get(1).x())
          .as(chart)
          .isCloseTo(2 * (points.get(1).x() - points.get(0).x()), within(0.5));
      // Ticks are at the node counts that were measured, and nowhere else.
      assertThat(doubling.text("#chart-" + chart + " svg text[text-anchor=middle]"))
          .filteredOn(text -> text.matches("[0-9.]+"))
          .containsExactly("2", "4", "16");
    }

    List<Point> others =
        points(
            open(
                page(
                    request("job", measured(1, 8.0), measured(3, 4.5), measured(4, 4.0)),
                    Optional.empty())),
            "time");
    assertThat(others.get(1).x() - others.get(0).x())
        .isCloseTo(2 * (others.get(2).x() - others.get(1).x()), within(0.5));
  }

  /** Jobs of 40.5 and 30.5 seconds, whose executors are there for 30.5 and 25.5 of them. */
  @Test
  void showsTimeAgainstMoney() throws IOException {
    Page shown =
        open(page(priced(job(1, 9, FORTY_SECONDS), job(2, 5, THIRTY_SECONDS)), Optional.empty()));
    assertThat(shown.consoleErrors()).isEmpty();
    // 0.0001 a second for an executor, and for the driver.
    assertThat(shown.row("#costs", 1))
        .containsExactly(
            "1", "9.0 s", "0.0009 EUR", "0.36 EUR", "not known", "41 s", "0.0071 EUR", "–");
    // 30 ct per 1000 executor-seconds, twice as much on one of two.
    assertThat(shown.row("#costs", 2))
        .containsExactly(
            "2",
            "5.0 s",
            "0.0015 EUR",
            "0.54 EUR",
            "1 on huge, 1 not known",
            "31 s",
            "0.0107 EUR",
            "0.00036 EUR");
    assertThat(shown.count("#whole-job")).isZero();
    assertThat(shown.text("#chart-money svg text")).contains("1 node", "2 nodes", "Cost in EUR");
    List<Point> points = points(shown, "money");
    assertThat(points).hasSize(2);
    // From the corner, as far to the right as it takes, and as far up as it costs.
    assertThat((points.get(0).x() - LEFT) / (points.get(1).x() - LEFT))
        .isCloseTo(40.5 / 30.5, within(0.01));
    assertThat((BOTTOM - points.get(0).y()) / (BOTTOM - points.get(1).y()))
        .isCloseTo(0.0071 / 0.0107, within(0.01));
    assertThat(shown.text("#report p"))
        .anyMatch(text -> text.contains("An hour of an executor costs 0.36 EUR, on huge 0.72 EUR"));
  }

  /** A job with 2 executors, which are there for 25.5 s each. */
  @Test
  void saysWhoseSecondsAreAddedUp() throws IOException {
    Page shown = open(page(request("job", job(2, 5, THIRTY_SECONDS)), Optional.empty()));
    assertThat(shown.row("#costs", 2)).contains("51.0 executor-s");
    assertThat(String.join(" ", shown.text("p.soft")))
        .contains(
            "one executor for one second, added up over all executors",
            "job.executor_sec in performance.json is that of each executor",
            "“Other” is the rest of the total");
  }

  @Test
  void aPassIsNotCalledWarmWhereThereWasNoWarmUp() throws IOException {
    ReportRequest request = request("job", measured(1, 9.0));
    String page = page(request, Optional.empty());
    assertThat(String.join(" ", open(page).text("p.soft")))
        .contains("A pass is what was measured above, after warm-ups.");
    String cold = page.replace("\"warmups\":[20.5,12.25,9.5]", "\"warmups\":[]");
    assertThat(cold).isNotEqualTo(page);
    assertThat(String.join(" ", open(cold).text("p.soft")))
        .contains("JVMs were cold: no pass was made before it.")
        .doesNotContain("after warm-ups.");
  }

  @Test
  void moreNodesThatSaveNoTimeHaveNoPriceOfASecond() throws IOException {
    Page shown =
        open(page(priced(job(1, 9, THIRTY_SECONDS), job(2, 5, FORTY_SECONDS)), Optional.empty()));
    assertThat(shown.row("#costs", 2)).endsWith("–");
    assertThat(shown.text("#report p")).noneMatch(text -> text.contains("saves no time"));
    // A pass is faster with 2 nodes, and a job with 1.
    assertThat(shown.text("#whole-job"))
        .containsExactly(
            "This is about passes, so it holds for work that is much longer than the start of a job. A job from start to end with a single pass has another order of times: 31 s with 1 node, 41 s with 2 nodes, without intervals; see Costs.");
  }

  // Of the plot in the chart of money: 22rem high, less what is below the axis.
  private static final double LEFT = 70;
  private static final double BOTTOM = 22 * 16 - 60;

  private static final Pattern DOT = Pattern.compile("matrix[(]5,0,0,5,([0-9.]+),([0-9.]+)[)]");

  /** Where a dot is, in pixels. */
  private record Point(double x, double y) {}

  /** The dots of a chart that stand for node counts, from left to right as they were drawn. */
  private static List<Point> points(Page page, String chart) {
    return page.dom().select("#chart-" + chart + " svg path[fill='#1f6feb']").stream()
        .map(path -> DOT.matcher(path.attr("transform")))
        .filter(Matcher::matches)
        .map(dot -> new Point(Double.parseDouble(dot.group(1)), Double.parseDouble(dot.group(2))))
        .toList();
  }

  private static RunResult job(int nodes, double seconds, TimeSpent spent) {
    return new RunResult(
        nodes,
        List.of(seconds),
        1,
        1,
        0,
        0,
        null,
        spent,
        nodes == 1 ? Map.of() : Map.of("huge", 1));
  }

  private static ReportRequest priced(RunResult... runs) {
    ReportRequest request = request("job", runs);
    return ReportRequestBuilder.builder(request)
        .cost(new ReportRequest.Cost("0.36", "EUR", "0.36", Map.of("huge", "0.72")))
        .build();
  }

  private static RunResult failed(int nodes, Failure why) {
    return new RunResult(nodes, List.of(), 0, 1, 0, 0, why, null);
  }

  private Page open(String html) throws IOException {
    Optional<Browser> browser = Browser.find();
    assumeTrue(browser.isPresent(), "tests of the report's page: no Chromium on the PATH");
    return browser.get().open(Files.writeString(folder.resolve("report.html"), html));
  }

  private static String page(ReportRequest request, Optional<History> history) throws IOException {
    RunDocuments documents = documents(request);
    return ReportPage.of(request, new PerformanceReport(request, documents, history));
  }

  private static Optional<History> history(ReportRequest request) {
    return History.compare(
        List.of(
            """
            {"completed_at": "2026-01-30T00:00:00Z", "configuration": {"executors.cores": "1"},
             "runs": [{"nodes": 1, "time_sec": 8, "trials": 3, "samples_sec": [8, 8.1, 7.9]}]}
            """),
        request.measured(),
        Map.of("executors.cores", "1"));
  }

  /** Documents of 1 and 2 nodes. */
  private static RunDocuments documents(ReportRequest request) {
    return RunDocuments.read(
        request,
        uri -> {
          Matcher name = NAME.matcher(uri.key());
          assertThat(name.find()).isTrue();
          int nodes = Integer.parseInt(name.group(1));
          int trial = name.group(2) == null ? 1 : Integer.parseInt(name.group(2));
          if (nodes > 2) {
            throw new IllegalStateException("nothing there");
          }
          RunResult run =
              request.runs().stream().filter(r -> r.nodes() == nodes).findFirst().orElseThrow();
          List<Double> samples = new Samples(run.samples(), run.trials()).byTrial().get(trial - 1);
          return template()
              .formatted(
                  new JsonMapper().valueToTree(request.jobId()),
                  samples,
                  nodes == 1 ? "9" : "8.8",
                  nodes == 1 ? "0.625" : "1.65",
                  nodes + 2);
        });
  }

  private static String template() {
    try (var in = ReportPageTest.class.getResourceAsStream("/report/run.json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String sentence(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
  }

  private static List<String> texts(PerformanceReport report, boolean warnings) {
    return report.notes().stream()
        .filter(note -> note.warning() == warnings)
        .map(note -> sentence(note.text()))
        .toList();
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /**
   * With enough digits to distinguish the ends of the interval, and at least two significant ones.
   */
  private static String figure(JsonNode value, JsonNode interval, int factor, String unit) {
    double shown = factor * value.asDouble();
    double unsure =
        interval.isArray()
            ? factor * (interval.path(1).asDouble() - interval.path(0).asDouble()) / 2
            : 1;
    int counting = 1 - (int) Math.floor(Math.log10(shown));
    int digits = Math.max(0, Math.min(3, Math.max((int) Math.ceil(-Math.log10(unsure)), counting)));
    return String.format(Locale.ROOT, "%." + digits + "f%s", shown, unit);
  }

  /** Three trials of two iterations. */
  private static RunResult trials(int nodes, double... samples) {
    return new RunResult(nodes, Arrays.stream(samples).boxed().toList(), 3, 3, 0, 0, null, null);
  }

  private static RunResult measured(int nodes, double... samples) {
    return new RunResult(nodes, Arrays.stream(samples).boxed().toList(), 1, 1, 0, 0, null, null);
  }

  private static ReportRequest request(String jobId, RunResult... runs) {
    return request(Measurement.ONCE, jobId, runs);
  }

  private static ReportRequest request(Measurement measurement, String jobId, RunResult... runs) {
    return ReportRequestBuilder.builder()
        .version(Contract.VERSION)
        .jobId(jobId)
        .dataset("s3://bucket/user/data.csv")
        .workload(new TaskWorkload(JobType.DESCRIPTIVE, List.of("row_count"), Map.of()))
        .storage(null)
        .outputPrefix("s3://bucket/user/result/job/output/")
        .measurement(measurement)
        .runs(List.of(runs))
        .goal(null)
        .cost(null)
        .variants(List.of())
        .comparison(null)
        .build();
  }
}
