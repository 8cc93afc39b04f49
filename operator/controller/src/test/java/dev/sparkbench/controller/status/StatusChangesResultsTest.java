// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.status;

import static dev.sparkbench.controller.plan.Answers.measured;
import static dev.sparkbench.controller.plan.Answers.reported;
import static dev.sparkbench.controller.plan.Answers.trial;
import static dev.sparkbench.controller.status.Books.RESULTS;
import static dev.sparkbench.controller.status.Books.conditions;
import static dev.sparkbench.controller.status.Books.finish;
import static dev.sparkbench.controller.status.Books.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sparkbench.api.contract.Regression;
import dev.sparkbench.api.contract.ReportResult;
import dev.sparkbench.api.resource.Baseline;
import dev.sparkbench.api.resource.BestRun;
import dev.sparkbench.api.resource.Condition;
import dev.sparkbench.api.resource.PerformanceMetric;
import dev.sparkbench.api.resource.PerformanceMetricBuilder;
import dev.sparkbench.api.resource.RunStatus.State;
import dev.sparkbench.api.resource.RunStatusBuilder;
import dev.sparkbench.api.resource.ScalingStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus.Phase;
import dev.sparkbench.controller.Manifests;
import dev.sparkbench.controller.plan.Situation;
import dev.sparkbench.controller.plan.Step;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The status with measured times. */
class StatusChangesResultsTest {

  private static final String ONE_TRIAL =
      "; one trial does not say how much of this is chance: set measurement.trials to 3 or more";

  @Test
  void everyMeasuredNodeCountIsComparedWithTheSmallest() {
    SparkBenchmarkJobStatus status =
        finish(started("[1, 2, 4]"), measured(1, 8, 9, 10), measured(2, 5, 5, 5), measured(4, 3))
            .status();

    assertThat(status.phase()).isEqualTo(Phase.Succeeded);
    assertThat(status.baseline()).isEqualTo(new Baseline(1, 9.0));
    assertThat(status.performanceMetrics())
        .containsExactly(
            PerformanceMetricBuilder.builder()
                .nodes(1)
                .timeSec(9.0)
                .speedup(1.0)
                .efficiency(1.0)
                .build(),
            PerformanceMetricBuilder.builder()
                .nodes(2)
                .timeSec(5.0)
                .speedup(1.8)
                .efficiency(0.9)
                .serialFraction(0.1111)
                .build(),
            PerformanceMetricBuilder.builder()
                .nodes(4)
                .timeSec(3.0)
                .speedup(3.0)
                .efficiency(0.75)
                .serialFraction(0.1111)
                .build());
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
            "take 2 nodes: 1.8 times as fast as 1 node for 1.1 times the executor time; 4 nodes are 75 % efficient"
                + ONE_TRIAL);
    assertThat(conditions(status)).isEqualTo(Map.of("Ready", "True", "Succeeded", "True"));
  }

  @Test
  void aMeasuredRunKeepsItsSamples() {
    SparkBenchmarkJobStatus status =
        started("[2]")
            .nextPodSays(measured(2, 3, 1, 2, 6, 5, 4))
            .takeUntil(Step.RecordRun.class)
            .status();

    assertThat(status.runs())
        .containsExactly(
            RunStatusBuilder.builder()
                .nodes(2)
                .state(State.Succeeded)
                .trials(1)
                .attempts(1)
                .pod("sales-s1-n2-t1-a1")
                .samples(List.of(3.0, 1.0, 2.0, 6.0, 5.0, 4.0))
                .timeSec(3.5)
                .minSec(1.0)
                .maxSec(6.0)
                .executorsLost(0)
                .disturbedIterations(0)
                .build());
  }

  @Test
  void aGoalIsMetOrMissedOnceTheBenchmarkHasEnded() {
    SparkBenchmarkJobStatus met =
        threeTrials("  goal: {maxSeconds: 6}\n  cost: {executorHourPrice: '3.6'}");
    assertThat(conditions(met))
        .isEqualTo(Map.of("Ready", "True", "Succeeded", "True", "GoalMet", "True"));
    assertThat(met.message())
        .isEqualTo("the goal is met with 2, 4 nodes, at the lowest cost with 2 nodes");
    assertThat(met.performanceMetrics())
        .extracting(PerformanceMetric::cost)
        .containsExactly("0.009000", "0.010000", "0.012000");

    SparkBenchmarkJobStatus missed =
        threeTrials("  goal: {maxSeconds: 6, minEfficiencyPercent: 95}");
    assertThat(conditions(missed))
        .isEqualTo(Map.of("Ready", "True", "Succeeded", "True", "GoalMet", "False"));
    assertThat(missed.message()).isEqualTo("no node count meets the goal");
  }

  /** A single trial is one random sample, whatever its iterations show. */
  @Test
  void oneTrialDoesNotTellWhetherAGoalIsMet() {
    SparkBenchmarkJobStatus status = ended("goal: {maxSeconds: 6}");
    assertThat(conditions(status)).containsEntry("GoalMet", "Unknown");
    assertThat(status.conditions())
        .filteredOn(c -> c.type().equals(Condition.GOAL_MET))
        .extracting(Condition::reason, Condition::message)
        .containsExactly(
            tuple(
                "NotSure",
                "more trials are needed to say whether the goal is met; by the times measured it is, with 2, 4 nodes"));
  }

  @Test
  void theScalabilityLawIsThereFromFourNodeCountsAndTwoTrialsOn() {
    // 8/p + 1: a ninth does not shrink.
    assertThat(ended("").scaling())
        .isEqualTo(new ScalingStatus(2, 1, null, null, null, null, null, null));
    Situation situation = trials("[1, 2, 4, 8]", "");
    // 8/p + 1: a ninth does not shrink.
    for (int trial = 1; trial <= 3; trial++) {
      for (int nodes : List.of(1, 2, 4, 8)) {
        double chance = 1 + 0.001 * ((trial + nodes) % 3);
        situation
            .nextPodSays(trial(trial, nodes, (8.0 / nodes + 1) * chance))
            .takeUntil(Step.RecordRun.class);
      }
    }
    ScalingStatus law = situation.status().scaling();
    assertThat(law.sigmaLow()).isLessThan(1.0 / 9);
    assertThat(law.sigmaHigh()).isBetween(1.0 / 9, 0.12);
    assertThat(law.kappaLow()).isZero();
    assertThat(law.peakNodesLow()).isNull();
  }

  @Test
  void aRegressionIsACondition() {
    assertThat(conditions(reportedWith(null))).doesNotContainKey("Regressed");
    assertThat(conditions(reportedWith(new Regression(false, "NotSlower", "as fast"))))
        .containsEntry("Regressed", "False");
    assertThat(conditions(reportedWith(new Regression(null, "TooFewTrials", "nobody knows"))))
        .containsEntry("Regressed", "Unknown");
    SparkBenchmarkJobStatus slower = reportedWith(new Regression(true, "Slower", "1 node by 32 %"));
    assertThat(conditions(slower))
        .isEqualTo(Map.of("Ready", "True", "Succeeded", "True", "Regressed", "True"));
    assertThat(slower.conditions())
        .filteredOn(c -> c.type().equals(Condition.REGRESSED))
        .extracting(Condition::reason, Condition::message)
        .containsExactly(tuple("Slower", "1 node by 32 %"));
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
                    null,
                    List.of(
                        "the outputs of 2 nodes are not the baseline's: row_count.rows: 3 and 4",
                        "2 nodes lose most efficiency to skew between tasks (stage 3)"),
                    null))
            .takeUntil(Step.RecordReport.class)
            .status();

    assertThat(status.message())
        .isEqualTo(
            "take 2 nodes: 1.6 times as fast as 1 node for 1.3 times the executor time"
                + ONE_TRIAL
                + "; the outputs of 2 nodes are not the baseline's: row_count.rows: 3 and 4;"
                + " 2 nodes lose most efficiency to skew between tasks (stage 3)");
    assertThat(status.performanceMetrics())
        .containsExactly(
            PerformanceMetricBuilder.builder()
                .nodes(1)
                .timeSec(4.0)
                .speedup(1.0)
                .efficiency(1.0)
                .build(),
            PerformanceMetricBuilder.builder()
                .nodes(2)
                .timeSec(2.5)
                .speedup(1.6)
                .efficiency(0.8)
                .serialFraction(0.25)
                .outputsDiffer(true)
                .build());
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

  /** The same in each of three trials, within a thousandth. */
  private static SparkBenchmarkJobStatus threeTrials(String more) {
    Situation situation = trials("[1, 2, 4]", more);
    for (int trial = 1; trial <= 3; trial++) {
      for (int nodes : List.of(1, 2, 4)) {
        double chance = Math.exp(0.001 * ((trial + nodes) % 3 - 1));
        situation
            .nextPodSays(trial(trial, nodes, (8.0 / nodes + 1) * chance))
            .takeUntil(Step.RecordRun.class);
      }
    }
    return situation.nextPodSays(reported()).takeUntil(Step.RecordReport.class).status();
  }

  private static Situation trials(String nodeList, String more) {
    return Situation.applied(
        Manifests.benchmark(nodeList, "  measurement: {trials: 3, iterations: 1}\n" + more));
  }

  private static SparkBenchmarkJobStatus reportedWith(Regression regression) {
    return started("[1]")
        .nextPodSays(measured(1, 4.0))
        .nextPodSays(
            new ReportResult(
                1, "s3://b/p.csv", "s3://b/p.json", "s3://b/r.html", null, regression, null, null))
        .takeUntil(Step.RecordReport.class)
        .status();
  }
}
