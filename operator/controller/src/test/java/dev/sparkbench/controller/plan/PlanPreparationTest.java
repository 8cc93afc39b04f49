// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import static dev.sparkbench.controller.Manifests.suite;
import static dev.sparkbench.controller.Manifests.work;
import static dev.sparkbench.controller.plan.Row.row;
import static dev.sparkbench.controller.plan.Situation.applied;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.PrepareResult;
import dev.sparkbench.api.resource.CurrentPod.Purpose;
import dev.sparkbench.api.resource.RunStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus.Phase;
import dev.sparkbench.controller.status.Announcement;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Before the first run of a suite, its data is created. */
class PlanPreparationTest {

  private static final PrepareResult OTHER_SCALE =
      PrepareResult.failed(
          new Failure(FailureReason.DATASET_NOT_FOUND, "s3://bucket/user123/data/ has scale 10"));

  private static final PrepareResult STORE_IS_DOWN =
      PrepareResult.failed(new Failure(FailureReason.STORAGE_UNREACHABLE, "no answer"));

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void decides(Row row) {
    assertThat(row.next()).isEqualTo(row.expected());
  }

  static Stream<Row> rows() {
    return Stream.of(
        row(
            "a suite that has begun",
            applied(suite("[2, 1]", "")).takeUntil(Step.Start.class),
            "launch sales-s1-prepare-a1"),
        row(
            "a suite that only reads",
            applied(work("{type: tpch, tpch: {scale: \"1\", generate: Never}}", ""))
                .takeUntil(Step.Start.class),
            "launch own-s1-n1-t1-a1"),
        row(
            "a suite whose data another benchmark creates",
            applied(suite("[1]", "")).takeUntil(Step.Start.class).preparedBy("first"),
            "await until 12:00:02: waits until first has prepared s3://bucket/user123/data/"),
        row(
            "the same when the other one has done that",
            applied(suite("[1]", ""))
                .takeUntil(Step.Start.class)
                .preparedBy("first")
                .settle()
                .preparedBy(null),
            "launch sales-s1-prepare-a1"),
        row(
            "its pod has created the data",
            preparing().podSays(Answers.prepared(true)),
            "record that the data is there, generated: true"),
        row(
            "the data was there already",
            preparing().podSays(Answers.prepared(false)),
            "record that the data is there, generated: false"),
        row(
            "the first run after it",
            preparing().podSays(Answers.prepared(true)).takeUntil(Step.RemovePods.class),
            "launch sales-s1-n1-t1-a1"),
        row(
            "the first run, while executors that created the data are ending",
            preparing()
                .executorsRun()
                .executorsAreDeleted()
                .podSays(Answers.prepared(true))
                .takeUntil(Step.RemovePods.class),
            "await until 12:00:05"),
        row(
            "another operator takes over after it",
            preparing()
                .podSays(Answers.prepared(true))
                .takeUntil(Step.RemovePods.class)
                .restarted(),
            "launch sales-s1-n1-t1-a1"),
        row(
            "another operator takes over while it is at work",
            preparing().restarted(),
            "await until 13:00:05"),
        row(
            "the store did not answer",
            preparing().podSays(STORE_IS_DOWN),
            "retry at 12:00:10: StorageUnreachable: no answer"),
        row(
            "the time of the second attempt has come",
            preparing()
                .podSays(STORE_IS_DOWN)
                .takeUntil(Step.Retry.class)
                .after(Duration.ofSeconds(10))
                .takeUntil(Step.Launch.class)
                .podIsGone(),
            "launch sales-s1-prepare-a2"),
        row(
            "the data is of another scale",
            preparing().podSays(OTHER_SCALE),
            "give up the benchmark: DatasetNotFound: s3://bucket/user123/data/ has scale 10"),
        row(
            "its pod takes too long",
            preparing().after(Duration.ofSeconds(3700)),
            "give up: RunTimeout: pod sales-s1-prepare-a1 took longer to create the data than timeouts.runSeconds allows; raise it, or give more nodes"),
        row(
            "suspended while the data is created",
            preparing()
                .edited(2, suite("[2, 1]", "  suspend: true"))
                .takeUntil(Step.AcknowledgeEdit.class),
            "suspend"),
        row(
            "gone on with, the data is looked at again",
            preparing()
                .edited(2, suite("[2, 1]", "  suspend: true"))
                .takeUntil(Step.Suspend.class)
                .settle()
                .edited(3, suite("[2, 1]", ""))
                .takeUntil(Step.Resume.class),
            "launch sales-s2-prepare-a1"),
        row(
            "suspended and gone on with after it, the data is not looked at again",
            preparing()
                .podSays(Answers.prepared(true))
                .takeUntil(Step.RemovePods.class)
                .edited(2, suite("[2, 1]", "  suspend: true"))
                .settle()
                .edited(3, suite("[2, 1]", ""))
                .takeUntil(Step.Resume.class),
            "launch sales-s2-n1-t1-a1"),
        row(
            "another list of nodes is another benchmark",
            preparing()
                .podSays(Answers.prepared(true))
                .takeUntil(Step.RemovePods.class)
                .edited(2, suite("[4]", ""))
                .takeUntil(Step.Start.class),
            "launch sales-s2-prepare-a1"));
  }

  @Test
  void theStatusTellsWhatIsGoingOn() {
    Situation situation = applied(suite("[2, 1]", "")).takeUntil(Step.Start.class);
    assertThat(situation.status().toPrepare()).isEqualTo("s3://bucket/user123/data/");
    situation.takeUntil(Step.Launch.class);
    SparkBenchmarkJobStatus preparing = situation.status();
    assertThat(preparing.message()).isEqualTo("Preparing tpch at scale 1");
    assertThat(preparing.phase()).isEqualTo(Phase.Running);
    assertThat(preparing.currentNodes()).isNull();
    assertThat(preparing.current().purpose()).isEqualTo(Purpose.Prepare);
    assertThat(preparing.current().nodes()).isEqualTo(2);
    situation.takeUntil(Step.ConfirmPod.class).podSays(Answers.prepared(true));
    situation.takeUntil(Step.RecordPreparation.class);
    assertThat(situation.status().message())
        .isEqualTo("s3://bucket/user123/data/ was created: 8,661,245 rows, 356,000,000 bytes");
    assertThat(situation.status().toPrepare()).isNull();
    assertThat(situation.status().current()).isNull();
  }

  @Test
  void withoutDataNothingIsMeasured() {
    Situation situation = preparing().podSays(OTHER_SCALE);
    Observation before = situation.observe();
    Step step = situation.take();
    SparkBenchmarkJobStatus status = situation.status();
    assertThat(status.phase()).isEqualTo(Phase.Failed);
    assertThat(status.message())
        .isEqualTo(
            "Nothing was measured, as s3://bucket/user123/data/ is not there: DatasetNotFound: s3://bucket/user123/data/ has scale 10");
    assertThat(status.runs()).extracting(RunStatus::state).containsOnly(RunStatus.State.Skipped);
    assertThat(status.completionTime()).isNotNull();
    assertThat(Announcement.of(step, before, status).map(Announcement::reason)).contains("Failed");
    situation.settle();
    assertThat(situation.status().phase()).isEqualTo(Phase.Failed);
  }

  @Test
  void itsEventsHaveWordsOfTheirOwn() {
    Situation situation = applied(suite("[1]", "")).takeUntil(Step.Start.class);
    assertThat(event(situation)).contains("PreparationStarted");
    situation.takeUntil(Step.ConfirmPod.class).podSays(STORE_IS_DOWN);
    assertThat(event(situation)).contains("PreparationRetried");
    situation.after(Duration.ofSeconds(10)).nextPodSays(Answers.prepared(false));
    assertThat(event(situation)).contains("Prepared");
  }

  private static Optional<String> event(Situation situation) {
    Observation before = situation.observe();
    Step step = situation.take();
    return Announcement.of(step, before, situation.status()).map(Announcement::reason);
  }

  private static Situation preparing() {
    SparkBenchmarkJob job = suite("[2, 1]", "");
    return applied(job).takeUntil(Step.ConfirmPod.class).podIs(ObservedPod.Phase.RUNNING);
  }
}
