// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.console;

import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatusBuilder;
import dev.sparkbench.controller.pods.Labels;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Map;

/** Small builders for what the console describes. */
final class Situations {

  static final String DRIVER = "a-s1-n2-t1-a1";

  private Situations() {}

  static SparkBenchmarkJob job(SparkBenchmarkJobStatus status) {
    SparkBenchmarkJob job = new SparkBenchmarkJob();
    job.setStatus(status);
    return job;
  }

  static SparkBenchmarkJobStatusBuilder running(CurrentPod current) {
    return SparkBenchmarkJobStatusBuilder.builder()
        .phase(SparkBenchmarkJobStatus.Phase.Running)
        .current(current)
        .message("the message");
  }

  static CurrentPod run(int attempt, CurrentPod.State state) {
    return new CurrentPod(
        CurrentPod.Purpose.Run,
        2,
        1,
        attempt,
        DRIVER,
        state,
        "2026-01-01T00:00:00Z",
        null,
        null,
        null);
  }

  static Pod driver(String phase) {
    return pod(DRIVER, phase, Map.of(Labels.ROLE, "run"));
  }

  static Pod executor(int number, String phase) {
    return pod("exec-" + number, phase, Map.of(Labels.DRIVER, DRIVER));
  }

  static Pod pod(String name, String phase, Map<String, String> labels) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withLabels(labels)
        .endMetadata()
        .withNewStatus()
        .withPhase(phase)
        .endStatus()
        .build();
  }
}
