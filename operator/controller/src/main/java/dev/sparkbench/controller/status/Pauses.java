// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.status;

import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus.Pause;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus.Phase;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatusBuilder;
import dev.sparkbench.controller.plan.Observation;
import dev.sparkbench.controller.plan.Step;

/** The status of an interrupted benchmark, and of one that continues. */
final class Pauses {

  private Pauses() {}

  static SparkBenchmarkJobStatus suspended(Observation o) {
    String message = Messages.suspended(o.status().progress());
    return stopped(o, Pause.Suspended)
        .phase(Phase.Suspended)
        .message(message)
        .conditions(Conditions.after(o).suspended(message))
        .build();
  }

  static SparkBenchmarkJobStatus givenWay(Observation o, Step.GiveWay step) {
    return Progress.of(
        o,
        stopped(o, Pause.ResultPathInUse).phase(Phase.Pending),
        Pause.ResultPathInUse.name(),
        Messages.givenWay(o.status().resultPath(), step.occupant()));
  }

  /** Without a pod; results are kept. */
  private static SparkBenchmarkJobStatusBuilder stopped(Observation o, Pause pause) {
    return SparkBenchmarkJobStatusBuilder.builder(o.status())
        .observedGeneration(o.generation())
        .pause(pause)
        .current(null)
        .currentNodes(null)
        .runs(Runs.interrupted(o.status().runs()));
  }

  /** The next pods get other names, because the earlier pods may still exist. */
  static SparkBenchmarkJobStatus resumed(Observation o) {
    return Progress.of(
        o,
        SparkBenchmarkJobStatusBuilder.builder(o.status())
            .pause(null)
            .phase(Phase.Pending)
            .starts(o.status().timesStarted() + 1),
        Messages.resumed(o.status().progress()));
  }
}
