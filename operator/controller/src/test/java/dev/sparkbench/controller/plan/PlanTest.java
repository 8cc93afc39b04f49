// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import static dev.sparkbench.controller.Manifests.benchmark;
import static dev.sparkbench.controller.plan.Answers.measured;
import static dev.sparkbench.controller.plan.Answers.reported;
import static dev.sparkbench.controller.plan.Row.row;
import static dev.sparkbench.controller.plan.Situation.applied;
import static dev.sparkbench.controller.plan.Situation.reporting;
import static dev.sparkbench.controller.plan.Situation.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.controller.plan.ObservedPod.Phase;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The plan as a table: in this situation, this is the next step. Here are the rows for what a spec
 * asks for and for runs in which all goes well; other themes have classes of their own.
 */
class PlanTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource({"theSpec", "theRuns"})
  void decides(Row row) {
    assertThat(row.next()).isEqualTo(row.expected());
  }

  static Stream<Row> theSpec() {
    return Stream.of(
        row("a new resource", applied("[1]"), "start"),
        row(
            "a new resource whose spec is invalid",
            applied("[1, 1]"),
            "reject: spec.nodeList: 1 is there twice; node counts must be unique"),
        row(
            "an invalid spec that was refused already",
            applied("[1, 1]").takeUntil(Step.Reject.class),
            "await an event"),
        row(
            "an edit that makes an invalid spec valid",
            applied("[1, 1]").takeUntil(Step.Reject.class).edited(2, benchmark("[1]")),
            "start"),
        row(
            "an edit of what is measured, in the middle of a run",
            running("[1]").edited(2, benchmark("[1, 2]")),
            "start"),
        row(
            "an edit of what is measured, before the pod of the old spec is gone",
            running("[1]").edited(2, benchmark("[1, 2]")).takeUntil(Step.Start.class),
            "remove [sales-s1-n1-t1-a1]"),
        row(
            "an edit that changes nothing that is measured",
            running("[1]").edited(2, benchmark("[1]", "  podRetention: Always")),
            "acknowledge the edit"),
        row(
            "a mistake in what is measured, taken back: nothing is measured again",
            Situation.ended()
                .edited(2, benchmark("[0]"))
                .takeUntil(Step.Reject.class)
                .edited(3, benchmark("[1]")),
            "judge again"),
        row(
            "a mistake while a run is at work, mended: it goes on with what is missing",
            running("[1, 2]")
                .edited(2, benchmark("[1, 2]", "  retry: {maxAttempts: 99}"))
                .takeUntil(Step.Reject.class)
                .settle()
                .edited(3, benchmark("[1, 2]"))
                .takeUntil(Step.Resume.class),
            "launch sales-s2-n1-t1-a1"),
        row(
            "a goal that is invalid, for an ended benchmark",
            Situation.ended().edited(2, benchmark("[1]", "  goal: {maxSeconds: 0}")),
            "reject: spec.goal.maxSeconds: 0 must be from 1 to 604800"),
        row(
            "the same after it was refused",
            Situation.ended()
                .edited(2, benchmark("[1]", "  goal: {maxSeconds: 0}"))
                .takeUntil(Step.Reject.class),
            "await an event"),
        row(
            "the same after it was mended",
            Situation.ended()
                .edited(2, benchmark("[1]", "  goal: {maxSeconds: 0}"))
                .takeUntil(Step.Reject.class)
                .edited(3, benchmark("[1]")),
            "judge again"),
        row(
            "a digest of an earlier release",
            running("[1]").writtenByAnEarlierRelease(),
            "acknowledge the edit"),
        row(
            "an edit of what is measured, after an upgrade",
            running("[1]").writtenByAnEarlierRelease().edited(2, benchmark("[1, 2]")),
            "start"),
        row(
            "an edit of a timeout, after an upgrade",
            running("[1]")
                .writtenByAnEarlierRelease()
                .takeUntil(Step.AcknowledgeEdit.class)
                .edited(2, benchmark("[1]", "  timeouts: {runSeconds: 60}")),
            "acknowledge the edit"),
        row(
            "an edit that makes the spec invalid, in the middle of a run",
            running("[1]").edited(2, benchmark("[0]")),
            "reject: spec.nodeList: 0 is not a node count; give whole numbers from 1 to 1000"),
        row(
            "an invalid spec while a pod of the valid one is there",
            running("[1]").edited(2, benchmark("[0]")).takeUntil(Step.Reject.class),
            "remove [sales-s1-n1-t1-a1]"));
  }

  static Stream<Row> theRuns() {
    return Stream.of(
        row(
            "a started benchmark",
            applied("[4, 2]").takeUntil(Step.Start.class),
            "launch sales-s1-n2-t1-a1"),
        row(
            "a pod that has been created",
            applied("[2]").takeUntil(Step.Launch.class),
            "confirm the pod"),
        row(
            "a pod that was written down but not created, because the operator was killed",
            applied("[2]").takeUntil(Step.Launch.class).podIsDeleted(),
            "launch sales-s1-n2-t1-a1"),
        row("a pod at work", running("[1]"), "await until 13:00:05"),
        row(
            "a pod that has reported",
            running("[1, 2]").podSays(measured(1, 3.0)),
            "record 1 nodes [3.0]"),
        row(
            "a recorded run whose pod is still there",
            running("[1, 2]").podSays(measured(1, 3.0)).takeUntil(Step.RecordRun.class),
            "remove [sales-s1-n1-t1-a1]"),
        row(
            "a recorded run",
            running("[1, 2]").podSays(measured(1, 3.0)).takeUntil(Step.RemovePods.class),
            "launch sales-s1-n2-t1-a1"),
        row(
            "the last recorded run",
            running("[1]").podSays(measured(1, 3.0)).takeUntil(Step.RemovePods.class),
            "launch sales-s1-report-a1"),
        row(
            "a report that was written",
            reporting().podSays(reported()),
            "record the report s3://bucket/p/performance.csv"),
        row(
            "the end",
            reporting().podSays(reported()).takeUntil(Step.RemovePods.class),
            "await an event"));
  }

  @Test
  void runsEveryNodeCountAndTheReportWithOnePodAtATime() {
    Situation s = applied("[8, 1, 4]");
    for (int nodes : List.of(1, 4, 8)) {
      s.takeUntil(Step.ConfirmPod.class);
      assertThat(s.podNames()).containsExactly("sales-s1-n" + nodes + "-t1-a1");
      s.podIs(Phase.RUNNING).settle().podSays(measured(nodes, 8.0 / nodes));
    }
    s.takeUntil(Step.ConfirmPod.class);
    assertThat(s.podNames()).containsExactly("sales-s1-report-a1");
    s.podSays(reported()).settle();
    assertThat(s.podNames()).isEmpty();
    assertThat(s.status().performanceMetrics())
        .extracting(m -> m.speedup())
        .containsExactly(1.0, 4.0, 8.0);
  }
}
