// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.status;

import static dev.sparkbench.controller.plan.Answers.on;
import static dev.sparkbench.controller.plan.Answers.trial;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.resource.PerformanceMetric;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.StatusBuilder;
import dev.sparkbench.controller.Manifests;
import dev.sparkbench.controller.plan.Situation;
import dev.sparkbench.controller.plan.Step;
import dev.sparkbench.controller.spec.Resolution;
import dev.sparkbench.controller.spec.SpecResolver;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PerformanceTest {

  /** Whatever a benchmark cost when it was measured, its status tells what it costs by now. */
  @Test
  void aPriceByInstanceTypeNeedsNoNewMeasurement() {
    SparkBenchmarkJobStatus measured = measured();
    assertThat(measured.performanceMetrics())
        .extracting(PerformanceMetric::cost)
        .containsOnlyNulls();

    // 0.0001 and 0.0002 a second; two nodes had one executor of each in one of two trials.
    assertThat(costs(measured, Map.of("large", "0.72"))).containsExactly("0.002000", "0.001250");
    assertThat(costs(measured, Map.of())).containsExactly("0.001000", "0.001000");
  }

  private static List<String> costs(SparkBenchmarkJobStatus measured, Map<String, String> byType) {
    String types =
        byType.entrySet().stream()
            .map(it -> "{name: %s, executorHourPrice: '%s'}".formatted(it.getKey(), it.getValue()))
            .collect(Collectors.joining(", "));
    Resolution priced =
        new SpecResolver(Manifests.DEFAULTS)
            .resolve(
                Manifests.benchmark(
                    "[1, 2]",
                    "  cost: {executorHourPrice: '0.36', driverHourPrice: '1', currency: EUR, instanceTypes: [%s]}"
                        .formatted(types)));
    StatusBuilder status = new StatusBuilder(measured);
    Performance.fill(status, measured.runs(), Optional.of(((Resolution.Valid) priced).benchmark()));
    return status.build().performanceMetrics().stream().map(PerformanceMetric::cost).toList();
  }

  private static SparkBenchmarkJobStatus measured() {
    Situation situation =
        Situation.applied(
            Manifests.benchmark("[1, 2]", "  measurement: {iterations: 1, trials: 2}"));
    for (int trial = 1; trial <= 2; trial++) {
      situation
          .nextPodSays(on(Map.of("large", 1), trial(trial, 1, 10.0)))
          .takeUntil(Step.RecordRun.class);
      situation
          .nextPodSays(on(trial == 1 ? Map.of("large", 1) : Map.of(), trial(trial, 2, 5.0)))
          .takeUntil(Step.RecordRun.class);
    }
    return situation.status();
  }
}
