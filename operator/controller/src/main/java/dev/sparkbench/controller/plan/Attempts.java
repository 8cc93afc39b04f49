// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.api.resource.SparkBenchmarkJobSpec.FailurePolicy;
import dev.sparkbench.controller.plan.Step.GiveUp;
import dev.sparkbench.controller.plan.Step.GiveUp.Skips;
import dev.sparkbench.controller.plan.Step.Retry;
import dev.sparkbench.controller.spec.Benchmark;

/** Decides what to do after a failed attempt. */
final class Attempts {

  /** With more disruptions than this, the user should know. */
  private static final int MOST_DISRUPTIONS = 10;

  private Attempts() {}

  /**
   * Makes another attempt if it may help and one is left; otherwise ends the run or report.
   * Attempts whose pod was taken away have a limit of their own.
   */
  static Step failed(Observation o, Failure failure) {
    Benchmark benchmark = o.benchmark().orElseThrow();
    CurrentPod current = o.current().orElseThrow();
    boolean disrupted = failure.reason().isDisruption();
    int before = current.timesDisrupted();
    int times = disrupted ? before + 1 : current.attempt() - before;
    int limit = disrupted ? MOST_DISRUPTIONS + 1 : benchmark.limits().maxAttempts();
    if (failure.reason().isTransient() && times < limit) {
      return new Retry(failure, o.now().plus(benchmark.limits().backoffAfter(times)));
    }
    return new GiveUp(failure, skips(failure.reason(), current, benchmark));
  }

  /** Without the reference there is nothing to compare the variants with. */
  private static Skips skips(FailureReason reason, CurrentPod current, Benchmark benchmark) {
    if (benchmark.lifeCycle().failurePolicy() == FailurePolicy.Stop
        || reason.concernsEveryVariant()) {
      return Skips.BENCHMARK;
    }
    if (!reason.concernsEveryNodeCount()) {
      return Skips.NOTHING;
    }
    boolean others =
        current.variant() != null && !current.variant().equals(benchmark.variants().get(0).name());
    return others ? Skips.VARIANT : Skips.BENCHMARK;
  }
}
