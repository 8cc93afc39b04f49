// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.status;

import static dev.sparkbench.controller.Manifests.benchmark;
import static dev.sparkbench.controller.plan.Answers.measured;
import static dev.sparkbench.controller.status.Books.RESULTS;
import static dev.sparkbench.controller.status.Books.conditions;
import static dev.sparkbench.controller.status.Books.finish;
import static dev.sparkbench.controller.status.Books.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sparkbench.api.resource.Condition;
import dev.sparkbench.api.resource.RunStatus;
import dev.sparkbench.api.resource.RunStatus.State;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus.Phase;
import dev.sparkbench.controller.plan.Observation;
import dev.sparkbench.controller.plan.Plan;
import dev.sparkbench.controller.plan.Situation;
import dev.sparkbench.controller.plan.Step;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The status of a benchmark while it runs; other topics have classes of their own. */
class StatusChangesTest {

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
    assertThat(status.runs())
        .containsExactly(RunStatus.pending(null, 1), RunStatus.pending(null, 2));
    assertThat(conditions(status))
        .isEqualTo(Map.of("Reconciling", "True", "Ready", "False", "Succeeded", "Unknown"));
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
  void aSuspendedBenchmarkKeepsWhatWasMeasured() {
    SparkBenchmarkJobStatus status =
        started("[1, 2]")
            .nextPodSays(measured(1, 4.0))
            .takeUntil(Step.ConfirmPod.class)
            .edited(2, benchmark("[1, 2]", "  suspend: true"))
            .settle()
            .status();

    assertThat(status.phase()).isEqualTo(Phase.Suspended);
    assertThat(status.observedGeneration()).isEqualTo(2);
    assertThat(status.message())
        .isEqualTo("Suspended, 1/2 done; continues when spec.suspend is false");
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
  void aBenchmarkThatGivesWaySaysToWhom() {
    SparkBenchmarkJobStatus status = started("[1]").occupiedBy("team/first").settle().status();

    assertThat(status.phase()).isEqualTo(Phase.Pending);
    assertThat(status.completionTime()).isNull();
    assertThat(status.message())
        .isEqualTo(
            RESULTS
                + " is in use by team/first until that has ended; wait, or give another spec.jobId or spec.storage.resultPath");
    assertThat(conditions(status))
        .isEqualTo(Map.of("Reconciling", "True", "Ready", "False", "Succeeded", "Unknown"));
    assertThat(
            status.conditions().stream()
                .filter(c -> c.type().equals(Condition.RECONCILING))
                .map(Condition::reason))
        .containsExactly("ResultPathInUse");
  }

  /** As if an administrator no longer allowed what the spec asks for. */
  @Test
  void whatWasMeasuredStaysWhenTheSameSpecIsRefused() {
    Situation s =
        started("[1, 2]")
            .nextPodSays(measured(1, 4.0))
            .takeUntil(Step.RecordRun.class)
            .edited(2, benchmark("[1, 2]", "  goal: {maxSeconds: 0}"))
            .settle();
    assertThat(s.status().phase()).isEqualTo(Phase.Failed);
    assertThat(s.status().message()).startsWith("spec.goal.maxSeconds: 0 ");
    assertThat(s.status().runs())
        .extracting(run -> run.state(), run -> run.timeSec())
        .containsExactly(
            tuple(RunStatus.State.Succeeded, 4.0), tuple(RunStatus.State.Pending, null));
  }

  /** A status that could not be written says nothing about the edit that led to it. */
  @Test
  void aRefusedStatusAcknowledgesNothing() {
    Situation s = started("[1]").settle().edited(2, benchmark("[1, 2]"));
    SparkBenchmarkJobStatus told = StatusChanges.refused(s.observe(), "the status is too long");
    assertThat(told.message()).isEqualTo("the status is too long");
    assertThat(told.observedGeneration()).isEqualTo(s.status().observedGeneration());
    assertThat(Plan.next(s.observe().with(told))).isInstanceOf(Step.Start.class);
  }

  @Test
  void aNewStartForgetsTheOldResults() {
    SparkBenchmarkJobStatus status =
        started("[1]")
            .nextPodSays(measured(1, 4.0))
            .takeUntil(Step.RecordRun.class)
            .annotated("sparkbench.dev/rerun", "2")
            .takeUntil(Step.Start.class)
            .status();

    assertThat(status.message())
        .isEqualTo(
            "Starts over, because of another annotation sparkbench.dev/rerun; what was measured before, 1 of 1 node counts, is no longer shown here, and its documents in %s stay until they are written again. Benchmark of [1] on s3://bucket/user123/datasets/sales.csv"
                .formatted(RESULTS));
    assertThat(status.starts()).isEqualTo(2);
    assertThat(status.rerun()).isEqualTo("2");
    assertThat(status.performanceMetrics()).isEmpty();
    assertThat(status.runs()).containsExactly(RunStatus.pending(null, 1));
  }

  /** Users who apply a manifest by mistake see at once what it did. */
  @Test
  void anEditOfWhatIsMeasuredIsNamedFieldByField() {
    Situation s =
        started("[1]")
            .edited(2, benchmark("[1, 2]", "  sparkConf: {spark.sql.ansi.enabled: 'true'}"));
    Observation edited = s.observe();
    Step step = Plan.next(edited);
    SparkBenchmarkJobStatus status = StatusChanges.after(step, edited);
    assertThat(status.message())
        .isEqualTo(
            "Starts over, because of another spec.nodeList, spec.sparkConf. Benchmark of [1, 2] on s3://bucket/user123/datasets/sales.csv");
    Announcement event = Announcement.of(step, edited, status).orElseThrow();
    assertThat(event.reason()).isEqualTo("StartedOver");
    assertThat(event.message()).isEqualTo(status.message());
  }

  @Test
  void anEditAfterAnEarlierReleaseIsToldWithoutNames() {
    Situation s = started("[1]").writtenByAnEarlierRelease().edited(2, benchmark("[1, 2]"));
    assertThat(StatusChanges.after(Plan.next(s.observe()), s.observe()).message())
        .startsWith("Starts over, because of another spec. Benchmark of [1, 2] on ");
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
}
