package dev.sparkbench.controller.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the plan needs to know of a pod.
 *
 * @param name its name
 * @param ownership whose it is
 * @param phase its phase
 * @param active whether one of its containers, sidecars included, runs or may still start
 * @param start which start of the benchmark it was made for
 * @param goneBy when its deletion is due to be complete; empty while nobody has deleted it
 * @param endsBy when the kubelet is due to have ended its last sidecars, because all its other
 *     containers have ended; empty when nothing or more than that is left
 * @param termination how the driver's container ended; empty while it has not
 * @param waiting why its container has not started; empty when it has
 * @param reason the pod's own reason, such as {@code Evicted}; empty for none
 * @param message the pod's own message; empty for none
 */
public record ObservedPod(
    String name,
    Ownership ownership,
    Phase phase,
    boolean active,
    int start,
    Optional<Instant> goneBy,
    Optional<Instant> endsBy,
    Optional<Termination> termination,
    Optional<Waiting> waiting,
    Optional<String> reason,
    String message) {

  /** Whose a pod is. */
  public enum Ownership {
    /** This resource's, by UID. */
    OURS,
    /** That of an earlier resource with the same name, which garbage collection will remove. */
    PREDECESSORS,
    /** Somebody else's. */
    FOREIGN
  }

  /** A pod's phase. */
  public enum Phase {
    /** Accepted, but its container does not run yet. */
    PENDING,
    /** Its containers run, or ended about a second ago. */
    RUNNING,
    /** All its containers ended with exit code 0. */
    SUCCEEDED,
    /** They ended otherwise. */
    FAILED,
    /** Its node does not answer. */
    UNKNOWN
  }

  /**
   * How a container ended.
   *
   * @param exitCode its exit code
   * @param reason such as {@code Completed}, {@code Error} or {@code OOMKilled}
   * @param message the termination message; empty for none
   */
  public record Termination(int exitCode, String reason, String message) {}

  /**
   * Why a container has not started.
   *
   * @param reason such as {@code ImagePullBackOff} or {@code Unschedulable}
   * @param message for people; empty for none
   */
  public record Waiting(String reason, String message) {

    @Override
    public String toString() {
      return message.isEmpty() ? reason : reason + ": " + message;
    }
  }

  /** How long after its due time a pod's end is still believed to happen. */
  static final Duration PATIENCE = Duration.ofMinutes(1);

  /**
   * Whether the driver failed. A sidecar that failed makes the pod fail too, but says nothing about
   * the run.
   */
  public boolean failed() {
    return termination.map(end -> end.exitCode() != 0).orElse(phase == Phase.FAILED);
  }

  /** Whether its deletion has begun. */
  public boolean deleting() {
    return goneBy.isPresent();
  }

  /**
   * Until when to wait for an end that has begun, by deletion or by itself; after that, its node
   * does not answer.
   */
  public Optional<Instant> patience() {
    return goneBy.or(() -> endsBy).map(due -> due.plus(PATIENCE));
  }

  /** Whether an end that has begun never came, which means that its node is lost. */
  public boolean lost(Instant now) {
    return active() && patience().filter(end -> !now.isBefore(end)).isPresent();
  }
}
