// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import dev.sparkbench.api.resource.CurrentPod.State;
import dev.sparkbench.controller.plan.Step.Await;
import dev.sparkbench.controller.plan.Step.EnterQueue;
import dev.sparkbench.controller.plan.Step.LeaveQueue;
import java.util.Optional;

/**
 * Handles pods that a queue or gang holds by a scheduling gate, as Kueue does. This is not an
 * error, so their time to start begins when they are released.
 */
final class Queues {

  private Queues() {}

  static Optional<Step> enter(Observation o) {
    return gated(o) && !queued(o) ? Optional.of(new EnterQueue()) : Optional.empty();
  }

  static Optional<Step> stay(Observation o) {
    return gated(o) ? Optional.of(new Await(Optional.empty(), Optional.empty())) : Optional.empty();
  }

  static Optional<Step> leave(Observation o) {
    return queued(o) ? Optional.of(new LeaveQueue()) : Optional.empty();
  }

  private static boolean gated(Observation o) {
    return o.atWork().isPresent()
        && o.currentPod().filter(pod -> pod.ours() && pod.gated() && !pod.deleting()).isPresent();
  }

  private static boolean queued(Observation o) {
    return o.atWork().filter(current -> current.state() == State.Queued).isPresent();
  }
}
