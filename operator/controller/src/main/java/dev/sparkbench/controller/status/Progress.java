// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.status;

import dev.sparkbench.api.contract.Text;
import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.api.resource.RunStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatusBuilder;
import dev.sparkbench.controller.plan.Observation;
import java.util.List;

/** The status of a benchmark that continues. */
final class Progress {

  private static final String RUNNING = "Running";

  private Progress() {}

  static SparkBenchmarkJobStatus of(
      Observation o, SparkBenchmarkJobStatusBuilder status, String message) {
    return of(o, status, RUNNING, message);
  }

  static SparkBenchmarkJobStatus of(
      Observation o, SparkBenchmarkJobStatusBuilder status, String reason, String message) {
    return status
        .observedGeneration(o.generation())
        .message(Text.shortened(message, SparkBenchmarkJobStatus.MAX_MESSAGE_LENGTH))
        .conditions(Conditions.after(o).progressing(reason, message))
        .build();
  }

  /** The number of runs done, and of all: every node count once in each trial. */
  static String done(List<RunStatus> nodeCounts, int trials) {
    int done = nodeCounts.stream().mapToInt(RunStatus::measuredTrials).sum();
    return done + "/" + nodeCounts.size() * trials;
  }

  static String working(Observation o, CurrentPod pod) {
    return Messages.working(pod, o.benchmark(), o.status().progress());
  }

  static int trials(Observation o) {
    return o.benchmark().map(it -> it.measurement().trials()).orElse(1);
  }
}
