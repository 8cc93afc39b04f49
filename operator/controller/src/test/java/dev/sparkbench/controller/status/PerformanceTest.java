package dev.sparkbench.controller.status;

import static dev.sparkbench.controller.plan.Answers.on;
import static dev.sparkbench.controller.plan.Answers.trial;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.resource.PerformanceMetric;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.StatusBuilder;
import dev.sparkbench.api.scaling.Goal;
import dev.sparkbench.api.scaling.Price;
import dev.sparkbench.controller.Manifests;
import dev.sparkbench.controller.plan.Situation;
import dev.sparkbench.controller.plan.Step;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    Map<String, BigDecimal> prices = new HashMap<>();
    byType.forEach((type, price) -> prices.put(type, new BigDecimal(price)));
    StatusBuilder status = new StatusBuilder(measured);
    Performance.fill(
        status,
        measured.runs(),
        Goal.NONE,
        Optional.of(new Price(new BigDecimal("0.36"), BigDecimal.ONE, "EUR", prices)));
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
