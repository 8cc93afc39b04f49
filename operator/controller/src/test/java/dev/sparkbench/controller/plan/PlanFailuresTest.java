// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import static dev.sparkbench.controller.Manifests.benchmark;
import static dev.sparkbench.controller.plan.Answers.failed;
import static dev.sparkbench.controller.plan.Answers.measured;
import static dev.sparkbench.controller.plan.Row.row;
import static dev.sparkbench.controller.plan.Situation.reporting;
import static dev.sparkbench.controller.plan.Situation.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.ReportResult;
import dev.sparkbench.controller.plan.ObservedPod.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The plan after failures. */
class PlanFailuresTest {

  private static final String WRONG_REPORT =
      "retry at 12:00:10: Internal: the driver's report is not one of 1 nodes, trial 1, with 2 measured times";

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void decides(Row row) {
    assertThat(row.next()).isEqualTo(row.expected());
  }

  static Stream<Row> failures() {
    return Stream.of(
        row(
            "a transient failure",
            unreachable(),
            "retry at 12:00:10: StorageUnreachable: no answer"),
        row(
            "a failed attempt, before the next is due",
            unreachableSince(9),
            "await until 12:00:10"),
        row(
            "a failed attempt, when the next is due",
            unreachableSince(10),
            "launch sales-s1-n1-t1-a2"),
        row(
            "a transient failure of the last attempt",
            unreachableSince(10)
                .nextPodSays(failed(1, FailureReason.STORAGE_UNREACHABLE, "no answer")),
            "give up the benchmark: StorageUnreachable: no answer"),
        row(
            "a failure that every node count shares",
            failing("[1, 2]", FailureReason.DATASET_NOT_FOUND, "nothing there"),
            "give up the benchmark: DatasetNotFound: nothing there"),
        row(
            "after a failure that every node count shares",
            failing("[1, 2]", FailureReason.DATASET_NOT_FOUND, "nothing there")
                .takeUntil(Step.GiveUp.class),
            "finish"),
        row(
            "a failure of one node count",
            failing("[1, 2]", FailureReason.OUT_OF_MEMORY, "heap"),
            "give up: OutOfMemory: heap"),
        row(
            "after a failure of one node count",
            failing("[1, 2]", FailureReason.OUT_OF_MEMORY, "heap").takeUntil(Step.GiveUp.class),
            "launch sales-s1-n2-t1-a1"),
        row(
            "a failure of one node count when the policy is to stop",
            running(benchmark("[1, 2]", "  failurePolicy: Stop"))
                .podSays(failed(1, FailureReason.OUT_OF_MEMORY, "heap")),
            "give up the benchmark: OutOfMemory: heap"),
        row(
            "a driver killed for its memory",
            running("[1]").podEnds(137, "OOMKilled", ""),
            "give up: OOMKilled: pod sales-s1-n1-t1-a1 exceeded its memory limit; raise driver.memory"),
        row(
            "a driver killed otherwise",
            running("[1]").podEnds(137, "Error", ""),
            "retry at 12:00:10: Internal: pod sales-s1-n1-t1-a1 ended with exit code 137 and left no report; see its log"),
        row(
            "a driver whose message is not a report",
            running("[1]").podEnds(1, "Error", "{\"version\":1,"),
            "retry at 12:00:10: Internal: pod sales-s1-n1-t1-a1 ended with exit code 1 and left an answer that cannot be read, perhaps because it was cut; see its log"),
        row(
            "a report about another node count",
            running("[1]").podSays(measured(2, 3.0)),
            WRONG_REPORT),
        row(
            "a report of success without a time",
            running("[1]").podSays(measured(1)),
            WRONG_REPORT),
        row(
            "a report with an impossible time",
            running("[1]").podSays(measured(1, 0.0)),
            WRONG_REPORT),
        row(
            "a pod that is drained",
            running("[1]").podIsTakenAway("EvictionByEvictionAPI"),
            "retry at 12:00:10: Disrupted: pod sales-s1-n1-t1-a1 was evicted through the API, as when its node is drained"),
        row(
            "a drained pod uses up no attempt that is meant for failures",
            running(benchmark("[1]", "  retry: {maxAttempts: 1}"))
                .podIsTakenAway("PreemptionByScheduler"),
            "retry at 12:00:10: Disrupted: pod sales-s1-n1-t1-a1 was preempted by a pod of higher priority"),
        row(
            "a pod that is drained again and again",
            drained(10),
            "give up: Disrupted: pod sales-s1-n1-t1-a11 was evicted through the API, as when its node is drained"),
        row(
            "a failure after drains has all its attempts",
            drained(3).podSays(failed(1, FailureReason.STORAGE_UNREACHABLE, "no answer")),
            "retry at 12:01:20: StorageUnreachable: no answer"),
        row(
            "an evicted pod",
            running("[1]").podFailsAs("Evicted", "node is low on memory"),
            "retry at 12:00:10: Evicted: pod sales-s1-n1-t1-a1 was evicted: node is low on memory"),
        row(
            "a pod that the kubelet ended at its deadline",
            running("[1]").podFailsAs("DeadlineExceeded", ""),
            "give up: RunTimeout: pod sales-s1-n1-t1-a1 took longer than timeouts.startSeconds and timeouts.runSeconds together allow"),
        row(
            "a pod whose node shut down",
            running("[1]").podFailsAs("NodeShutdown", ""),
            "retry at 12:00:10: NodeLost: the node of pod sales-s1-n1-t1-a1 went away"),
        row(
            "a pod whose node does not answer",
            running("[1]").podIs(Phase.UNKNOWN),
            "retry at 12:00:10: NodeLost: the node of pod sales-s1-n1-t1-a1 does not answer"),
        row(
            "a pod that somebody deleted",
            running("[1]").podIsDeleted(),
            "retry at 12:00:10: PodDeleted: pod sales-s1-n1-t1-a1 was deleted"),
        row(
            "a report that could not be written, because rights are missing",
            reporting()
                .podSays(
                    ReportResult.failed(
                        new Failure(FailureReason.ACCESS_DENIED, "no right to write"))),
            "give up the benchmark: AccessDenied: no right to write"),
        row(
            "a report pod that somebody deleted",
            reporting().podIsDeleted(),
            "retry at 12:00:10: PodDeleted: pod sales-s1-report-a1 was deleted"));
  }

  /** A resource whose first run's driver has just said why it failed. */
  private static Situation failing(String nodeList, FailureReason reason, String message) {
    return running(nodeList).podSays(failed(1, reason, message));
  }

  private static Situation unreachable() {
    return failing("[1]", FailureReason.STORAGE_UNREACHABLE, "no answer");
  }

  /** The same, some time after the failure was written down. */
  private static Situation unreachableSince(int seconds) {
    return unreachable().takeUntil(Step.Retry.class).after(Duration.ofSeconds(seconds));
  }

  /** A run whose pod was drained so often, and is being drained again. */
  private static Situation drained(int times) {
    Situation s = running("[1]").podIsTakenAway("EvictionByEvictionAPI");
    for (int i = 0; i < times; i++) {
      s.takeUntil(Step.Retry.class).settle();
      s.after(Duration.between(s.now(), Instant.parse(s.status().current().retryTime())))
          .takeUntil(Step.ConfirmPod.class)
          .podIsTakenAway("EvictionByEvictionAPI");
    }
    return s;
  }
}
