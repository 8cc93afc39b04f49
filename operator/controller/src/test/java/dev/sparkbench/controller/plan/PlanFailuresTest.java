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
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the plan makes of failures. */
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
            "retry at 12:00:10: Internal: pod sales-s1-n1-t1-a1 ended with exit code 1 and left no report; see its log"),
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
            "an evicted pod",
            running("[1]").podFailsAs("Evicted", "node is low on memory"),
            "retry at 12:00:10: Evicted: pod sales-s1-n1-t1-a1 was evicted: node is low on memory"),
        row(
            "a pod that the kubelet ended at its deadline",
            running("[1]").podFailsAs("DeadlineExceeded", ""),
            "give up: RunTimeout: pod sales-s1-n1-t1-a1 ran longer than timeouts.runSeconds allows"),
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
            "a report that could not be written, for want of rights",
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
}
