// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.status;

import static dev.sparkbench.controller.Manifests.benchmark;
import static dev.sparkbench.controller.plan.Answers.failed;
import static dev.sparkbench.controller.plan.Answers.trial;
import static dev.sparkbench.controller.status.Books.RESULTS;
import static dev.sparkbench.controller.status.Books.finish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.TimeSpent;
import dev.sparkbench.api.resource.PerformanceMetric;
import dev.sparkbench.api.resource.PerformanceMetricBuilder;
import dev.sparkbench.api.resource.RunStatus;
import dev.sparkbench.api.resource.RunStatus.State;
import dev.sparkbench.api.resource.RunStatusBuilder;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus.Phase;
import dev.sparkbench.controller.plan.Observation;
import dev.sparkbench.controller.plan.Situation;
import dev.sparkbench.controller.plan.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The status of benchmarks that measure each node count more than once. */
class StatusChangesTrialsTest {

  @Test
  void aTrialIsNamedWhereThereAreMore() {
    Situation s = secondTrial("");
    assertThat(s.status().message()).isEqualTo("2 nodes, trial 1 of 3: 4.000 s (median of 2)");
    s.takeUntil(Step.ConfirmPod.class);
    assertThat(s.status().message()).isEqualTo("Measuring 1 node, trial 2 of 3 (2/6 done)");
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
            undisturbed(
                1, State.Running, 1, 1, "sales-s1-n1-t1-a1", List.of(8.0, 9.0), 8.5, 8.0, 9.0),
            undisturbed(
                2, State.Running, 1, 1, "sales-s1-n2-t1-a1", List.of(4.0, 4.0), 4.0, 4.0, 4.0));
    assertThat(status.progress()).isEqualTo("2/6");
    assertThat(status.performanceMetrics())
        .extracting(PerformanceMetric::nodes, PerformanceMetric::speedup)
        .containsExactly(tuple(1, 1.0), tuple(2, 2.125));
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

    // Trials' times: 8.5, 11, 9 on 1 node, and 4, 5.5, 2.5 on 2.
    assertThat(status.runs().get(0))
        .isEqualTo(
            undisturbed(
                1,
                State.Succeeded,
                3,
                3,
                "sales-s1-n1-t3-a1",
                List.of(8.0, 9.0, 10.0, 12.0, 9.0, 9.0),
                9.441001,
                8.0,
                12.0));
    assertThat(status.performanceMetrics())
        .extracting(
            PerformanceMetric::nodes, PerformanceMetric::timeSec, PerformanceMetric::speedup)
        .containsExactly(tuple(1, 9.441001, 1.0), tuple(2, 3.802952, 2.4825));
    PerformanceMetric two = status.performanceMetrics().get(1);
    assertThat(two.timeSec()).isBetween(two.timeLowSec(), two.timeHighSec());
    assertThat(two.speedup()).isBetween(two.speedupLow(), two.speedupHigh());
    assertThat(two.efficiency()).isBetween(two.efficiencyLow(), two.efficiencyHigh());
    assertThat(status.phase()).isEqualTo(Phase.Succeeded);
    assertThat(status.progress()).isEqualTo("6/6");
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
            RunStatusBuilder.builder()
                .nodes(2)
                .state(State.Failed)
                .trials(1)
                .attempts(2)
                .pod("sales-s1-n2-t2-a1")
                .samples(List.of(4.0, 4.0))
                .timeSec(4.0)
                .minSec(4.0)
                .maxSec(4.0)
                .executorsLost(0)
                .disturbedIterations(0)
                .reason("OutOfMemory")
                .message("heap")
                .spent(TimeSpent.failed(0))
                .build());
    assertThat(status.performanceMetrics())
        .containsExactly(
            PerformanceMetricBuilder.builder()
                .nodes(1)
                .timeSec(8.5)
                .timeLowSec(8.5)
                .timeHighSec(8.5)
                .speedup(1.0)
                .efficiency(1.0)
                .build());
    assertThat(status.message())
        .isEqualTo("1 of 2 node counts measured; 2 nodes: OutOfMemory: heap");
  }

  /** Even if nothing is measured after it. */
  @Test
  void aNodeCountThatIsGivenUpAtTheEndIsNoLongerCompared() {
    SparkBenchmarkJobStatus status =
        finish(
                secondTrial(""),
                trial(2, 1, 8, 9),
                trial(2, 2, 4, 4),
                trial(3, 1, 8, 9),
                failed(2, FailureReason.OUT_OF_MEMORY, "heap"))
            .status();

    assertThat(status.performanceMetrics()).extracting(PerformanceMetric::nodes).containsExactly(1);
    assertThat(status.progress()).isEqualTo("5/6");
    // Nothing is left to compare the other node count with.
    assertThat(status.best()).isNull();
  }

  @Test
  void whatIsNotFinishedWhenTheBenchmarkEndsIsSkippedAndLeavesWhatWasMeasured() {
    SparkBenchmarkJobStatus status =
        secondTrial("  failurePolicy: Stop")
            .nextPodSays(failed(1, FailureReason.OUT_OF_MEMORY, "heap"))
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
            .nextPodSays(failed(1, FailureReason.STORAGE_UNREACHABLE, "no answer"))
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
        .nextPodSays(trial(1, 1, 8, 9))
        .takeUntil(Step.RecordRun.class)
        .nextPodSays(trial(1, 2, 4, 4))
        .takeUntil(Step.RecordRun.class);
  }

  /** A node count without any failure. */
  private static RunStatus undisturbed(
      int nodes,
      State state,
      int trials,
      int attempts,
      String pod,
      List<Double> samples,
      double time,
      double min,
      double max) {
    return RunStatusBuilder.builder()
        .nodes(nodes)
        .state(state)
        .trials(trials)
        .attempts(attempts)
        .pod(pod)
        .samples(samples)
        .timeSec(time)
        .minSec(min)
        .maxSec(max)
        .executorsLost(0)
        .disturbedIterations(0)
        .build();
  }
}
