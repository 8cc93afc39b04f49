// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import static dev.sparkbench.controller.Manifests.benchmark;
import static dev.sparkbench.controller.plan.Answers.failed;
import static dev.sparkbench.controller.plan.Answers.trial;
import static dev.sparkbench.controller.plan.Row.row;
import static dev.sparkbench.controller.plan.Situation.applied;
import static dev.sparkbench.controller.plan.Situation.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.contract.FailureReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The plan of benchmarks that measure each node count more than once. */
class PlanTrialsTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource("trials")
  void decides(Row row) {
    assertThat(row.next()).isEqualTo(row.expected());
  }

  static Stream<Row> trials() {
    return Stream.of(
        row(
            "the first trial of the first node count",
            twoTrials().podSays(trial(1, 1, 3.0)).takeUntil(Step.RemovePods.class),
            "launch sales-s1-n2-t1-a1"),
        row(
            "the first trial of all node counts, after a restart of the operator",
            secondTrial().restarted(),
            "launch sales-s1-n1-t2-a1"),
        row(
            "the last trial of the first node count",
            secondTrial().nextPodSays(trial(2, 1, 3.5)).takeUntil(Step.RemovePods.class),
            "launch sales-s1-n2-t2-a1"),
        row(
            "a trial that failed for good: its node count has no further one",
            secondTrial()
                .nextPodSays(failed(1, FailureReason.OUT_OF_MEMORY, "heap"))
                .takeUntil(Step.GiveUp.class),
            "launch sales-s1-n2-t2-a1"),
        row(
            "a first trial that failed for good",
            twoTrials()
                .podSays(failed(1, FailureReason.OUT_OF_MEMORY, "heap"))
                .takeUntil(Step.GiveUp.class)
                .nextPodSays(trial(1, 2, 2.0))
                .takeUntil(Step.RemovePods.class),
            "launch sales-s1-n2-t2-a1"),
        row(
            "a trial that is to be tried again, after a restart of the operator",
            secondTrial()
                .nextPodSays(failed(1, FailureReason.STORAGE_UNREACHABLE, "no answer"))
                .takeUntil(Step.Retry.class)
                .restarted()
                .after(Duration.ofSeconds(10)),
            "launch sales-s1-n1-t2-a2"),
        row(
            "a failure that every node count shares, between the trials of the others",
            secondTrial()
                .nextPodSays(failed(1, FailureReason.DATASET_CHANGED, "another ETag"))
                .takeUntil(Step.GiveUp.class),
            "finish"),
        row(
            "a report about another trial",
            twoTrials().podSays(trial(2, 1, 3.0)),
            "retry at 12:00:10: Internal: the driver's report is not one of 1 nodes, trial 1, with 1 measured times"),
        row(
            "a trial with more samples than the others",
            twoTrials().podSays(trial(1, 1, 3.0, 3.5)),
            "retry at 12:00:10: Internal: the driver's report is not one of 1 nodes, trial 1, with 1 measured times"));
  }

  @Test
  void runsInTheOrderOfItsSeedWhoeverIsAtWork() {
    Situation s =
        applied(
            benchmark("[4, 1, 2]", "  measurement: {iterations: 1, trials: 3, order: Shuffled}"));
    List<String> pods = new ArrayList<>();
    for (int run = 0; run < 9; run++) {
      s.takeUntil(Step.Launch.class).restarted().takeUntil(Step.ConfirmPod.class).restarted();
      pods.addAll(s.podNames());
      s.podSays(trial(s.status().current().trial(), s.status().currentNodes(), 1.0))
          .takeUntil(Step.RecordRun.class)
          .restarted()
          .takeUntil(Step.RemovePods.class)
          .restarted();
    }
    // By the seed 1772366400000, which is the time of the start.
    assertThat(pods)
        .containsExactly(
            "sales-s1-n2-t1-a1",
            "sales-s1-n4-t1-a1",
            "sales-s1-n1-t1-a1",
            "sales-s1-n2-t2-a1",
            "sales-s1-n1-t2-a1",
            "sales-s1-n4-t2-a1",
            "sales-s1-n2-t3-a1",
            "sales-s1-n4-t3-a1",
            "sales-s1-n1-t3-a1");
    assertThat(s.takeUntil(Step.ConfirmPod.class).podNames()).containsExactly("sales-s1-report-a1");
  }

  private static Situation twoTrials() {
    return running(benchmark("[1, 2]", "  measurement: {iterations: 1, trials: 2}"));
  }

  /** Both node counts have had their first trial. */
  private static Situation secondTrial() {
    return twoTrials()
        .podSays(trial(1, 1, 3.0))
        .nextPodSays(trial(1, 2, 2.0))
        .takeUntil(Step.RemovePods.class);
  }
}
