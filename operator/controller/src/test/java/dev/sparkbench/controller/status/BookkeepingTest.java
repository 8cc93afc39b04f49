package dev.sparkbench.controller.status;

import static dev.sparkbench.controller.Manifests.benchmark;
import static dev.sparkbench.controller.plan.Situation.failed;
import static dev.sparkbench.controller.plan.Situation.measured;
import static dev.sparkbench.controller.plan.Situation.reported;
import static dev.sparkbench.controller.plan.Situation.trial;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.ReportResult;
import dev.sparkbench.api.contract.RunReport;
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
import dev.sparkbench.controller.plan.Observation;
import dev.sparkbench.controller.plan.Situation;
import dev.sparkbench.controller.plan.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BookkeepingTest {

  private static final String RESULTS = "s3://bucket/user123/result/sales/output/";

  @Test
  void aStartedBenchmarkIsReconciling() {
    SparkBenchmarkJobStatus status = started("[2, 1]").status();

    assertThat(status.phase()).isEqualTo(Phase.Pending);
    assertThat(status.observedGeneration()).isEqualTo(1);
    assertThat(status.starts()).isEqualTo(1);
    assertThat(status.jobId()).isEqualTo("sales");
    assertThat(status.startTime()).isEqualTo("2026-03-01T12:00:00Z");
    assertThat(status.progress()).isEqualTo("0/2");
    assertThat(status.resultPath()).isEqualTo(RESULTS);
    assertThat(status.runs()).containsExactly(RunStatus.pending(1), RunStatus.pending(2));
    assertThat(conditions(status))
        .isEqualTo(Map.of("Reconciling", "True", "Ready", "False", "Succeeded", "Unknown"));
  }

  @Test
  void aSuspendedBenchmarkKeepsWhatWasMeasured() {
    SparkBenchmarkJobStatus status =
        started("[1, 2]")
            .takeUntil(Step.ConfirmPod.class)
            .podSays(measured(1, 4.0))
            .takeUntil(Step.ConfirmPod.class)
            .edited(2, benchmark("[1, 2]", "  suspend: true"))
            .settle()
            .status();

    assertThat(status.phase()).isEqualTo(Phase.Suspended);
    assertThat(status.observedGeneration()).isEqualTo(2);
    assertThat(status.message())
        .isEqualTo("Suspended, 1/2 done; goes on when spec.suspend is false");
    assertThat(status.current()).isNull();
    assertThat(status.currentNodes()).isNull();
    assertThat(status.runs())
        .extracting(RunStatus::state)
        .containsExactly(State.Succeeded, State.Pending);
    assertThat(status.performanceMetrics()).hasSize(1);
    assertThat(conditions(status))
        .isEqualTo(Map.of("Suspended", "True", "Ready", "False", "Succeeded", "Unknown"));
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

  private static SparkBenchmarkJobStatus reportedWith(List<Integer> regressed) {
    return started("[1]")
        .takeUntil(Step.ConfirmPod.class)
        .podSays(measured(1, 4.0))
        .takeUntil(Step.ConfirmPod.class)
        .podSays(
            new ReportResult(
                1, "s3://b/p.csv", "s3://b/p.json", "s3://b/r.html", null, regressed, null, null))
        .takeUntil(Step.RecordReport.class)
        .status();
  }

  @Test
  void aBenchmarkThatGivesWaySaysToWhom() {
    SparkBenchmarkJobStatus status = started("[1]").occupiedBy("team/first").settle().status();

    assertThat(status.phase()).isEqualTo(Phase.Pending);
    assertThat(status.completionTime()).isNull();
    assertThat(status.message())
        .isEqualTo(
            RESULTS
                + " is in use by team/first until that has ended; wait, or give another spec.jobId or spec.storage.resultPath");
    assertThat(conditions(status))
        .isEqualTo(Map.of("Stalled", "True", "Ready", "False", "Succeeded", "Unknown"));
    assertThat(
            status.conditions().stream()
                .filter(c -> c.type().equals(Condition.STALLED))
                .map(Condition::reason))
        .containsExactly("ResultPathInUse");
  }

  @Test
  void aNewStartForgetsTheOldResults() {
    SparkBenchmarkJobStatus status =
        started("[1]")
            .takeUntil(Step.ConfirmPod.class)
            .podSays(measured(1, 4.0))
            .takeUntil(Step.RecordRun.class)
            .annotated("sparkbench.dev/rerun", "2")
            .takeUntil(Step.Start.class)
            .status();

    assertThat(status.starts()).isEqualTo(2);
    assertThat(status.rerun()).isEqualTo("2");
    assertThat(status.performanceMetrics()).isEmpty();
    assertThat(status.runs()).containsExactly(RunStatus.pending(1));
  }

  @Test
  void aRunAtWorkIsNamed() {
    SparkBenchmarkJobStatus status =
        started("[1, 2]").takeUntil(Step.ConfirmPod.class).settle().status();

    assertThat(status.phase()).isEqualTo(Phase.Running);
    assertThat(status.currentNodes()).isEqualTo(1);
    assertThat(status.message()).isEqualTo("Measuring 1 node (0/2 done)");
    assertThat(status.runs().get(0).state()).isEqualTo(State.Running);
    assertThat(status.runs().get(0).attempts()).isEqualTo(1);
    assertThat(status.runs().get(0).pod()).isEqualTo("sales-s1-n1-t1-a1");
  }

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

  private static SparkBenchmarkJobStatus measuredAt(int nodes, double seconds) {
    return started("[%d]".formatted(nodes))
        .takeUntil(Step.ConfirmPod.class)
        .podSays(measured(nodes, seconds))
        .takeUntil(Step.RecordRun.class)
        .status();
  }

  /** A benchmark with times of 9, 5 and 3 seconds on 1, 2 and 4 nodes. */
  private static SparkBenchmarkJobStatus ended(String more) {
    Situation situation = Situation.applied(Manifests.benchmark("[1, 2, 4]", "  " + more));
    for (int nodes : List.of(1, 2, 4)) {
      situation
          .takeUntil(Step.ConfirmPod.class)
          .podSays(measured(nodes, 8.0 / nodes + 1))
          .takeUntil(Step.RecordRun.class);
    }
    return situation
        .takeUntil(Step.ConfirmPod.class)
        .podSays(reported())
        .takeUntil(Step.RecordReport.class)
        .status();
  }

  @Test
  void aMeasuredRunKeepsItsSamplesAndTheirInterval() {
    SparkBenchmarkJobStatus status =
        started("[2]")
            .takeUntil(Step.ConfirmPod.class)
            .podSays(measured(2, 3, 1, 2, 6, 5, 4))
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
                null));
  }

  @Test
  void aTrialIsNamedWhereThereAreMore() {
    Situation s = secondTrial("");
    assertThat(s.status().message()).isEqualTo("2 nodes, trial 1 of 3: 4.000 s (median of 2)");
    s.takeUntil(Step.ConfirmPod.class);
    assertThat(s.status().message()).isEqualTo("Measuring 1 node, trial 2 of 3 (0/2 done)");
    s.podSays(failed(1, FailureReason.STORAGE_UNREACHABLE, "no answer"))
        .takeUntil(Step.Retry.class);
    assertThat(s.status().message())
        .isEqualTo(
            "1 node, trial 2 of 3 failed, attempt 1: StorageUnreachable: no answer; next attempt at 2026-03-01T12:00:10Z");
  }

  @Test
  void aNodeCountIsRunningUntilItsLastTrialAndShowsWhatItHas() {
    SparkBenchmarkJobStatus status = secondTrial("").status();

    assertThat(status.runs())
        .containsExactly(
            new RunStatus(
                1,
                State.Running,
                1,
                1,
                "sales-s1-n1-t1-a1",
                List.of(8.0, 9.0),
                8.5,
                8.0,
                9.0,
                null,
                null,
                0,
                0,
                null,
                null),
            new RunStatus(
                2,
                State.Running,
                1,
                1,
                "sales-s1-n2-t1-a1",
                List.of(4.0, 4.0),
                4.0,
                4.0,
                4.0,
                null,
                null,
                0,
                0,
                null,
                null));
    assertThat(status.progress()).isEqualTo("0/2");
    assertThat(status.performanceMetrics()).isEmpty();
    assertThat(status.outputs())
        .isEqualTo(
            Map.of("1_nodes", RESULTS + "1_nodes.json", "2_nodes", RESULTS + "2_nodes.json"));
  }

  @Test
  void eachTrialCountsOnceByItsMedian() {
    SparkBenchmarkJobStatus status =
        finish(
                secondTrial(""),
                trial(2, 1, 10, 12),
                trial(2, 2, 5, 6),
                trial(3, 1, 9, 9),
                trial(3, 2, 3, 2))
            .status();

    // Trials' medians: 8.5, 11, 9 on 1 node, and 4, 5.5, 2.5 on 2.
    assertThat(status.runs().get(0))
        .isEqualTo(
            new RunStatus(
                1,
                State.Succeeded,
                3,
                3,
                "sales-s1-n1-t3-a1",
                List.of(8.0, 9.0, 10.0, 12.0, 9.0, 9.0),
                9.0,
                8.5,
                11.0,
                null,
                null,
                0,
                0,
                null,
                null));
    assertThat(status.performanceMetrics())
        .containsExactly(
            new PerformanceMetric(1, 9.0, 1.0, 1.0, null, null, null, null, null),
            new PerformanceMetric(2, 4.0, 2.25, 1.125, null, null, -0.1111, null, null));
    assertThat(status.phase()).isEqualTo(Phase.Succeeded);
    assertThat(status.progress()).isEqualTo("2/2");
  }

  @Test
  void aTrialThatIsGivenUpFailsItsNodeCountAndLeavesWhatWasMeasured() {
    SparkBenchmarkJobStatus status =
        finish(
                secondTrial(""),
                trial(2, 1, 8, 9),
                failed(2, FailureReason.OUT_OF_MEMORY, "heap"),
                trial(3, 1, 8, 9))
            .status();

    assertThat(status.runs().get(1))
        .isEqualTo(
            new RunStatus(
                2,
                State.Failed,
                1,
                2,
                "sales-s1-n2-t2-a1",
                List.of(4.0, 4.0),
                4.0,
                4.0,
                4.0,
                null,
                null,
                0,
                0,
                "OutOfMemory",
                "heap"));
    assertThat(status.performanceMetrics())
        .containsExactly(new PerformanceMetric(1, 8.5, 1.0, 1.0, null, null, null, null, null));
    assertThat(status.message())
        .isEqualTo("1 of 2 node counts measured; 2 nodes: OutOfMemory: heap");
  }

  @Test
  void whatIsNotFinishedWhenTheBenchmarkEndsIsSkippedAndLeavesWhatWasMeasured() {
    SparkBenchmarkJobStatus status =
        secondTrial("  failurePolicy: Stop")
            .takeUntil(Step.ConfirmPod.class)
            .podSays(failed(1, FailureReason.OUT_OF_MEMORY, "heap"))
            .settle()
            .status();

    assertThat(status.runs())
        .extracting(RunStatus::state)
        .containsExactly(State.Failed, State.Skipped);
    assertThat(status.runs())
        .extracting(RunStatus::samples)
        .containsExactly(List.of(8.0, 9.0), List.of(4.0, 4.0));
    assertThat(status.phase()).isEqualTo(Phase.Failed);
  }

  @Test
  void attemptsAreThoseOfAllTrials() {
    SparkBenchmarkJobStatus status =
        secondTrial("  retry: {backoffSeconds: 0}")
            .takeUntil(Step.ConfirmPod.class)
            .podSays(failed(1, FailureReason.STORAGE_UNREACHABLE, "no answer"))
            .takeUntil(Step.ConfirmPod.class)
            .status();
    assertThat(status.current().attempt()).isEqualTo(2);
    assertThat(status.runs().get(0).attempts()).isEqualTo(3);
  }

  @Test
  void theSeedOfAnOrderIsWrittenDownAtTheStart() {
    assertThat(secondTrial("").status().orderSeed()).isNull();
    Situation shuffled =
        Situation.applied(benchmark("[1, 2]", "  measurement: {order: Shuffled}"))
            .takeUntil(Step.Start.class);
    assertThat(shuffled.status().orderSeed())
        .isEqualTo(Situation.START.toEpochMilli())
        .isEqualTo(shuffled.takeUntil(Step.ConfirmPod.class).settle().status().orderSeed());
  }

  @Test
  void theEventOfAPodNamesItsTrial() {
    Situation s = secondTrial("").takeUntil(Step.RemovePods.class);
    Observation before = s.observe();
    Step launch = s.take();
    assertThat(Announcement.of(launch, before, s.status()))
        .contains(
            new Announcement(
                false,
                "RunStarted",
                "Created pod sales-s1-n1-t2-a1, trial 2 of 3",
                Optional.empty()));
  }

  /** Three trials of two iterations; both node counts have had their first trial. */
  private static Situation secondTrial(String more) {
    return Situation.applied(
            benchmark("[1, 2]", "  measurement: {iterations: 2, trials: 3}\n" + more))
        .takeUntil(Step.ConfirmPod.class)
        .podSays(trial(1, 1, 8, 9))
        .takeUntil(Step.RecordRun.class)
        .takeUntil(Step.ConfirmPod.class)
        .podSays(trial(1, 2, 4, 4))
        .takeUntil(Step.RecordRun.class);
  }

  @Test
  void aFailedAttemptIsVisibleUntilTheNextSucceeds() {
    Situation s =
        started("[1]")
            .takeUntil(Step.ConfirmPod.class)
            .podSays(failed(1, FailureReason.STORAGE_UNREACHABLE, "no answer"))
            .takeUntil(Step.Retry.class);

    assertThat(s.status().runs().get(0).reason()).isEqualTo("StorageUnreachable");
    assertThat(s.status().message())
        .isEqualTo(
            "1 node failed, attempt 1: StorageUnreachable: no answer; next attempt at 2026-03-01T12:00:10Z");
    assertThat(conditions(s.status())).containsEntry("Reconciling", "True");
  }

  @Test
  void aMissingDatasetStallsTheBenchmarkWithItsReason() {
    SparkBenchmarkJobStatus status =
        started("[1, 2]")
            .takeUntil(Step.ConfirmPod.class)
            .podSays(failed(1, FailureReason.DATASET_NOT_FOUND, "s3://bucket/x is not there"))
            .settle()
            .status();

    assertThat(status.phase()).isEqualTo(Phase.Failed);
    assertThat(status.runs())
        .extracting(RunStatus::state)
        .containsExactly(State.Failed, State.Skipped);
    assertThat(status.message())
        .isEqualTo(
            "0 of 2 node counts measured; 1 node: DatasetNotFound: s3://bucket/x is not there");
    assertThat(conditions(status))
        .isEqualTo(Map.of("Stalled", "True", "Ready", "False", "Succeeded", "False"));
    assertThat(status.conditions()).extracting(Condition::reason).containsOnly("DatasetNotFound");
  }

  @Test
  void whatTheReportFoundIsInTheMessageAndMarked() {
    SparkBenchmarkJobStatus status =
        started("[1, 2]")
            .takeUntil(Step.ConfirmPod.class)
            .podSays(measured(1, 4))
            .takeUntil(Step.RecordRun.class)
            .takeUntil(Step.ConfirmPod.class)
            .podSays(measured(2, 2.5))
            .takeUntil(Step.RecordRun.class)
            .takeUntil(Step.ConfirmPod.class)
            .podSays(
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

  @Test
  void whatWasMeasuredBeforeAFailureIsKeptAndReported() {
    SparkBenchmarkJobStatus status =
        finish(started("[1, 2]"), measured(1, 4), failed(2, FailureReason.OUT_OF_MEMORY, "heap"))
            .status();

    assertThat(status.phase()).isEqualTo(Phase.Failed);
    assertThat(status.performanceMetrics())
        .containsExactly(new PerformanceMetric(1, 4.0, 1.0, 1.0, null, null, null, null, null));
    assertThat(status.performanceMetricsS3()).isEqualTo("s3://bucket/p/performance.csv");
    assertThat(status.message())
        .isEqualTo("1 of 2 node counts measured; 2 nodes: OutOfMemory: heap");
  }

  @Test
  void aSmallerNodeCountThatFailedIsNotTheBaseline() {
    SparkBenchmarkJobStatus status =
        finish(
                started("[1, 2, 4]"),
                failed(1, FailureReason.OUT_OF_MEMORY, "heap"),
                measured(2, 4),
                measured(4, 2.5))
            .status();

    assertThat(status.performanceMetrics())
        .containsExactly(
            new PerformanceMetric(2, 4.0, 1.0, 1.0, null, null, null, null, null),
            new PerformanceMetric(4, 2.5, 1.6, 0.8, null, null, 0.25, null, null));
  }

  @Test
  void aRefusedSpecSaysEverythingThatIsWrong() {
    SparkBenchmarkJobStatus status =
        Situation.applied(benchmark("[0]", "  sparkConf: {spark.master: local}")).settle().status();

    assertThat(status.phase()).isEqualTo(Phase.Failed);
    assertThat(status.message())
        .isEqualTo(
            "spec.nodeList: 0 is not a node count; give whole numbers from 1 to 1000; "
                + "spec.sparkConf: 'spark.master' is set by the operator; remove it");
    assertThat(status.conditions()).extracting(Condition::reason).containsOnly("InvalidSpec");
    assertThat(conditions(status))
        .isEqualTo(Map.of("Stalled", "True", "Ready", "False", "Succeeded", "False"));
  }

  @Test
  void settlingTwiceWritesNothingNew() {
    Situation s = finish(started("[1]"), measured(1, 4));
    SparkBenchmarkJobStatus before = s.status();
    assertThat(s.settle().status()).isSameAs(before);
  }

  private static Situation started(String nodeList) {
    return Situation.applied(benchmark(nodeList)).takeUntil(Step.Start.class);
  }

  private static Situation finish(Situation s, RunReport... reports) {
    for (RunReport report : reports) {
      s.takeUntil(Step.ConfirmPod.class).podSays(report);
    }
    return s.takeUntil(Step.ConfirmPod.class).podSays(reported()).settle();
  }

  private static Map<String, String> conditions(SparkBenchmarkJobStatus status) {
    return status.conditions().stream()
        .collect(Collectors.toMap(Condition::type, Condition::status));
  }
}
