// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.api.resource.CurrentPod.State;
import dev.sparkbench.controller.plan.Step.RecordPreparation;
import dev.sparkbench.controller.plan.Step.RecordReport;
import dev.sparkbench.controller.plan.Step.RecordRun;
import java.util.Optional;

/** Decides what to do when the current pod has ended. */
final class Outcomes {

  private Outcomes() {}

  static Optional<Step> recordEndedPod(Observation o) {
    return o.atWork().flatMap(current -> o.currentPod().isEmpty() ? gone(o, current) : ended(o));
  }

  /** A pod that has not been seen yet may still have to be created; see {@link Creation}. */
  private static Optional<Step> gone(Observation o, CurrentPod current) {
    return current.state() == State.Starting
        ? Optional.empty()
        : Optional.of(
            Attempts.failed(
                o,
                new Failure(
                    FailureReason.POD_DELETED, "pod %s was deleted".formatted(current.pod()))));
  }

  private static Optional<Step> ended(Observation o) {
    return o.currentPod()
        .filter(ObservedPod::ours)
        .flatMap(
            pod ->
                PodOutcome.of(pod, o.current().orElseThrow(), o.benchmark().orElseThrow(), o.now()))
        .map(outcome -> record(o, outcome));
  }

  private static Step record(Observation o, PodOutcome outcome) {
    if (outcome instanceof PodOutcome.Measured measured) {
      return new RecordRun(measured.report());
    } else if (outcome instanceof PodOutcome.Prepared prepared) {
      return new RecordPreparation(prepared.result());
    } else if (outcome instanceof PodOutcome.Reported reported) {
      return new RecordReport(reported.result());
    }
    return Attempts.failed(o, ((PodOutcome.Failed) outcome).failure());
  }
}
