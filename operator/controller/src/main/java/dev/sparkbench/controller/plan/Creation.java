// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.api.resource.CurrentPod.State;
import dev.sparkbench.controller.plan.Step.Await;
import dev.sparkbench.controller.plan.Step.ConfirmPod;
import dev.sparkbench.controller.plan.Step.Launch;
import dev.sparkbench.controller.plan.Step.Postpone;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Handles the current pod from the decision to create it until it has ended. */
public final class Creation {

  /** States that every pod passes through. */
  private static final Set<String> ON_THE_WAY = Set.of("ContainerCreating", "PodInitializing");

  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private Creation() {}

  static Optional<Step> createMissingPod(Observation o) {
    return o.atWork()
        .filter(current -> o.currentPod().isEmpty())
        .map(
            current -> {
              Optional<Instant> due =
                  Optional.ofNullable(current.retryTime())
                      .map(Instant::parse)
                      .filter(o.now()::isBefore);
              return due.isPresent()
                  ? new Await(due, Optional.empty())
                  : new Launch(o.benchmark().orElseThrow(), current);
            });
  }

  /**
   * Decides what to do if the API server refuses to create the current pod. If the refusal may be
   * temporary, creation is tried again, with growing pauses, for as long as a pod may take to
   * start.
   *
   * @param failure what the API server said
   * @param mayPass whether the refusal may be temporary
   */
  public static Step refused(Observation o, Failure failure, boolean mayPass) {
    CurrentPod current = o.current().orElseThrow();
    Instant deadline = Deadlines.ofStart(o, current);
    if (!mayPass || !o.now().isBefore(deadline)) {
      return Attempts.failed(o, failure);
    }
    Duration waited = Duration.between(Instant.parse(current.startTime()), o.now());
    Duration pause = waited.dividedBy(2);
    if (pause.compareTo(SHORTEST_PAUSE) < 0) {
      pause = SHORTEST_PAUSE;
    } else if (pause.compareTo(LONGEST_PAUSE) > 0) {
      pause = LONGEST_PAUSE;
    }
    Instant next = o.now().plus(pause);
    return new Postpone(failure, next.isBefore(deadline) ? next : deadline);
  }

  static Optional<Step> confirmNewPod(Observation o) {
    return o.atWork()
        .filter(current -> current.state() == State.Starting)
        .map(current -> new ConfirmPod());
  }

  static Optional<Step> awaitPod(Observation o) {
    return o.atWork()
        .map(
            current -> {
              ObservedPod pod = o.currentPod().orElseThrow();
              Instant until =
                  pod.patience()
                      .orElseGet(
                          () ->
                              pod.started().isPresent()
                                  ? Deadlines.ofEnd(o, current)
                                  : Deadlines.ofStart(o, current));
              return new Await(
                  Optional.of(until),
                  pod.waiting()
                      .filter(waiting -> !ON_THE_WAY.contains(waiting.reason()))
                      .map(waiting -> "pod %s waits: %s".formatted(pod.name(), waiting)));
            });
  }
}
