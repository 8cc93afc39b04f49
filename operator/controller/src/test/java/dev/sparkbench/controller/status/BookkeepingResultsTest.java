package dev.sparkbench.controller.status;

import static dev.sparkbench.controller.plan.Answers.measured;
import static dev.sparkbench.controller.plan.Answers.reported;
import static dev.sparkbench.controller.status.Books.RESULTS;
import static dev.sparkbench.controller.status.Books.conditions;
import static dev.sparkbench.controller.status.Books.finish;
import static dev.sparkbench.controller.status.Books.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sparkbench.api.contract.ReportResult;
import dev.sparkbench.api.resource.Baseline;
import dev.sparkbench.api.resource.BestRun;
import dev.sparkbench.api.resource.Condition;
import dev.sparkbench.api.resource.PerformanceMetric;
import dev.sparkbench.api.resource.RunStatus;
import dev.sparkbench.api.resource.RunStatus.State;
import dev.sparkbench.api.resource.ScalingStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus.Phase;
import dev.sparkbench.controller.Manifests;
import dev.sparkbench.controller.plan.Situation;
import dev.sparkbench.controller.plan.Step;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the status says of measured times. */
class BookkeepingResultsTest {

  @Test
  void everyMeasuredNodeCountIsComparedWithTheSmallest() {
    SparkBenchmarkJobStatus status =
        finish(started("[1, 2, 4]"), measured(1, 8, 9, 10), measured(2, 5, 5, 5), measured(4, 3))
            .status();

    assertThat(status.phase()).isEqualTo(Phase.Succeeded);
    assertThat(status.baseline()).isEqualTo(new Baseline(1, 9.0));
    assertThat(status.performanceMetrics())
        .containsExactly(
            new PerformanceMetric(1, 9.0, 1.0, 1.0, null, null, null, null, null),
            new PerformanceMetric(2, 5.0, 1.8, 0.9, null, null, 0.1111, null, null),
            new PerformanceMetric(4, 3.0, 3.0, 0.75, null, null, 0.1111, null, null));
    assertThat(status.best()).isEqualTo(new BestRun(4, "3.00x (4 nodes)", "75%"));
    assertThat(status.progress()).isEqualTo("3/3");
    assertThat(status.current()).isNull();
    assertThat(status.currentNodes()).isNull();
    assertThat(status.completionTime()).isEqualTo("2026-03-01T12:00:00Z");
    assertThat(status.datasetIdentity()).isEqualTo("sha256:1");
    assertThat(status.performanceMetricsS3()).isEqualTo("s3://bucket/p/performance.csv");
    assertThat(status.outputs())
        .isEqualTo(
            Map.of(
                "1_nodes", RESULTS + "1_nodes.json",
                "2_nodes", RESULTS + "2_nodes.json",
                "4_nodes", RESULTS + "4_nodes.json"));
    assertThat(status.message())
        .isEqualTo(
            "3 node counts measured; highest speedup 3.00x (4 nodes), 75 % efficient; up to 2 nodes stay 80 % efficient");
    assertThat(conditions(status)).isEqualTo(Map.of("Ready", "True", "Succeeded", "True"));
  }

  @Test
  void aMeasuredRunKeepsItsSamplesAndTheirInterval() {
    SparkBenchmarkJobStatus status =
        started("[2]")
            .nextPodSays(measured(2, 3, 1, 2, 6, 5, 4))
            .takeUntil(Step.RecordRun.class)
            .status();

    assertThat(status.runs())
        .containsExactly(
            new RunStatus(
                2,
                State.Succeeded,
                1,
                1,
                "sales-s1-n2-t1-a1",
                List.of(3.0, 1.0, 2.0, 6.0, 5.0, 4.0),
                3.5,
                1.0,
                6.0,
                1.0,
                6.0,
                0,
                0,
                null,
                null,
                null));
  }

  @Test
  void aGoalIsMetOrMissedOnceTheBenchmarkHasEnded() {
    SparkBenchmarkJobStatus met =
        ended("goal: {maxSeconds: 6}\n  cost: {executorHourPrice: '3.6'}");
    assertThat(conditions(met))
        .isEqualTo(Map.of("Ready", "True", "Succeeded", "True", "GoalMet", "True"));
    assertThat(met.message())
        .isEqualTo(
            "3 node counts measured; highest speedup 3.00x (4 nodes), 75 % efficient;"
                + " the goal is met at 2, 4, at the lowest cost with 2 nodes");
    assertThat(met.performanceMetrics())
        .extracting(PerformanceMetric::cost)
        .containsExactly("0.009000", "0.010000", "0.012000");

    SparkBenchmarkJobStatus missed = ended("goal: {maxSeconds: 6, minEfficiencyPercent: 95}");
    assertThat(conditions(missed))
        .isEqualTo(Map.of("Ready", "True", "Succeeded", "True", "GoalMet", "False"));
    assertThat(missed.message()).endsWith("; no node count meets the goal");
  }

  @Test
  void theScalabilityLawIsThereFromThreeNodeCountsOn() {
    // 8/p + 1: a ninth does not shrink.
    assertThat(ended("").scaling()).isEqualTo(new ScalingStatus(2, 1, 0.1111, 0.0, null, 0.0));
    assertThat(measuredAt(2, 4.0).scaling())
        .isEqualTo(new ScalingStatus(2, 2, null, null, null, null));
  }

  @Test
  void aRegressionIsACondition() {
    assertThat(conditions(reportedWith(null))).doesNotContainKey("Regressed");
    assertThat(conditions(reportedWith(List.of()))).containsEntry("Regressed", "False");
    SparkBenchmarkJobStatus slower = reportedWith(List.of(1));
    assertThat(conditions(slower))
        .isEqualTo(Map.of("Ready", "True", "Succeeded", "True", "Regressed", "True"));
    assertThat(slower.conditions())
        .filteredOn(c -> c.type().equals(Condition.REGRESSED))
        .extracting(Condition::reason, Condition::message)
        .containsExactly(
            tuple(
                "Slower",
                "1 node slower than in the last benchmark of the same job, beyond chance and 5 %"));
  }

  @Test
  void whatTheReportFoundIsInTheMessageAndMarked() {
    SparkBenchmarkJobStatus status =
        started("[1, 2]")
            .nextPodSays(measured(1, 4))
            .takeUntil(Step.RecordRun.class)
            .nextPodSays(measured(2, 2.5))
            .takeUntil(Step.RecordRun.class)
            .nextPodSays(
                new ReportResult(
                    1,
                    "s3://bucket/p/performance.csv",
                    "s3://bucket/p/performance.json",
                    "s3://bucket/p/report.html",
                    List.of(2),
                    List.of(2),
                    List.of(
                        "the outputs of 2 nodes are not the baseline's: row_count.rows: 3 and 4",
                        "what 2 nodes lose is mostly skew between tasks (stage 3)"),
                    null))
            .takeUntil(Step.RecordReport.class)
            .status();

    assertThat(status.message())
        .isEqualTo(
            "2 node counts measured; highest speedup 1.60x (2 nodes), 80 % efficient; up to 2 nodes stay 80 % efficient;"
                + " the outputs of 2 nodes are not the baseline's: row_count.rows: 3 and 4;"
                + " what 2 nodes lose is mostly skew between tasks (stage 3)");
    assertThat(status.performanceMetrics())
        .containsExactly(
            new PerformanceMetric(1, 4.0, 1.0, 1.0, null, null, null, null, null),
            new PerformanceMetric(2, 2.5, 1.6, 0.8, null, null, 0.25, null, true));
    assertThat(status.reportS3()).isEqualTo("s3://bucket/p/report.html");
  }

  /** A benchmark with times of 9, 5 and 3 seconds on 1, 2 and 4 nodes. */
  private static SparkBenchmarkJobStatus ended(String more) {
    Situation situation = Situation.applied(Manifests.benchmark("[1, 2, 4]", "  " + more));
    for (int nodes : List.of(1, 2, 4)) {
      situation.nextPodSays(measured(nodes, 8.0 / nodes + 1)).takeUntil(Step.RecordRun.class);
    }
    return situation.nextPodSays(reported()).takeUntil(Step.RecordReport.class).status();
  }

  private static SparkBenchmarkJobStatus measuredAt(int nodes, double seconds) {
    return started("[%d]".formatted(nodes))
        .nextPodSays(measured(nodes, seconds))
        .takeUntil(Step.RecordRun.class)
        .status();
  }

  private static SparkBenchmarkJobStatus reportedWith(List<Integer> regressed) {
    return started("[1]")
        .nextPodSays(measured(1, 4.0))
        .nextPodSays(
            new ReportResult(
                1, "s3://b/p.csv", "s3://b/p.json", "s3://b/r.html", null, regressed, null, null))
        .takeUntil(Step.RecordReport.class)
        .status();
  }
}
