// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import static dev.sparkbench.controller.Manifests.benchmark;
import static dev.sparkbench.controller.plan.Answers.failed;
import static dev.sparkbench.controller.plan.Answers.measured;
import static dev.sparkbench.controller.plan.Row.row;
import static dev.sparkbench.controller.plan.Situation.applied;
import static dev.sparkbench.controller.plan.Situation.ended;
import static dev.sparkbench.controller.plan.Situation.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The plan of benchmarks that are suspended, or give way to others. */
class PlanPausesTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource("pauses")
  void decides(Row row) {
    assertThat(row.next()).isEqualTo(row.expected());
  }

  static Stream<Row> pauses() {
    return Stream.of(
        row(
            "a new resource that is suspended",
            applied(suspended("[1]")).takeUntil(Step.Start.class),
            "suspend"),
        row("a suspended resource", applied(suspended("[1]")).settle(), "await an event"),
        row(
            "suspended while a run is at work",
            running("[1, 2]").edited(2, suspended("[1, 2]")).takeUntil(Step.AcknowledgeEdit.class),
            "suspend"),
        row(
            "suspended, with a pod at work",
            suspendedAtWork().takeUntil(Step.Suspend.class),
            "remove [sales-s1-n1-t1-a1]"),
        row(
            "suspended while a run's end is not yet recorded",
            running("[1, 2]").podSays(measured(1, 3.0)).edited(2, suspended("[1, 2]")),
            "acknowledge the edit"),
        row(
            "a recorded run of a resource that was suspended meanwhile",
            running("[1, 2]")
                .podSays(measured(1, 3.0))
                .edited(2, suspended("[1, 2]"))
                .takeUntil(Step.RecordRun.class),
            "suspend"),
        row(
            "suspended, after a restart of the operator",
            suspendedAtWork().settle().restarted(),
            "await an event"),
        row(
            "no longer suspended",
            suspendedAtWork()
                .settle()
                .edited(3, benchmark("[1, 2]"))
                .takeUntil(Step.AcknowledgeEdit.class),
            "resume"),
        row(
            "resumed: pods have names that none had before",
            suspendedAtWork().settle().edited(3, benchmark("[1, 2]")).takeUntil(Step.Resume.class),
            "launch sales-s2-n1-t1-a1"),
        row(
            "resumed with one node count done",
            running("[1, 2]")
                .podSays(measured(1, 3.0))
                .edited(2, suspended("[1, 2]"))
                .settle()
                .edited(3, benchmark("[1, 2]"))
                .takeUntil(Step.Resume.class),
            "launch sales-s2-n2-t1-a1"),
        row(
            "suspended while the next attempt is not yet due",
            running("[1]")
                .podSays(failed(1, FailureReason.STORAGE_UNREACHABLE, "no answer"))
                .takeUntil(Step.Retry.class)
                .edited(2, suspended("[1]"))
                .takeUntil(Step.AcknowledgeEdit.class),
            "suspend"),
        row(
            "suspended after the end",
            ended().edited(2, suspended("[1]")).takeUntil(Step.AcknowledgeEdit.class),
            "await an event"),
        row(
            "suspended, while the pod takes its time to go",
            suspendedAtWork().whilePodsTakeTimeToGo().takeUntil(Step.RemovePods.class),
            "await until 12:01:10: an earlier pod is being deleted"),
        row(
            "no longer suspended, while the pod still takes its time to go",
            suspendedAtWork()
                .whilePodsTakeTimeToGo()
                .settle()
                .edited(3, benchmark("[1, 2]"))
                .takeUntil(Step.AcknowledgeEdit.class),
            "await until 12:01:10: an earlier pod is being deleted"),
        row(
            "no longer suspended, after the pod took its time to go",
            suspendedAtWork()
                .whilePodsTakeTimeToGo()
                .settle()
                .edited(3, benchmark("[1, 2]"))
                .settle()
                .podsGo(),
            "resume"),
        row(
            "suspended, with a pod that is kept for its log",
            running(benchmark("[1, 2]", "  podRetention: Always"))
                .podSays(measured(1, 3.0))
                .edited(2, benchmark("[1, 2]", "  podRetention: Always\n  suspend: true"))
                .settle(),
            "await an event"),
        row(
            "another resource writes to the same place",
            applied("[1]").takeUntil(Step.Start.class).occupiedBy("team/first"),
            "give way to team/first"),
        row(
            "another resource still writes there",
            applied("[1]").takeUntil(Step.Start.class).occupiedBy("team/first").settle(),
            "await until 12:00:02"),
        row(
            "the other resource has ended",
            applied("[1]")
                .takeUntil(Step.Start.class)
                .occupiedBy("team/first")
                .settle()
                .restarted()
                .occupiedBy(null),
            "resume"),
        row(
            "no longer suspended, but another resource has taken the place",
            suspendedAtWork()
                .settle()
                .occupiedBy("team/first")
                .edited(3, benchmark("[1, 2]"))
                .takeUntil(Step.AcknowledgeEdit.class),
            "give way to team/first"),
        row(
            "another resource writes to where this one's results lie",
            ended().occupiedBy("team/first"),
            "await an event"));
  }

  /** If a pod takes long to end, the message does not say that the benchmark continues. */
  @Test
  void staysSuspendedWhileItsPodGoes() {
    Situation s = suspendedAtWork().whilePodsTakeTimeToGo().takeUntil(Step.Suspend.class);
    SparkBenchmarkJobStatus suspended = s.status();
    for (int i = 0; i < 5; i++) {
      assertThat(s.after(Duration.ofSeconds(1)).take())
          .isInstanceOfAny(Step.RemovePods.class, Step.Await.class);
      assertThat(s.status()).isEqualTo(suspended);
    }
    s.podsGo().take();
    assertThat(s.status()).isEqualTo(suspended);
  }

  private static SparkBenchmarkJob suspended(String nodeList) {
    return benchmark(nodeList, "  suspend: true");
  }

  private static Situation suspendedAtWork() {
    return running("[1, 2]").edited(2, suspended("[1, 2]"));
  }
}
