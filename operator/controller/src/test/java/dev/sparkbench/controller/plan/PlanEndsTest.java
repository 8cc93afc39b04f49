// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import static dev.sparkbench.controller.Manifests.benchmark;
import static dev.sparkbench.controller.plan.Answers.failed;
import static dev.sparkbench.controller.plan.Answers.measured;
import static dev.sparkbench.controller.plan.Answers.reported;
import static dev.sparkbench.controller.plan.Row.row;
import static dev.sparkbench.controller.plan.Situation.ended;
import static dev.sparkbench.controller.plan.Situation.reporting;
import static dev.sparkbench.controller.plan.Situation.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.resource.Condition;
import dev.sparkbench.api.resource.RunStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.controller.plan.Step.RecordRun;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the plan does with a benchmark that has ended. */
class PlanEndsTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource({"ends", "podsWhosePhaseLagsBehind"})
  void decides(Row row) {
    assertThat(row.next()).isEqualTo(row.expected());
  }

  static Stream<Row> ends() {
    return Stream.of(
        row("asked for another time", ended().annotated("sparkbench.dev/rerun", "2"), "start"),
        row(
            "a goal for an ended benchmark",
            ended().edited(2, benchmark("[1]", "  goal: {maxSeconds: 1}")),
            "judge again"),
        row(
            "the report of an ended benchmark with a new goal: nothing is measured again",
            ended()
                .edited(2, benchmark("[1]", "  goal: {maxSeconds: 1}"))
                .takeUntil(Step.JudgeAgain.class)
                .takeUntil(Step.Resume.class),
            "launch sales-s2-report-a1"),
        row(
            "a new goal while another benchmark is writing to the same place",
            ended()
                .edited(2, benchmark("[1]", "  goal: {maxSeconds: 1}"))
                .takeUntil(Step.JudgeAgain.class)
                .occupiedBy("other"),
            "await until 12:00:02"),
        row(
            "a new goal for one that is suspended after its end",
            ended().edited(2, benchmark("[1]", "  goal: {maxSeconds: 1}\n  suspend: true")),
            "acknowledge the edit"),
        row(
            "a goal that came while the report was written",
            reporting()
                .edited(2, benchmark("[1]", "  goal: {maxSeconds: 1}"))
                .podSays(reported())
                .takeUntil(Step.RecordReport.class),
            "judge again"),
        row(
            "an edit of nothing that is measured or judged by",
            ended().edited(2, benchmark("[1]", "  podRetention: Always")),
            "acknowledge the edit"),
        row(
            "started another time",
            ended().annotated("sparkbench.dev/rerun", "2").takeUntil(Step.Start.class),
            "launch sales-s2-n1-t1-a1"),
        row(
            "asked for another time while a run is at work",
            running("[1]").annotated("sparkbench.dev/rerun", "2").takeUntil(Step.Start.class),
            "remove [sales-s1-n1-t1-a1]"),
        row(
            "ended, before its time is over",
            ended("  ttlSecondsAfterFinished: 60").after(Duration.ofSeconds(59)),
            "await until 12:01:00"),
        row(
            "ended, after its time is over",
            ended("  ttlSecondsAfterFinished: 60").after(Duration.ofSeconds(60)),
            "expire"),
        row(
            "at work, after more time than it may stay",
            running(benchmark("[1]", "  ttlSecondsAfterFinished: 0")).after(Duration.ofHours(1)),
            "await until 13:00:05"));
  }

  static Stream<Row> podsWhosePhaseLagsBehind() {
    return Stream.of(
        row(
            "a run that succeeded: its pod goes",
            justMeasured("OnFailure"),
            "remove [sales-s1-n1-t1-a1]"),
        row(
            "a run that succeeded, when all pods are kept: its pod stays",
            justMeasured("Always"),
            "launch sales-s1-n2-t1-a1"),
        row(
            "a run that failed: its pod stays",
            justFailed("OnFailure"),
            "launch sales-s1-n2-t1-a1"),
        row(
            "a run that failed, when no pods are kept: its pod goes",
            justFailed("Never"),
            "remove [sales-s1-n1-t1-a1]"),
        row(
            "a run that succeeded, in a pod that failed for a sidecar: its pod goes",
            running("[1, 2]")
                .podFailsBesideASuccessfulRun(measured(1, 3.0))
                .takeUntil(RecordRun.class),
            "remove [sales-s1-n1-t1-a1]"),
        row(
            "a pod that is kept, but whose sidecar would go on: it is ended, and stays",
            running(benchmark("[1, 2]", "  podRetention: Always"))
                .podSaysBesideASidecar(measured(1, 3.0))
                .takeUntil(RecordRun.class),
            "end [sales-s1-n1-t1-a1]"),
        row(
            "a failed pod whose sidecar would go on: it is ended, and stays",
            running("[1, 2]")
                .podSaysBesideASidecar(failed(1, FailureReason.OUT_OF_MEMORY, "heap"))
                .takeUntil(Step.GiveUp.class),
            "end [sales-s1-n1-t1-a1]"),
        row(
            "the same after it has ended",
            running("[1, 2]")
                .podSaysBesideASidecar(failed(1, FailureReason.OUT_OF_MEMORY, "heap"))
                .takeUntil(Step.EndPods.class),
            "launch sales-s1-n2-t1-a1"),
        row(
            "a pod that is not kept, whose sidecar would go on: it goes",
            running("[1, 2]").podSaysBesideASidecar(measured(1, 3.0)).takeUntil(RecordRun.class),
            "remove [sales-s1-n1-t1-a1]"),
        row(
            "a failed pod of before a suspension: it stays",
            running(benchmark("[1, 2]", "  retry: {maxAttempts: 1}"))
                .podSays(failed(1, FailureReason.OUT_OF_MEMORY, "heap"))
                .takeUntil(Step.GiveUp.class)
                .edited(2, benchmark("[1, 2]", "  retry: {maxAttempts: 1}\n  suspend: true"))
                .settle()
                .edited(3, benchmark("[1, 2]", "  retry: {maxAttempts: 1}"))
                .takeUntil(Step.Resume.class),
            "launch sales-s2-n2-t1-a1"),
        row(
            "a pod that is kept, whose native sidecar the kubelet is ending: it may end",
            besideANativeSidecar(),
            "await until 12:01:10"),
        row(
            "a pod that is kept, whose native sidecar never ended: its node is lost",
            besideANativeSidecar().after(Duration.ofSeconds(70)),
            "launch sales-s1-n2-t1-a1"),
        row(
            "a pod that is not kept: its native sidecar is not waited for",
            running("[1, 2]")
                .podSaysBesideANativeSidecar(measured(1, 3.0))
                .takeUntil(RecordRun.class),
            "remove [sales-s1-n1-t1-a1]"),
        row(
            "a pod that is being deleted, whose containers have ended: nobody waits for it",
            justMeasured("OnFailure")
                .takeUntil(Step.RemovePods.class)
                .podIsLeftOver("sales-s1-n1-t1-a1"),
            "launch sales-s1-n2-t1-a1"));
  }

  private static Situation justMeasured(String retention) {
    return running(benchmark("[1, 2]", "  podRetention: " + retention))
        .podHasJustSaid(measured(1, 3.0))
        .takeUntil(RecordRun.class);
  }

  private static Situation justFailed(String retention) {
    return running(benchmark("[1, 2]", "  podRetention: " + retention))
        .podHasJustSaid(failed(1, FailureReason.OUT_OF_MEMORY, "heap"))
        .takeUntil(Step.GiveUp.class);
  }

  private static Situation besideANativeSidecar() {
    return running(benchmark("[1, 2]", "  podRetention: Always"))
        .podSaysBesideANativeSidecar(measured(1, 3.0))
        .takeUntil(RecordRun.class);
  }

  @Test
  void aNewGoalGetsANewVerdict() {
    Situation s = ended();
    List<RunStatus> measured = s.status().runs();
    s.edited(2, benchmark("[1]", "  goal: {maxSeconds: 1}"))
        .takeUntil(Step.ConfirmPod.class)
        .podSays(reported())
        .settle();

    assertThat(s.status().runs()).isEqualTo(measured);
    assertThat(s.status().phase()).isEqualTo(SparkBenchmarkJobStatus.Phase.Succeeded);
    assertThat(s.status().conditions())
        .filteredOn(condition -> condition.type().equals(Condition.GOAL_MET))
        .extracting(Condition::status)
        .hasSize(1);
    assertThat(s.restarted().settle().status().observedGeneration()).isEqualTo(2);
  }

  @Test
  void keepsFailedPodsForTheirLogsByDefault() {
    Situation s = running("[1]").podSays(failed(1, FailureReason.DATASET_NOT_FOUND, "no")).settle();
    assertThat(s.podNames()).containsExactly("sales-s1-n1-t1-a1");
  }

  @Test
  void keepsNoPodWhenToldSo() {
    Situation s =
        running(benchmark("[1]", "  podRetention: Never"))
            .podSays(failed(1, FailureReason.DATASET_NOT_FOUND, "no"))
            .settle();
    assertThat(s.podNames()).isEmpty();
  }

  @Test
  void keepsAllPodsWhenToldSo() {
    Situation s = running(benchmark("[1]", "  podRetention: Always")).podSays(measured(1, 1.0));
    s.nextPodSays(reported()).settle();
    assertThat(s.podNames()).containsExactly("sales-s1-n1-t1-a1", "sales-s1-report-a1");
  }
}
