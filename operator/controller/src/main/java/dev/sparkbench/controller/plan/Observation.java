// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.api.resource.RunStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus.Pause;
import dev.sparkbench.controller.spec.Benchmark;
import dev.sparkbench.controller.spec.Resolution;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything that a decision depends on.
 *
 * @param name the resource's name
 * @param generation the resource's generation
 * @param digests show the effect of edits
 * @param spec the resolved spec
 * @param status the status that was written last
 * @param ttl how long the resource is kept after its end; empty for ever
 * @param pods the resource's own pods, those of an earlier resource of its name, and the current
 *     one, even if it belongs to something else; if the current one is missing here, the API server
 *     has confirmed that it does not exist
 * @param executors the resource's executor pods whose containers run or may still start
 * @param occupant the other resource that uses the same result path, if this one must wait for it
 * @param preparer the other resource that prepares the same data, if this one must wait for it
 * @param now the time
 */
@RecordBuilder
public record Observation(
    String name,
    long generation,
    Digests digests,
    Resolution spec,
    SparkBenchmarkJobStatus status,
    Optional<Duration> ttl,
    List<ObservedPod> pods,
    List<ObservedExecutor> executors,
    Optional<String> occupant,
    Optional<String> preparer,
    Instant now) {

  /** Copies the lists. */
  public Observation {
    pods = List.copyOf(pods);
    executors = List.copyOf(executors);
  }

  /** The same, with another status. */
  public Observation with(SparkBenchmarkJobStatus newStatus) {
    return ObservationBuilder.builder(this).status(newStatus).build();
  }

  /** The same, with other pods at another time. */
  public Observation with(List<ObservedPod> newPods, Instant newNow) {
    return ObservationBuilder.builder(this).pods(newPods).now(newNow).build();
  }

  /** The benchmark of the spec; empty if the spec is not valid. */
  public Optional<Benchmark> benchmark() {
    return spec instanceof Resolution.Valid valid
        ? Optional.of(valid.benchmark())
        : Optional.empty();
  }

  /** The pod that the status is about. */
  public Optional<CurrentPod> current() {
    return Optional.ofNullable(status.current());
  }

  /** The pod that the benchmark waits for; empty between two attempts and without a valid spec. */
  public Optional<CurrentPod> atWork() {
    return benchmark().isPresent()
        ? current().filter(current -> current.state() != CurrentPod.State.Backoff)
        : Optional.empty();
  }

  /** The current pod, as the API server has it. */
  public Optional<ObservedPod> currentPod() {
    return current().flatMap(current -> pod(current.pod()));
  }

  /** The pod of that name. */
  public Optional<ObservedPod> pod(String name) {
    return pods.stream().filter(pod -> pod.name().equals(name)).findFirst();
  }

  /** Whether the status belongs to what the spec asks to measure. */
  public boolean isAboutSpec() {
    return isUnedited() || digests.measure(status);
  }

  /**
   * Whether nothing has been edited since an operator began. Then digests need not be compared,
   * because another release may have computed them differently.
   */
  private boolean isUnedited() {
    return status.specDigest() != null
        && status.pause() != Pause.InvalidSpec
        && Objects.equals(status.observedGeneration(), generation)
        && benchmark()
            .map(b -> b.lifeCycle().rerun().equals(Optional.ofNullable(status.rerun())))
            .orElse(true);
  }

  /** Whether the benchmark has ended, according to the status. */
  public boolean ended() {
    return status.completionTime() != null;
  }

  /** Whether it is interrupted and will continue later. */
  public boolean paused() {
    return !ended() && status.pause() != null;
  }

  /** The runs in a state. */
  public List<RunStatus> runs(RunStatus.State state) {
    return status.runs().stream().filter(run -> run.state() == state).toList();
  }
}
