// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.status;

import static dev.sparkbench.controller.plan.Answers.on;
import static dev.sparkbench.controller.plan.Answers.trial;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.api.contract.TimeSpent;
import dev.sparkbench.api.contract.TimeSpentBuilder;
import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.api.resource.PerformanceMetric;
import dev.sparkbench.api.resource.RunStatus;
import dev.sparkbench.api.resource.RunStatusBuilder;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatusBuilder;
import dev.sparkbench.controller.Manifests;
import dev.sparkbench.controller.plan.Situation;
import dev.sparkbench.controller.plan.Step;
import dev.sparkbench.controller.spec.Benchmark;
import dev.sparkbench.controller.spec.Resolution;
import dev.sparkbench.controller.spec.SpecResolver;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PerformanceTest {

  private static final Map<String, Integer> TYPES =
      Map.of("m5.24xlarge", 3, "m6g.24xlarge", 4, "c5.24xlarge", 5, "r5.24xlarge", 6);

  private static final TimeSpent SPENT =
      TimeSpentBuilder.builder()
          .podSec(12.345)
          .jvmSec(1.234)
          .checkSec(2.345)
          .sessionSec(3.456)
          .executorsSec(4.567)
          .schemaSec(5.678)
          .cacheSec(6.789)
          .warmupsSec(123.456)
          .iterationsSec(1234.567)
          .uploadSec(1.234)
          .endSec(2.345)
          .failedSec(3.456)
          .totalSec(1402.123)
          .build();

  private static final Failure FAILURE =
      new Failure(FailureReason.EXECUTORS_UNAVAILABLE, "x".repeat(1000));

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

  @Test
  void aSpeedupThatMayBeChanceIsMarked() {
    assertThat(bestOf(List.of(10.0, 10.1, 9.9), List.of(5.0, 5.1, 4.9)))
        .isEqualTo("2.00x (2 nodes)");
    assertThat(bestOf(List.of(10.0, 12.0, 8.0), List.of(7.5, 9.5, 11.5)))
        .isEqualTo("1.05x (2 nodes), maybe chance");
    assertThat(bestOf(List.of(10.0, 12.0, 8.0), List.of(10.5, 12.5, 8.5)))
        .as("the baseline itself is the best")
        .isEqualTo("1.00x (1 node)");
    assertThat(bestOf(List.of(10.0), List.of(9.5)))
        .as("a single trial has no interval")
        .isEqualTo("1.05x (2 nodes)");
  }

  /** The column of the best node count, from the time of each trial of one and of two nodes. */
  private static String bestOf(List<Double> one, List<Double> two) {
    SparkBenchmarkJobStatusBuilder status = SparkBenchmarkJobStatusBuilder.builder();
    Performance.fill(status, List.of(run(1, one), run(2, two)), Optional.empty());
    return status.build().best().speedup();
  }

  private static RunStatus run(int nodes, List<Double> times) {
    return RunStatusBuilder.builder()
        .nodes(nodes)
        .state(RunStatus.State.Succeeded)
        .trials(times.size())
        .samples(times)
        .build();
  }

  /**
   * A status has room for as many node counts of variants as a spec can have, whatever they cost
   * and took, and also if half of them failed at last.
   */
  @Test
  void theStatusOfManyVariantsIsBounded() throws JsonProcessingException {
    List<String> names = IntStream.range(0, 8).mapToObj(i -> "name-with-20-letter" + i).toList();
    Benchmark benchmark =
        ((Resolution.Valid)
                new SpecResolver(Manifests.DEFAULTS)
                    .resolve(
                        Manifests.benchmark(
                            "[1, 2, 4, 8, 16, 32, 64, 128]",
                            "  variants: [%s]\n  measurement: {trials: 20}\n  cost: {executorHourPrice: '123.456'}"
                                .formatted(
                                    names.stream()
                                        .map("{name: %s}"::formatted)
                                        .collect(Collectors.joining(", "))))))
            .benchmark();
    List<RunStatus> runs =
        benchmark.cells().stream()
            .map(cell -> RunStatus.pending(cell.variant(), cell.nodes()))
            .toList();
    for (int trial = 1; trial <= 20; trial++) {
      for (Benchmark.Cell cell : benchmark.cells()) {
        CurrentPod pod =
            CurrentPod.first(
                CurrentPod.Purpose.Run, cell.variant(), cell.nodes(), trial, "p".repeat(47), "");
        double seconds = 1234.567891 / cell.nodes() * (1 + 0.01 * trial);
        RunReport report = on(TYPES, trial(trial, cell.nodes(), seconds, seconds));
        boolean fails = trial == 20 && cell.nodes() > 8;
        runs =
            Runs.change(
                runs,
                pod,
                run ->
                    fails
                        ? Runs.failed(run, FAILURE, SPENT)
                        : Runs.measured(
                            Runs.running(run, pod.pod()), report, 20, Optional.of(SPENT)));
      }
    }
    SparkBenchmarkJobStatusBuilder status =
        SparkBenchmarkJobStatusBuilder.builder()
            .runs(runs)
            .outputs(
                names.stream()
                    .collect(Collectors.toMap(name -> name, name -> "s3://" + "k".repeat(1087))));
    Performance.fill(status, runs, Optional.of(benchmark));
    assertThat(status.build().comparisons()).hasSize(28);
    assertThat(new ObjectMapper().writeValueAsString(status.build())).hasSizeLessThan(100 * 1024);
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
    SparkBenchmarkJobStatusBuilder status = SparkBenchmarkJobStatusBuilder.builder(measured);
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
