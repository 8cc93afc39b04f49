// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.PrepareResult;
import dev.sparkbench.api.contract.ReportResult;
import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatusBuilder;
import dev.sparkbench.controller.Manifests;
import dev.sparkbench.controller.plan.ObservedExecutor.Deletion;
import dev.sparkbench.controller.plan.ObservedPod.Ownership;
import dev.sparkbench.controller.plan.ObservedPod.Phase;
import dev.sparkbench.controller.spec.Allowed;
import dev.sparkbench.controller.spec.SpecDigest;
import dev.sparkbench.controller.spec.SpecResolver;
import dev.sparkbench.controller.status.StatusChanges;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A benchmark in some situation, with its own clock and a cluster that carries out every step.
 * Steps are decided, written down and carried out as the reconciler does it.
 */
public final class Situation {

  /** When every situation begins. */
  public static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private static final ObjectMapper JSON = new ObjectMapper();

  private SparkBenchmarkJob job;
  private SparkBenchmarkJobStatus status = SparkBenchmarkJobStatusBuilder.builder().build();
  private final Map<String, ObservedPod> pods = new LinkedHashMap<>();
  private final List<ObservedExecutor> executors = new ArrayList<>();
  private Optional<String> occupant = Optional.empty();
  private Optional<String> preparer = Optional.empty();
  private Instant now = START;
  private boolean podsTakeTimeToGo;
  private boolean podsAreRefused;

  private Situation(SparkBenchmarkJob job) {
    this.job = job;
  }

  /** A resource that has just been applied. */
  public static Situation applied(SparkBenchmarkJob job) {
    return new Situation(job);
  }

  static Situation applied(String nodeList) {
    return applied(Manifests.benchmark(nodeList));
  }

  /** A resource whose first run's pod is at work. */
  static Situation running(SparkBenchmarkJob job) {
    return applied(job).takeUntil(Step.ConfirmPod.class).podIs(Phase.RUNNING);
  }

  static Situation running(String nodeList) {
    return running(Manifests.benchmark(nodeList));
  }

  /** A resource whose only run, on one node, was measured and whose report pod is at work. */
  static Situation reporting() {
    return running("[1]")
        .podSays(Answers.measured(1, 3.0))
        .takeUntil(Step.ConfirmPod.class)
        .podIs(Phase.RUNNING);
  }

  /** The same after its successful end. */
  static Situation ended() {
    return ended("");
  }

  /** The same with further fields of the spec. */
  static Situation ended(String more) {
    return running(Manifests.benchmark("[1]", more))
        .podSays(Answers.measured(1, 3.0))
        .nextPodSays(Answers.reported())
        .takeUntil(Step.RemovePods.class);
  }

  public Observation observe() {
    return ObservationBuilder.builder()
        .name(job.getMetadata().getName())
        .generation(job.getMetadata().getGeneration())
        .digests(Digests.of(job))
        .spec(new SpecResolver(Manifests.DEFAULTS, Allowed.EVERYTHING).resolve(job))
        .status(status)
        .ttl(Optional.ofNullable(job.getSpec().ttlSecondsAfterFinished()).map(Duration::ofSeconds))
        .pods(List.copyOf(pods.values()))
        .executors(executors)
        .occupant(occupant)
        .preparer(preparer)
        .now(now)
        .build();
  }

  public SparkBenchmarkJobStatus status() {
    return status;
  }

  public SparkBenchmarkJob job() {
    return job;
  }

  Step decide() {
    return Plan.next(observe());
  }

  /** Takes one step. */
  public Step take() {
    Step step = decide();
    status = StatusChanges.after(step, observe());
    if (step instanceof Step.Launch && podsAreRefused) {
      return refuse(true);
    } else if (step instanceof Step.Launch launch) {
      put(new PodFixture(launch.pod().pod(), status.timesStarted(), Phase.PENDING));
    } else if (step instanceof Step.RemovePods remove) {
      remove.names().forEach(this::delete);
    } else if (step instanceof Step.EndPods end) {
      end.names().forEach(this::end);
    } else if (step instanceof Step.RemoveExecutors remove) {
      executors.replaceAll(
          executor -> remove.drivers().contains(executor.driver()) ? deleted(executor) : executor);
    }
    return step;
  }

  private void delete(String name) {
    if (podsTakeTimeToGo) {
      put(new PodFixture(pods.get(name)).goneBy(now.plusSeconds(10)));
    } else {
      pods.remove(name);
    }
  }

  private void end(String name) {
    PodFixture pod = new PodFixture(pods.get(name));
    put(podsTakeTimeToGo ? pod.endsBy(now.plusSeconds(10)) : pod.inactive());
  }

  /** From now on, pods that are deleted or ended keep running until {@link #podsGo}. */
  Situation whilePodsTakeTimeToGo() {
    podsTakeTimeToGo = true;
    return this;
  }

  /** What is being deleted is gone, and what is being ended has ended. */
  Situation podsGo() {
    pods.values().removeIf(ObservedPod::deleting);
    pods.replaceAll(
        (name, pod) -> pod.endsBy().isPresent() ? new PodFixture(pod).inactive().build() : pod);
    return this;
  }

  /** Takes steps until one of that kind has been taken. */
  public Situation takeUntil(Class<? extends Step> kind) {
    for (int i = 0; i < 100; i++) {
      Step step = take();
      if (kind.isInstance(step)) {
        return this;
      }
      if (step instanceof Step.Await) {
        throw new AssertionError("waits before any " + kind.getSimpleName() + ": " + step);
      }
    }
    throw new AssertionError("no " + kind.getSimpleName() + " in 100 steps");
  }

  /** Takes steps until only waiting is left. */
  public Situation settle() {
    return takeUntil(Step.Await.class);
  }

  /** Another operator takes over and knows only the status. */
  public Situation restarted() {
    status = JSON.convertValue(JSON.valueToTree(status), SparkBenchmarkJobStatus.class);
    return this;
  }

  boolean hasCurrentPod() {
    return pods.containsKey(currentName());
  }

  /** The current pod answers, with success or with failure. */
  Situation answers(boolean well) {
    CurrentPod current = status.current();
    String story = "story ".repeat(1000);
    return podSays(
        switch (current.purpose()) {
          case Prepare ->
              well
                  ? Answers.prepared(true)
                  : PrepareResult.failed(new Failure(FailureReason.INTERNAL, story));
          case Run ->
              well
                  ? Answers.trial(current.trial(), current.nodes(), 3.0 / current.nodes())
                  : Answers.failed(current.nodes(), FailureReason.INTERNAL, story);
          case Report -> Answers.reported();
        });
  }

  Instant now() {
    return now;
  }

  /** The digest in the status is one that an earlier release made. */
  public Situation writtenByAnEarlierRelease() {
    status =
        SparkBenchmarkJobStatusBuilder.builder(status)
            .specDigest(SpecDigest.ofEarlierReleases(job))
            .measuredDigest(null)
            .measuredFields(null)
            .build();
    return this;
  }

  /** Some time later. */
  public Situation after(Duration duration) {
    now = now.plus(duration);
    return this;
  }

  /** Another resource writes to the same place, or none. */
  public Situation occupiedBy(String other) {
    occupant = Optional.ofNullable(other);
    return this;
  }

  /** Another resource prepares the same data, or none. */
  Situation preparedBy(String other) {
    preparer = Optional.ofNullable(other);
    return this;
  }

  /** An edit without another generation, as of an annotation. */
  public Situation annotated(String name, String value) {
    job.getMetadata().setAnnotations(Map.of(name, value));
    return this;
  }

  /** Another spec, with that generation. */
  public Situation edited(long generation, SparkBenchmarkJob edited) {
    job = edited;
    job.getMetadata().setGeneration(generation);
    return this;
  }

  /** The current pod's container ends with that message. */
  public Situation podSays(Object document) {
    boolean success =
        document instanceof RunReport report
            ? report.succeeded()
            : document instanceof PrepareResult result
                ? result.succeeded()
                : ((ReportResult) document).succeeded();
    return podEnds(success ? 0 : 1, success ? "Completed" : "Error", Contract.write(document));
  }

  /**
   * The same, as a kubelet reports it first: the phase does not show yet that everything has ended.
   */
  public Situation podHasJustSaid(RunReport report) {
    return put(
        pod(Phase.RUNNING)
            .inactive()
            .terminated(report.succeeded() ? 0 : 1, "", Contract.write(report)));
  }

  /** The same, with a sidecar that keeps running. */
  Situation podSaysBesideASidecar(RunReport report) {
    return put(
        pod(Phase.RUNNING).terminated(report.succeeded() ? 0 : 1, "", Contract.write(report)));
  }

  /** The same, with a native sidecar, which the kubelet ends in the next ten seconds. */
  Situation podSaysBesideANativeSidecar(RunReport report) {
    return put(
        pod(Phase.RUNNING)
            .terminated(report.succeeded() ? 0 : 1, "", Contract.write(report))
            .endsBy(now.plusSeconds(10)));
  }

  /** The run succeeded, but a sidecar made its pod fail. */
  Situation podFailsBesideASuccessfulRun(RunReport report) {
    return put(pod(Phase.FAILED).terminated(0, "Completed", Contract.write(report)));
  }

  /** That pod is being deleted instead of gone, but all its containers have ended. */
  Situation podIsLeftOver(String name) {
    return put(
        new PodFixture(name, status.timesStarted(), Phase.RUNNING)
            .inactive()
            .goneBy(now.plusSeconds(10)));
  }

  /** Executors of the current pod run. */
  Situation executorsRun() {
    executors.add(new ObservedExecutor(currentName(), Optional.empty()));
    executors.add(new ObservedExecutor(currentName(), Optional.empty()));
    return this;
  }

  /** The driver deletes its executors, which then have half a minute to end. */
  Situation executorsAreDeleted() {
    executors.replaceAll(this::deleted);
    return this;
  }

  Situation executorsEnd() {
    executors.clear();
    return this;
  }

  private ObservedExecutor deleted(ObservedExecutor executor) {
    return new ObservedExecutor(
        executor.driver(), Optional.of(new Deletion(now, now.plusSeconds(30))));
  }

  /** The next pod is created, and its container ends with that message. */
  public Situation nextPodSays(Object document) {
    return takeUntil(Step.ConfirmPod.class).podSays(document);
  }

  Situation podEnds(int exitCode, String reason, String message) {
    return put(
        pod(exitCode == 0 ? Phase.SUCCEEDED : Phase.FAILED).terminated(exitCode, reason, message));
  }

  /** A pod, as it was read. */
  public Situation podIs(ObservedPod pod) {
    pods.put(pod.name(), pod);
    return this;
  }

  Situation podIs(Phase phase) {
    return put(pod(phase));
  }

  Situation podFailsAs(String reason, String message) {
    return put(pod(Phase.FAILED).failedAs(reason, message));
  }

  Situation podWaits(String reason, String message) {
    return put(pod(Phase.PENDING).waiting(reason, message));
  }

  Situation podIsDeleted() {
    pods.remove(currentName());
    return this;
  }

  /** The current pod is no longer there. */
  public Situation podIsGone() {
    return podIsDeleted();
  }

  Situation driverRunsInAPendingPod() {
    return put(pod(Phase.PENDING).started(now));
  }

  /** The driver's node has a clock that is ahead. */
  Situation driverStarted(Duration ahead) {
    return put(pod(Phase.RUNNING).started(now.plus(ahead)));
  }

  Situation podIsCreatedNow() {
    return put(pod(Phase.PENDING).created(now));
  }

  /** The API server refuses the pod that has just been launched. */
  Situation refused(boolean mayPass) {
    refuse(mayPass);
    return this;
  }

  private Step refuse(boolean mayPass) {
    Failure refusal = new Failure(FailureReason.QUOTA_EXCEEDED, "exceeded quota: q");
    Step step = Creation.refused(observe(), refusal, mayPass);
    status = StatusChanges.after(step, observe());
    return step;
  }

  /** Whether the API server refuses all pods from now on. */
  Situation podsAreRefused(boolean refused) {
    podsAreRefused = refused;
    return this;
  }

  /** A pod of a resource of the same name that was deleted. */
  Situation podOfAPredecessor() {
    return put(
        new PodFixture("sales-s7-n4-t1-a1", 7, Phase.RUNNING).ownedBy(Ownership.PREDECESSORS));
  }

  Situation podIsTakenAway(String reason) {
    return put(pod(Phase.FAILED).terminated(143, "Error", "").disrupted(reason, "").goneBy(now));
  }

  Situation podIsBeingDeleted() {
    return put(pod().goneBy(now.plusSeconds(10)));
  }

  Situation podBelongsTo(Ownership owner) {
    return put(pod().ownedBy(owner));
  }

  String currentName() {
    return Optional.ofNullable(status.current()).map(CurrentPod::pod).orElseThrow();
  }

  List<String> podNames() {
    return List.copyOf(pods.keySet());
  }

  /** The current pod in that phase, as if nothing had been known of it. */
  private PodFixture pod(Phase phase) {
    return new PodFixture(currentName(), status.timesStarted(), phase);
  }

  /** The current pod as it is. */
  private PodFixture pod() {
    return new PodFixture(pods.get(currentName()));
  }

  private Situation put(PodFixture builder) {
    ObservedPod pod = builder.build();
    pods.put(pod.name(), pod);
    return this;
  }
}
