package dev.sparkbench.controller.plan;

import dev.sparkbench.api.resource.Condition;
import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.api.resource.RunStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.controller.spec.Resolution;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything a decision depends on.
 *
 * @param name the resource's name
 * @param generation the resource's generation
 * @param specDigest digest of what the benchmark starts over for
 * @param spec the resolved spec
 * @param status what was written last
 * @param pods the resource's own pods, and the current one whoever owns it; that the current one is
 *     not among them has been confirmed by the API server itself
 * @param executors the resource's executor pods whose containers run or may still start
 * @param occupant the resource, with its namespace, that has the same result path and began
 *     earlier, if it has not ended
 * @param now the time
 */
public record Observation(
    String name,
    long generation,
    String specDigest,
    Resolution spec,
    SparkBenchmarkJobStatus status,
    List<ObservedPod> pods,
    List<ObservedExecutor> executors,
    Optional<String> occupant,
    Instant now) {

  /** Copies the lists. */
  public Observation {
    pods = List.copyOf(pods);
    executors = List.copyOf(executors);
  }

  /** The same, with another status. */
  public Observation with(SparkBenchmarkJobStatus newStatus) {
    return new Observation(
        name, generation, specDigest, spec, newStatus, pods, executors, occupant, now);
  }

  /** The pod that the status is about. */
  public Optional<CurrentPod> current() {
    return Optional.ofNullable(status.current());
  }

  /** The current pod as the API server has it. */
  public Optional<ObservedPod> currentPod() {
    return current().flatMap(current -> pod(current.pod()));
  }

  /** The pod of that name. */
  public Optional<ObservedPod> pod(String name) {
    return pods.stream().filter(pod -> pod.name().equals(name)).findFirst();
  }

  /** Whether the status speaks of an ended benchmark. */
  public boolean ended() {
    return status.completionTime() != null;
  }

  /** Whether it was stopped, to go on later. */
  public boolean paused() {
    return !ended() && (status.is(Condition.SUSPENDED) || status.is(Condition.STALLED));
  }

  /** The runs in that state. */
  public List<RunStatus> runs(RunStatus.State state) {
    return status.runs().stream().filter(run -> run.state() == state).toList();
  }
}
