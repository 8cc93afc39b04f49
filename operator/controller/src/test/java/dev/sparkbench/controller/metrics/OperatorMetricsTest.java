// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.api.resource.CurrentPod.Purpose;
import dev.sparkbench.api.resource.CurrentPod.State;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus.Phase;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatusBuilder;
import dev.sparkbench.controller.plan.Digests;
import dev.sparkbench.controller.plan.Observation;
import dev.sparkbench.controller.plan.ObservationBuilder;
import dev.sparkbench.controller.plan.Step;
import dev.sparkbench.controller.spec.Resolution;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperatorMetricsTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:01:00Z");
  private static final Failure EVICTED = new Failure(FailureReason.EVICTED, "evicted");

  private final OperatorMetrics metrics = new OperatorMetrics();

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void aRunThatIsMeasuredIsCountedAndTimed() {
    metrics.record(
        new Step.RecordRun(null),
        at(Purpose.Run),
        SparkBenchmarkJobStatusBuilder.builder().build());
    assertThat(lines())
        .contains(
            "sparkbench_runs_total{outcome=\"succeeded\",reason=\"none\"} 1.0",
            "sparkbench_run_seconds_count 1",
            "sparkbench_run_seconds_sum 40.0");
  }

  @Test
  void aRunThatFailsIsCountedWithItsReason() {
    metrics.record(
        new Step.Retry(EVICTED, NOW),
        at(Purpose.Run),
        SparkBenchmarkJobStatusBuilder.builder().build());
    metrics.record(
        new Step.GiveUp(EVICTED, Step.GiveUp.Skips.NOTHING),
        at(Purpose.Run),
        SparkBenchmarkJobStatusBuilder.builder().build());
    assertThat(lines())
        .contains(
            "sparkbench_runs_total{outcome=\"retried\",reason=\"Evicted\"} 1.0",
            "sparkbench_runs_total{outcome=\"failed\",reason=\"Evicted\"} 1.0",
            "sparkbench_runs_total{outcome=\"succeeded\",reason=\"none\"} 0.0");
  }

  @Test
  void aPreparationIsCountedApart() {
    metrics.record(
        new Step.RecordPreparation(null),
        at(Purpose.Prepare),
        SparkBenchmarkJobStatusBuilder.builder().build());
    metrics.record(
        new Step.Retry(EVICTED, NOW),
        at(Purpose.Prepare),
        SparkBenchmarkJobStatusBuilder.builder().build());
    assertThat(lines())
        .contains(
            "sparkbench_preparations_total{outcome=\"succeeded\",reason=\"none\"} 1.0",
            "sparkbench_preparations_total{outcome=\"retried\",reason=\"Evicted\"} 1.0",
            "sparkbench_runs_total{outcome=\"succeeded\",reason=\"none\"} 0.0");
  }

  @Test
  void aReportIsNoRun() {
    metrics.record(
        new Step.GiveUp(EVICTED, Step.GiveUp.Skips.NOTHING),
        at(Purpose.Report),
        SparkBenchmarkJobStatusBuilder.builder()
            .phase(Phase.Failed)
            .completionTime(NOW.toString())
            .build());
    assertThat(lines())
        .contains("sparkbench_benchmarks_total{outcome=\"failed\"} 1.0")
        .noneMatch(line -> line.contains("outcome=\"failed\",reason"));
  }

  @Test
  void aBenchmarkIsCountedOnceItHasEnded() {
    metrics.record(
        new Step.RecordReport(null),
        at(Purpose.Report),
        SparkBenchmarkJobStatusBuilder.builder()
            .phase(Phase.Succeeded)
            .completionTime(NOW.toString())
            .build());
    assertThat(lines()).contains("sparkbench_benchmarks_total{outcome=\"succeeded\"} 1.0");
  }

  @Test
  void activeBenchmarksAreThoseThatHaveNotEnded() {
    metrics.showActive(
        () ->
            Stream.of(
                job(null),
                job(SparkBenchmarkJobStatusBuilder.builder().build()),
                job(
                    SparkBenchmarkJobStatusBuilder.builder()
                        .completionTime(NOW.toString())
                        .build())));
    assertThat(lines()).contains("sparkbench_benchmarks_active 2.0");
  }

  private List<String> lines() {
    return metrics.scrape().lines().toList();
  }

  private static SparkBenchmarkJob job(SparkBenchmarkJobStatus status) {
    SparkBenchmarkJob job = new SparkBenchmarkJob();
    job.setStatus(status);
    return job;
  }

  /** A pod for that purpose that was started 40 seconds ago. */
  private static Observation at(Purpose purpose) {
    CurrentPod pod =
        new CurrentPod(
            purpose,
            purpose == Purpose.Run ? 1 : null,
            purpose == Purpose.Run ? 1 : null,
            1,
            "pod",
            State.Running,
            NOW.minusSeconds(40).toString(),
            null,
            null,
            null);
    return ObservationBuilder.builder()
        .name("sales")
        .generation(1)
        .digests(new Digests("measured", "judged", Map.of(), "earlier"))
        .spec(new Resolution.Invalid(List.of()))
        .status(SparkBenchmarkJobStatusBuilder.builder().current(pod).build())
        .ttl(Optional.empty())
        .pods(List.of())
        .executors(List.of())
        .occupant(Optional.empty())
        .preparer(Optional.empty())
        .now(NOW)
        .build();
  }
}
