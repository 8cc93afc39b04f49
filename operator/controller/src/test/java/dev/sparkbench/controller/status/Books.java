// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.status;

import static dev.sparkbench.controller.Manifests.benchmark;
import static dev.sparkbench.controller.plan.Answers.reported;

import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.api.resource.Condition;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.controller.plan.Situation;
import dev.sparkbench.controller.plan.Step;
import java.util.Map;
import java.util.stream.Collectors;

/** Benchmarks for tests of the status, and helpers to examine it. */
final class Books {

  /** Where the results of all of them are. */
  static final String RESULTS = "s3://bucket/user123/result/sales/output/";

  private Books() {}

  /** A benchmark that has been started and has no pod yet. */
  static Situation started(String nodeList) {
    return Situation.applied(benchmark(nodeList)).takeUntil(Step.Start.class);
  }

  /** Continues to the end; the drivers give these answers one after the other. */
  static Situation finish(Situation s, RunReport... reports) {
    for (RunReport report : reports) {
      s.nextPodSays(report);
    }
    return s.nextPodSays(reported()).settle();
  }

  /** The conditions' statuses, by type. */
  static Map<String, String> conditions(SparkBenchmarkJobStatus status) {
    return status.conditions().stream()
        .collect(Collectors.toMap(Condition::type, Condition::status));
  }
}
