package dev.sparkbench.controller.plan;

import static dev.sparkbench.controller.Manifests.benchmark;
import static dev.sparkbench.controller.plan.Situation.applied;
import static dev.sparkbench.controller.plan.Situation.failed;
import static dev.sparkbench.controller.plan.Situation.measured;
import static dev.sparkbench.controller.plan.Situation.reported;
import static dev.sparkbench.controller.plan.Situation.running;
import static dev.sparkbench.controller.plan.Situation.trial;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.ReportResult;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.controller.plan.ObservedPod.Ownership;
import dev.sparkbench.controller.plan.ObservedPod.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The plan as a table: in this situation, this is the next step. */
class PlanTest {

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource({
    "theSpec",
    "theRuns",
    "trials",
    "failures",
    "deadlines",
    "strangePods",
    "pauses",
    "ends"
  })
  void decides(String situation, Situation given, String expected) {
    assertThat(describe(given.decide())).isEqualTo(expected);
  }

  static Stream<Arguments> theSpec() {
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
            "an edit that makes the spec invalid, in the middle of a run",
            running("[1]").edited(2, benchmark("[0]")),
            "reject: spec.nodeList: 0 is not a node count; give whole numbers from 1 to 1000"),
        row(
            "an invalid spec while a pod of the valid one is there",
            running("[1]").edited(2, benchmark("[0]")).takeUntil(Step.Reject.class),
            "remove [sales-s1-n1-t1-a1]"));
  }

  static Stream<Arguments> theRuns() {
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
        row("a pod at work", running("[1]"), "await until 13:00:30"),
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
            reporting("[1]").podSays(reported()),
            "record the report s3://bucket/p/performance.csv"),
        row(
            "the end",
            reporting("[1]").podSays(reported()).takeUntil(Step.RemovePods.class),
            "await an event"));
  }

  static Stream<Arguments> trials() {
    return Stream.of(
        row(
            "the first trial of the first node count",
            twoTrials().podSays(trial(1, 1, 3.0)).takeUntil(Step.RemovePods.class),
            "launch sales-s1-n2-t1-a1"),
        row(
            "the first trial of all node counts, after a restart of the operator",
            secondTrial().restarted(),
            "launch sales-s1-n1-t2-a1"),
        row(
            "the last trial of the first node count",
            secondTrial()
                .takeUntil(Step.ConfirmPod.class)
                .podSays(trial(2, 1, 3.5))
                .takeUntil(Step.RemovePods.class),
            "launch sales-s1-n2-t2-a1"),
        row(
            "a trial that failed for good: its node count has no further one",
            secondTrial()
                .takeUntil(Step.ConfirmPod.class)
                .podSays(failed(1, FailureReason.OUT_OF_MEMORY, "heap"))
                .takeUntil(Step.GiveUp.class),
            "launch sales-s1-n2-t2-a1"),
        row(
            "a first trial that failed for good",
            twoTrials()
                .podSays(failed(1, FailureReason.OUT_OF_MEMORY, "heap"))
                .takeUntil(Step.GiveUp.class)
                .takeUntil(Step.ConfirmPod.class)
                .podSays(trial(1, 2, 2.0))
                .takeUntil(Step.RemovePods.class),
            "launch sales-s1-n2-t2-a1"),
        row(
            "a trial that is to be tried again, after a restart of the operator",
            secondTrial()
                .takeUntil(Step.ConfirmPod.class)
                .podSays(failed(1, FailureReason.STORAGE_UNREACHABLE, "no answer"))
                .takeUntil(Step.Retry.class)
                .restarted()
                .after(Duration.ofSeconds(10)),
            "launch sales-s1-n1-t2-a2"),
        row(
            "a failure that every node count shares, between the trials of the others",
            secondTrial()
                .takeUntil(Step.ConfirmPod.class)
                .podSays(failed(1, FailureReason.DATASET_CHANGED, "another ETag"))
                .takeUntil(Step.GiveUp.class),
            "finish"),
        row(
            "a report about another trial",
            twoTrials().podSays(trial(2, 1, 3.0)),
            "retry at 12:00:10: Internal: the driver's report is not one of 1 nodes, trial 1, with 1 measured times"),
        row(
            "a trial with more samples than the others",
            twoTrials().podSays(trial(1, 1, 3.0, 3.5)),
            "retry at 12:00:10: Internal: the driver's report is not one of 1 nodes, trial 1, with 1 measured times"));
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        row(
            "a transient failure",
            running("[1]").podSays(failed(1, FailureReason.STORAGE_UNREACHABLE, "no answer")),
            "retry at 12:00:10: StorageUnreachable: no answer"),
        row(
            "a failed attempt, before the next is due",
            running("[1]")
                .podSays(failed(1, FailureReason.STORAGE_UNREACHABLE, "no answer"))
                .takeUntil(Step.Retry.class)
                .after(Duration.ofSeconds(9)),
            "await until 12:00:10"),
        row("a failed attempt, when the next is due", secondAttempt(), "launch sales-s1-n1-t1-a2"),
        row(
            "a transient failure of the last attempt",
            secondAttempt()
                .takeUntil(Step.ConfirmPod.class)
                .podSays(failed(1, FailureReason.STORAGE_UNREACHABLE, "no answer")),
            "give up the benchmark: StorageUnreachable: no answer"),
        row(
            "a failure that every node count shares",
            running("[1, 2]").podSays(failed(1, FailureReason.DATASET_NOT_FOUND, "nothing there")),
            "give up the benchmark: DatasetNotFound: nothing there"),
        row(
            "after a failure that every node count shares",
            running("[1, 2]")
                .podSays(failed(1, FailureReason.DATASET_NOT_FOUND, "nothing there"))
                .takeUntil(Step.GiveUp.class),
            "finish"),
        row(
            "a failure of one node count",
            running("[1, 2]").podSays(failed(1, FailureReason.OUT_OF_MEMORY, "heap")),
            "give up: OutOfMemory: heap"),
        row(
            "after a failure of one node count",
            running("[1, 2]")
                .podSays(failed(1, FailureReason.OUT_OF_MEMORY, "heap"))
                .takeUntil(Step.GiveUp.class),
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
            "retry at 12:00:10: Internal: the driver's report is not one of 1 nodes, trial 1, with 3 measured times"),
        row(
            "a report of success without a time",
            running("[1]").podSays(measured(1)),
            "retry at 12:00:10: Internal: the driver's report is not one of 1 nodes, trial 1, with 3 measured times"),
        row(
            "a report with an impossible time",
            running("[1]").podSays(measured(1, 0.0)),
            "retry at 12:00:10: Internal: the driver's report is not one of 1 nodes, trial 1, with 3 measured times"),
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
            reporting("[1]")
                .podSays(
                    ReportResult.failed(
                        new Failure(FailureReason.ACCESS_DENIED, "no right to write"))),
            "give up the benchmark: AccessDenied: no right to write"),
        row(
            "a report pod that somebody deleted",
            reporting("[1]").podIsDeleted(),
            "retry at 12:00:10: PodDeleted: pod sales-s1-report-a1 was deleted"));
  }

  static Stream<Arguments> deadlines() {
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
            reporting("[1]").after(Duration.ofSeconds(630)),
            "give up: RunTimeout: pod sales-s1-report-a1 ran longer than timeouts.runSeconds allows"));
  }

  static Stream<Arguments> strangePods() {
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

  @Test
  void runsInTheOrderOfItsSeedWhoeverIsAtWork() {
    Situation s =
        applied(
            benchmark("[4, 1, 2]", "  measurement: {iterations: 1, trials: 3, order: Shuffled}"));
    List<String> pods = new ArrayList<>();
    for (int run = 0; run < 9; run++) {
      s.takeUntil(Step.Launch.class).restarted().takeUntil(Step.ConfirmPod.class).restarted();
      pods.addAll(s.podNames());
      s.podSays(trial(s.status().current().trial(), s.status().currentNodes(), 1.0))
          .takeUntil(Step.RecordRun.class)
          .restarted()
          .takeUntil(Step.RemovePods.class)
          .restarted();
    }
    // By the seed 1772366400000, which is the time of the start.
    assertThat(pods)
        .containsExactly(
            "sales-s1-n2-t1-a1",
            "sales-s1-n4-t1-a1",
            "sales-s1-n1-t1-a1",
            "sales-s1-n2-t2-a1",
            "sales-s1-n1-t2-a1",
            "sales-s1-n4-t2-a1",
            "sales-s1-n2-t3-a1",
            "sales-s1-n4-t3-a1",
            "sales-s1-n1-t3-a1");
    assertThat(s.takeUntil(Step.ConfirmPod.class).podNames()).containsExactly("sales-s1-report-a1");
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
    s.takeUntil(Step.ConfirmPod.class).podSays(reported()).settle();
    assertThat(s.podNames()).containsExactly("sales-s1-n1-t1-a1", "sales-s1-report-a1");
  }

  static Stream<Arguments> pauses() {
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
            ended("[1]", "").edited(2, suspended("[1]")).takeUntil(Step.AcknowledgeEdit.class),
            "await an event"),
        row(
            "another resource writes to the same place",
            applied("[1]").takeUntil(Step.Start.class).occupiedBy("team/first"),
            "give way to team/first"),
        row(
            "another resource still writes there",
            applied("[1]").takeUntil(Step.Start.class).occupiedBy("team/first").settle(),
            "await until 12:00:10"),
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
            ended("[1]", "").occupiedBy("team/first"),
            "await an event"));
  }

  static Stream<Arguments> ends() {
    return Stream.of(
        row(
            "asked for another time",
            ended("[1]", "").annotated("sparkbench.dev/rerun", "2"),
            "start"),
        row(
            "started another time",
            ended("[1]", "").annotated("sparkbench.dev/rerun", "2").takeUntil(Step.Start.class),
            "launch sales-s2-n1-t1-a1"),
        row(
            "asked for another time while a run is at work",
            running("[1]").annotated("sparkbench.dev/rerun", "2").takeUntil(Step.Start.class),
            "remove [sales-s1-n1-t1-a1]"),
        row(
            "ended, before its time is over",
            ended("[1]", "  ttlSecondsAfterFinished: 60").after(Duration.ofSeconds(59)),
            "await until 12:01:00"),
        row(
            "ended, after its time is over",
            ended("[1]", "  ttlSecondsAfterFinished: 60").after(Duration.ofSeconds(60)),
            "expire"),
        row(
            "at work, after more time than it may stay",
            running(benchmark("[1]", "  ttlSecondsAfterFinished: 0")).after(Duration.ofHours(1)),
            "await until 13:00:30"));
  }

  private static SparkBenchmarkJob suspended(String nodeList) {
    return benchmark(nodeList, "  suspend: true");
  }

  private static Situation suspendedAtWork() {
    return running("[1, 2]").edited(2, suspended("[1, 2]"));
  }

  private static Situation ended(String nodeList, String more) {
    return running(benchmark(nodeList, more))
        .podSays(measured(1, 3.0))
        .takeUntil(Step.ConfirmPod.class)
        .podSays(reported())
        .takeUntil(Step.RemovePods.class);
  }

  private static Situation pending() {
    return applied("[1]").takeUntil(Step.ConfirmPod.class);
  }

  private static Situation twoTrials() {
    return running(benchmark("[1, 2]", "  measurement: {iterations: 1, trials: 2}"));
  }

  /** Both node counts have had their first trial. */
  private static Situation secondTrial() {
    return twoTrials()
        .podSays(trial(1, 1, 3.0))
        .takeUntil(Step.ConfirmPod.class)
        .podSays(trial(1, 2, 2.0))
        .takeUntil(Step.RemovePods.class);
  }

  private static Situation secondAttempt() {
    return running("[1]")
        .podSays(failed(1, FailureReason.STORAGE_UNREACHABLE, "no answer"))
        .takeUntil(Step.Retry.class)
        .after(Duration.ofSeconds(10));
  }

  private static Situation reporting(String nodeList) {
    return running(nodeList)
        .podSays(measured(1, 3.0))
        .takeUntil(Step.ConfirmPod.class)
        .podIs(Phase.RUNNING);
  }

  private static Arguments row(String situation, Situation given, String expected) {
    return arguments(situation, given, expected);
  }

  private static String describe(Step step) {
    if (step instanceof Step.Reject reject) {
      return "reject: " + reject.message();
    } else if (step instanceof Step.Start) {
      return "start";
    } else if (step instanceof Step.AcknowledgeEdit) {
      return "acknowledge the edit";
    } else if (step instanceof Step.RemovePods remove) {
      return "remove " + remove.names();
    } else if (step instanceof Step.Launch launch) {
      return "launch " + launch.pod().pod();
    } else if (step instanceof Step.ConfirmPod) {
      return "confirm the pod";
    } else if (step instanceof Step.RecordRun record) {
      return "record " + record.report().nodes() + " nodes " + record.report().samples();
    } else if (step instanceof Step.RecordReport record) {
      return "record the report " + record.result().performanceCsv();
    } else if (step instanceof Step.Retry retry) {
      return "retry at %s: %s: %s"
          .formatted(time(retry.at()), retry.failure().reason(), retry.failure().message());
    } else if (step instanceof Step.GiveUp giveUp) {
      return "give up%s: %s: %s"
          .formatted(
              giveUp.endsBenchmark() ? " the benchmark" : "",
              giveUp.failure().reason(),
              giveUp.failure().message());
    } else if (step instanceof Step.Finish) {
      return "finish";
    } else if (step instanceof Step.Suspend) {
      return "suspend";
    } else if (step instanceof Step.GiveWay giveWay) {
      return "give way to " + giveWay.occupant();
    } else if (step instanceof Step.Resume) {
      return "resume";
    } else if (step instanceof Step.Expire) {
      return "expire";
    }
    Step.Await await = (Step.Await) step;
    return "await "
        + await.until().map(until -> "until " + time(until)).orElse("an event")
        + await.why().map(why -> ": " + why).orElse("");
  }

  private static String time(Instant instant) {
    return instant.toString().substring(11, 19);
  }
}
