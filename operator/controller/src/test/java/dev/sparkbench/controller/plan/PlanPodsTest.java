// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import static dev.sparkbench.controller.Manifests.benchmark;
import static dev.sparkbench.controller.plan.Row.row;
import static dev.sparkbench.controller.plan.Situation.applied;
import static dev.sparkbench.controller.plan.Situation.reporting;
import static dev.sparkbench.controller.plan.Situation.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.controller.plan.ObservedPod.Ownership;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The plan for pods that are late or in an unexpected state. */
class PlanPodsTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource({"deadlines", "strangePods", "queues", "starts"})
  void decides(Row row) {
    assertThat(row.next()).isEqualTo(row.expected());
  }

  static Stream<Row> deadlines() {
    return Stream.of(
        row(
            "a pod that nothing is known of after the start timeout",
            pending().after(Duration.ofSeconds(300)),
            "retry at 12:05:10: StartTimeout: pod sales-s1-n1-t1-a1 did not start within 300 s; its events say more: kubectl describe pod sales-s1-n1-t1-a1"),
        row(
            "a pod that waits for a node",
            pending().podWaits("Unschedulable", "0/3 nodes are available"),
            "await until 12:05:00: pod sales-s1-n1-t1-a1 waits: Unschedulable: 0/3 nodes are available"),
        row(
            "a pod whose container is being made",
            pending().podWaits("ContainerCreating", ""),
            "await until 12:05:00"),
        row(
            "a pod that got no node before the start timeout",
            pending().podWaits("Unschedulable", "0/3 nodes").after(Duration.ofSeconds(300)),
            "retry at 12:05:10: Unschedulable: pod sales-s1-n1-t1-a1 did not start within 300 s: Unschedulable: 0/3 nodes"),
        row(
            "an image that could not be pulled before the start timeout",
            pending().podWaits("ImagePullBackOff", "no such image").after(Duration.ofSeconds(300)),
            "give up the benchmark: ImagePullFailed: pod sales-s1-n1-t1-a1 did not start within 300 s: ImagePullBackOff: no such image"),
        row(
            "a Secret that was missing until the start timeout",
            pending()
                .podWaits("CreateContainerConfigError", "secret \"x\" not found")
                .after(Duration.ofSeconds(300)),
            "give up the benchmark: ContainerConfigFailed: pod sales-s1-n1-t1-a1 did not start within 300 s: CreateContainerConfigError: secret \"x\" not found"),
        row(
            "a pod that could never be created before the start timeout",
            pending().podIsDeleted().after(Duration.ofSeconds(300)),
            "retry at 12:05:10: PodDeleted: pod sales-s1-n1-t1-a1 was deleted"),
        row(
            "a run whose time is not quite over",
            running("[1]").after(Duration.ofSeconds(3604)),
            "await until 13:00:05"),
        row(
            "a run whose image took long to pull has all its time",
            pending()
                .after(Duration.ofSeconds(200))
                .driverStarted(Duration.ZERO)
                .after(Duration.ofSeconds(3604)),
            "await until 13:03:25"),
        row(
            "the same when its time is over",
            pending()
                .after(Duration.ofSeconds(200))
                .driverStarted(Duration.ZERO)
                .after(Duration.ofSeconds(3605)),
            "give up: RunTimeout: pod sales-s1-n1-t1-a1 ran longer than timeouts.runSeconds allows"),
        row(
            "a run whose time is over",
            running("[1]").after(Duration.ofSeconds(3605)),
            "give up: RunTimeout: pod sales-s1-n1-t1-a1 ran longer than timeouts.runSeconds allows"),
        row(
            "an overdue pod that was written off",
            running("[1, 2]").after(Duration.ofSeconds(3605)).takeUntil(Step.GiveUp.class),
            "end [sales-s1-n1-t1-a1]"),
        row(
            "an overdue pod that was written off and is not to be kept",
            running(benchmark("[1, 2]", "  podRetention: Never"))
                .after(Duration.ofSeconds(3605))
                .takeUntil(Step.GiveUp.class),
            "remove [sales-s1-n1-t1-a1]"),
        row(
            "a report that takes too long",
            reporting().after(Duration.ofSeconds(605)),
            "give up: RunTimeout: pod sales-s1-report-a1 took longer than the 10 minutes that a report may take"));
  }

  static Stream<Row> strangePods() {
    return Stream.of(
        row(
            "a pod of the run's name that belongs to somebody else",
            applied("[1]").takeUntil(Step.Launch.class).podBelongsTo(Ownership.FOREIGN),
            "give up the benchmark: ForeignPod: pod sales-s1-n1-t1-a1 exists and does not belong to this resource; delete the pod, or give the resource another name"),
        row(
            "a pod of an earlier resource with the same name",
            applied("[1]").takeUntil(Step.Launch.class).podBelongsTo(Ownership.PREDECESSORS),
            "await until 12:00:02: pod sales-s1-n1-t1-a1 of an earlier resource is being deleted"),
        row(
            "a pod of an earlier resource that never goes",
            applied("[1]")
                .takeUntil(Step.Launch.class)
                .podBelongsTo(Ownership.PREDECESSORS)
                .after(Duration.ofSeconds(300)),
            "give up the benchmark: ForeignPod: pod sales-s1-n1-t1-a1 exists and does not belong to this resource; delete the pod, or give the resource another name"),
        row(
            "active pods of an earlier resource with the same name",
            applied("[1]").podOfAPredecessor().takeUntil(Step.Start.class),
            "await until 12:00:02: pod sales-s7-n4-t1-a1 of an earlier resource is being deleted"),
        row(
            "active pods of an earlier resource that never go",
            applied("[1]")
                .podOfAPredecessor()
                .takeUntil(Step.Start.class)
                .after(Duration.ofSeconds(300)),
            "launch sales-s1-n1-t1-a1"),
        row(
            "a pod that is being deleted under a run",
            running("[1]").podIsBeingDeleted(),
            "await until 12:01:10"),
        row(
            "a pod whose deletion never ends",
            running("[1]").podIsBeingDeleted().after(Duration.ofSeconds(70)),
            "retry at 12:01:20: NodeLost: the node of pod sales-s1-n1-t1-a1 does not answer"),
        row(
            "an old pod whose deletion has begun, before the next run",
            running("[1]")
                .podIsBeingDeleted()
                .edited(2, benchmark("[2]"))
                .takeUntil(Step.Start.class),
            "await until 12:01:10: an earlier pod is being deleted"));
  }

  static Stream<Row> queues() {
    return Stream.of(
        row("a pod that a queue holds", gated(), "enter the queue"),
        row(
            "a pod that a queue has held for long",
            gated().takeUntil(Step.EnterQueue.class).after(Duration.ofHours(20)),
            "await an event"),
        row(
            "the same after a restart of the operator",
            gated().takeUntil(Step.EnterQueue.class).restarted().after(Duration.ofHours(20)),
            "await an event"),
        row(
            "a pod that the queue has let go",
            gated()
                .takeUntil(Step.EnterQueue.class)
                .after(Duration.ofHours(20))
                .podWaits("Unschedulable", "0/3 nodes"),
            "leave the queue"),
        row(
            "a pod that the queue has let go has all its time to start",
            gated()
                .takeUntil(Step.EnterQueue.class)
                .after(Duration.ofHours(1))
                .podWaits("Unschedulable", "0/3 nodes")
                .takeUntil(Step.LeaveQueue.class)
                .after(Duration.ofSeconds(299)),
            "await until 13:05:00: pod sales-s1-n1-t1-a1 waits: Unschedulable: 0/3 nodes"),
        row(
            "a pod that is deleted in the queue",
            gated().takeUntil(Step.EnterQueue.class).podIsDeleted(),
            "retry at 12:00:10: PodDeleted: pod sales-s1-n1-t1-a1 was deleted"),
        row(
            "suspended while a queue holds the pod",
            gated()
                .takeUntil(Step.EnterQueue.class)
                .edited(2, benchmark("[1]", "  suspend: true"))
                .takeUntil(Step.Suspend.class),
            "remove [sales-s1-n1-t1-a1]"));
  }

  static Stream<Row> starts() {
    return Stream.of(
        row(
            "a driver that runs in a pod that is Pending, because a sidecar cannot start",
            pending().driverRunsInAPendingPod().after(Duration.ofSeconds(400)),
            "await until 13:00:05"),
        row(
            "a pod that could be created only long after it was decided on",
            applied("[1]")
                .takeUntil(Step.Launch.class)
                .after(Duration.ofMinutes(20))
                .podIsCreatedNow()
                .takeUntil(Step.ConfirmPod.class),
            "await until 12:25:00"),
        row(
            "a pod that was decided on long ago, and is not there",
            applied("[1]").takeUntil(Step.Launch.class).podIsDeleted().after(Duration.ofHours(1)),
            "launch sales-s1-n1-t1-a1"),
        row(
            "a pod that the API server refuses for now",
            refused(Duration.ZERO),
            "await until 12:00:01"),
        row(
            "the same when it is time to ask again",
            refused(Duration.ZERO).after(Duration.ofSeconds(1)),
            "launch sales-s1-n1-t1-a1"),
        row(
            "a pod that has been refused for a while: the pauses grow",
            refused(Duration.ofSeconds(40)),
            "await until 12:01:00"),
        row(
            "a pod that has been refused for long: the pauses are bounded",
            refused(Duration.ofSeconds(200)),
            "await until 12:03:50"),
        row(
            "a pod that is still refused when its time to start is over",
            refused(Duration.ofSeconds(300)),
            "await until 12:05:10"),
        row(
            "a run whose clock is wrong ends all the same",
            pending().driverStarted(Duration.ofDays(400)).after(Duration.ofSeconds(3905)),
            "give up: RunTimeout: pod sales-s1-n1-t1-a1 ran longer than timeouts.runSeconds allows"));
  }

  private static Situation gated() {
    return pending().podWaits("SchedulingGated", "Scheduling is blocked");
  }

  private static Situation refused(Duration later) {
    return applied("[1]").takeUntil(Step.Launch.class).podIsDeleted().after(later).refused(true);
  }

  private static Situation pending() {
    return applied("[1]").takeUntil(Step.ConfirmPod.class);
  }
}
