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

/** What the plan makes of pods that are late, or not what they should be. */
class PlanPodsTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource({"deadlines", "strangePods"})
  void decides(Row row) {
    assertThat(row.next()).isEqualTo(row.expected());
  }

  static Stream<Row> deadlines() {
    return Stream.of(
        row(
            "a pod that nothing is known of after the start timeout",
            pending().after(Duration.ofSeconds(300)),
            "retry at 12:05:10: StartTimeout: pod sales-s1-n1-t1-a1 did not start within 300 s"),
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
            "a run that the kubelet should have ended",
            running("[1]").after(Duration.ofSeconds(3629)),
            "await until 13:00:30"),
        row(
            "a run that the kubelet has not ended",
            running("[1]").after(Duration.ofSeconds(3630)),
            "give up: RunTimeout: pod sales-s1-n1-t1-a1 ran longer than timeouts.runSeconds allows"),
        row(
            "an overdue pod that was written off",
            running("[1, 2]").after(Duration.ofSeconds(3630)).takeUntil(Step.GiveUp.class),
            "remove [sales-s1-n1-t1-a1]"),
        row(
            "a report that takes too long",
            reporting().after(Duration.ofSeconds(630)),
            "give up: RunTimeout: pod sales-s1-report-a1 ran longer than timeouts.runSeconds allows"));
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

  private static Situation pending() {
    return applied("[1]").takeUntil(Step.ConfirmPod.class);
  }
}
