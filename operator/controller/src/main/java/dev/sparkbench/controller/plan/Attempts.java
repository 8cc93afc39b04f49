package dev.sparkbench.controller.plan;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.api.resource.SparkBenchmarkJobSpec.FailurePolicy;
import dev.sparkbench.controller.plan.Step.GiveUp;
import dev.sparkbench.controller.plan.Step.Retry;
import dev.sparkbench.controller.spec.Benchmark;

/** What follows from a failed attempt. */
public final class Attempts {

  private Attempts() {}

  /** Another attempt if that may help and one is left; else the end of the run or report. */
  public static Step failed(Observation o, Failure failure) {
    Benchmark benchmark = SpecRules.benchmark(o).orElseThrow();
    CurrentPod current = o.current().orElseThrow();
    if (failure.reason().isTransient() && current.attempt() < benchmark.maxAttempts()) {
      return new Retry(failure, o.now().plus(benchmark.backoffAfter(current.attempt())));
    }
    return new GiveUp(
        failure,
        failure.reason().concernsWholeBenchmark()
            || benchmark.failurePolicy() == FailurePolicy.Stop);
  }
}
