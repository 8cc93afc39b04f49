// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import static dev.sparkbench.controller.Manifests.benchmark;
import static dev.sparkbench.controller.plan.Answers.failed;
import static dev.sparkbench.controller.plan.Answers.measured;
import static dev.sparkbench.controller.plan.Row.row;
import static dev.sparkbench.controller.plan.Situation.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.controller.plan.Step.RemoveExecutors;
import dev.sparkbench.controller.plan.Step.RemovePods;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The plan for executors that outlive their driver. */
class PlanExecutorsTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource("executors")
  void decides(Row row) {
    assertThat(row.next()).isEqualTo(row.expected());
  }

  static Stream<Row> executors() {
    return Stream.of(
        row(
            "executors of the driver at work",
            running("[1, 2]").executorsRun(),
            "await until 13:00:05"),
        row(
            "executors that the driver at work has deleted",
            running("[1, 2]").executorsRun().executorsAreDeleted(),
            "await until 13:00:05"),
        row(
            "a recorded run whose executors are still ending, as its driver has told them",
            ending("[1, 2]"),
            "await until 12:00:05"),
        row(
            "the same after five seconds, which is worth a sentence",
            ending("[1, 2]").after(Duration.ofSeconds(5)),
            "await until 12:01:30: executors of an earlier run are still ending; the next run waits for them until 2026-03-01T12:01:30Z at most"),
        row(
            "the same when they have ended",
            ending("[1, 2]").after(Duration.ofSeconds(5)).executorsEnd(),
            "launch sales-s1-n2-t1-a1"),
        row(
            "executors whose deletion never ends, because their node is lost",
            ending("[1, 2]").after(Duration.ofSeconds(90)),
            "launch sales-s1-n2-t1-a1"),
        row(
            "executors that are still ending before the report, which measures nothing",
            ending("[1]"),
            "launch sales-s1-report-a1"),
        row(
            "a recorded run whose executors nobody has deleted",
            abandoned("[1, 2]"),
            "remove executors of [sales-s1-n1-t1-a1]"),
        row(
            "the same when they have been deleted",
            abandoned("[1, 2]").takeUntil(RemoveExecutors.class),
            "await until 12:00:05"),
        row(
            "executors that nobody has deleted before the report",
            abandoned("[1]"),
            "remove executors of [sales-s1-n1-t1-a1]"),
        row(
            "the same when they have been deleted",
            abandoned("[1]").takeUntil(RemoveExecutors.class),
            "launch sales-s1-report-a1"),
        row(
            "executors of a failed attempt, while its pod is kept and the next is not yet due",
            failedAttempt(),
            "remove executors of [sales-s1-n1-t1-a1]"),
        row(
            "the same when the next attempt is due and they still run",
            failedAttempt().takeUntil(RemoveExecutors.class).after(Duration.ofSeconds(10)),
            "await until 12:01:30: executors of an earlier run are still ending; the next run waits for them until 2026-03-01T12:01:30Z at most"),
        row(
            "the same when they have ended",
            failedAttempt()
                .takeUntil(RemoveExecutors.class)
                .after(Duration.ofSeconds(10))
                .executorsEnd(),
            "launch sales-s1-n1-t1-a2"),
        row(
            "executors of the last run, which failed",
            running("[1]")
                .executorsRun()
                .podSays(failed(1, FailureReason.OUT_OF_MEMORY, "heap"))
                .takeUntil(Step.GiveUp.class),
            "remove executors of [sales-s1-n1-t1-a1]"),
        row(
            "executors of a run that an edit has made pointless",
            running("[1]").executorsRun().edited(2, benchmark("[2]")).takeUntil(RemovePods.class),
            "remove executors of [sales-s1-n1-t1-a1]"));
  }

  /** The first run was measured, its pod is gone, and its driver has deleted its executors. */
  private static Situation ending(String nodeList) {
    return running(nodeList)
        .executorsRun()
        .executorsAreDeleted()
        .podSays(measured(1, 3.0))
        .takeUntil(RemovePods.class);
  }

  /** The same, but the driver has not deleted its executors. */
  private static Situation abandoned(String nodeList) {
    return running(nodeList).executorsRun().podSays(measured(1, 3.0)).takeUntil(RemovePods.class);
  }

  private static Situation failedAttempt() {
    return running("[1]")
        .executorsRun()
        .podSays(failed(1, FailureReason.STORAGE_UNREACHABLE, "no answer"))
        .takeUntil(Step.Retry.class);
  }
}
