// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the plan needs to know about a pod.
 *
 * @param name its name
 * @param uid its UID
 * @param ownership its owner
 * @param phase its phase
 * @param active whether one of its containers, sidecars included, runs or may still start
 * @param start the start of the benchmark that it was created for
 * @param created when the API server created it; empty if unknown
 * @param started when its driver's container started; empty before that, in any phase
 * @param goneBy when its deletion should be complete; empty while nobody has deleted it
 * @param endsBy when the kubelet should have ended its last sidecars, because all its other
 *     containers have ended or because it was told to end the pod; empty if nothing is left, or
 *     more than that
 * @param termination how the driver's container ended; empty while it has not
 * @param waiting what keeps the driver's container from starting; empty if it has started
 * @param failedInit the end of an init container that failed; empty if none has
 * @param disruption who removes the pod, if somebody does
 * @param reason the pod's own reason, such as {@code Evicted}; empty for none
 * @param message the pod's own message; empty for none
 */
@RecordBuilder
public record ObservedPod(
    String name,
    String uid,
    Ownership ownership,
    Phase phase,
    boolean active,
    int start,
    Optional<Instant> created,
    Optional<Instant> started,
    Optional<Instant> goneBy,
    Optional<Instant> endsBy,
    Optional<Termination> termination,
    Optional<Waiting> waiting,
    Optional<FailedInit> failedInit,
    Optional<Disruption> disruption,
    Optional<String> reason,
    String message) {

  /** The owner of a pod. */
  public enum Ownership {
    /** This resource's, by UID. */
    OURS,
    /** An earlier resource with the same name; garbage collection will remove the pod. */
    PREDECESSORS,
    /** Something else. */
    FOREIGN
  }

  /** A pod's phase. */
  public enum Phase {
    /** It was accepted, but its container does not run yet. */
    PENDING,
    /** Its containers run, or have ended about a second ago. */
    RUNNING,
    /** All its containers ended with exit code 0. */
    SUCCEEDED,
    /** All its containers ended, not all of them with exit code 0. */
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
   * What keeps the driver's container from starting.
   *
   * @param container the container that waits, if it is not the driver's own; empty if it is, or if
   *     the pod as a whole waits
   * @param reason such as {@code ImagePullBackOff} or {@code Unschedulable}
   * @param message for people; empty for none
   */
  public record Waiting(String container, String reason, String message) {

    private static final String GATED = "SchedulingGated";

    /** Whether a queue or gang holds the pod, which is not an error. */
    boolean isGated() {
      return reason.equals(GATED);
    }

    @Override
    public String toString() {
      return (container.isEmpty() ? "" : "container " + container + ": ")
          + (message.isEmpty() ? reason : reason + ": " + message);
    }
  }

  /**
   * An init container that failed.
   *
   * @param container its name
   * @param end its end
   */
  public record FailedInit(String container, Termination end) {}

  /**
   * The condition {@code DisruptionTarget}: somebody removes the pod for another purpose.
   *
   * @param reason who does so, such as {@code EvictionByEvictionAPI}
   * @param message for people; empty for none
   */
  public record Disruption(String reason, String message) {}

  /** How long after the due time the end of a pod may still come. */
  static final Duration PATIENCE = Duration.ofMinutes(1);

  /**
   * Whether the driver failed. A sidecar that failed makes the pod fail too, but says nothing about
   * the run.
   */
  public boolean failed() {
    return termination.map(end -> end.exitCode() != 0).orElse(phase == Phase.FAILED);
  }

  /** Whether it belongs to this resource. */
  boolean ours() {
    return ownership == Ownership.OURS;
  }

  /** Whether a queue or gang holds it. */
  boolean gated() {
    return waiting.filter(Waiting::isGated).isPresent();
  }

  /** Whether its deletion has begun. */
  public boolean deleting() {
    return goneBy.isPresent();
  }

  /**
   * How long to wait for an end that has begun, by deletion or otherwise; after that, the node does
   * not answer.
   */
  public Optional<Instant> patience() {
    return goneBy.or(() -> endsBy).map(due -> due.plus(PATIENCE));
  }

  /** Whether an end that has begun never came, which means that the node is lost. */
  public boolean lost(Instant now) {
    return active() && patience().filter(end -> !now.isBefore(end)).isPresent();
  }
}
