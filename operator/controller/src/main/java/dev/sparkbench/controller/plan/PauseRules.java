// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import dev.sparkbench.api.resource.SparkBenchmarkJobStatus.Pause;
import dev.sparkbench.controller.plan.Step.Await;
import dev.sparkbench.controller.plan.Step.GiveWay;
import dev.sparkbench.controller.plan.Step.Resume;
import dev.sparkbench.controller.plan.Step.Suspend;
import java.time.Duration;
import java.util.Optional;

/** Interrupts benchmarks, and lets them continue. */
final class PauseRules {

  /**
   * The end of another resource does not trigger a reconciliation of this one, so it is checked
   * again; this needs no request.
   */
  private static final Duration RECHECK = Duration.ofSeconds(2);

  private PauseRules() {}

  static Optional<Step> suspend(Observation o) {
    return suspended(o) && !o.ended() && o.status().pause() != Pause.Suspended
        ? Optional.of(new Suspend())
        : Optional.empty();
  }

  static Optional<Step> giveWay(Observation o) {
    return o.ended() || suspended(o) || o.status().pause() == Pause.ResultPathInUse
        ? Optional.empty()
        : o.occupant().map(GiveWay::new);
  }

  static Optional<Step> resume(Observation o) {
    return o.paused() && !suspended(o) && o.occupant().isEmpty()
        ? Optional.of(new Resume())
        : Optional.empty();
  }

  static Optional<Step> stayPaused(Observation o) {
    return o.paused()
        ? Optional.of(new Await(o.occupant().map(other -> o.now().plus(RECHECK)), Optional.empty()))
        : Optional.empty();
  }

  private static boolean suspended(Observation o) {
    return o.benchmark().filter(it -> it.lifeCycle().suspended()).isPresent();
  }
}
