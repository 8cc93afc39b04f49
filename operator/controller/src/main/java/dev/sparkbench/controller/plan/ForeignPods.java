// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.controller.plan.ObservedPod.Ownership;
import dev.sparkbench.controller.plan.Step.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Handles pods that do not belong to this resource. */
final class ForeignPods {

  private static final Duration RECHECK = Duration.ofSeconds(2);

  private ForeignPods() {}

  /** Waits if another pod has the name of the pod to be created. */
  static Optional<Step> awaitForeignPod(Observation o) {
    return o.atWork()
        .flatMap(
            current ->
                o.currentPod().filter(pod -> !pod.ours()).map(pod -> foreign(o, current, pod)));
  }

  private static Step foreign(Observation o, CurrentPod current, ObservedPod pod) {
    boolean willGo = pod.deleting() || pod.ownership() == Ownership.PREDECESSORS;
    if (willGo && o.now().isBefore(Deadlines.ofStart(o, current))) {
      return new Await(
          Optional.of(o.now().plus(RECHECK)),
          Optional.of("pod %s of an earlier resource is being deleted".formatted(pod.name())));
    }
    return Attempts.failed(
        o,
        new Failure(
            FailureReason.FOREIGN_POD,
            "pod %s exists and does not belong to this resource; delete the pod, or give the resource another name"
                .formatted(pod.name())));
  }

  /**
   * If a resource was deleted and created again, garbage collection removes the pods of the earlier
   * one. Until then, they would disturb the measurement. The benchmark waits for this at most as
   * long as a pod may take to start.
   */
  static Optional<Step> awaitPredecessors(Observation o) {
    Optional<String> pod =
        o.pods().stream()
            .filter(p -> p.ownership() == Ownership.PREDECESSORS)
            .filter(p -> p.active() && !p.lost(o.now()))
            .map(ObservedPod::name)
            .findFirst();
    return pod.filter(name -> RunRules.runFollows(o))
        .filter(
            name ->
                o.now()
                    .isBefore(
                        Instant.parse(o.status().startTime())
                            .plus(o.benchmark().orElseThrow().limits().startTimeout())))
        .map(
            name ->
                new Await(
                    Optional.of(o.now().plus(RECHECK)),
                    Optional.of("pod %s of an earlier resource is being deleted".formatted(name))));
  }
}
