// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.status;

import static dev.sparkbench.controller.plan.Answers.failed;
import static dev.sparkbench.controller.plan.Answers.measured;
import static dev.sparkbench.controller.status.Books.conditions;
import static dev.sparkbench.controller.status.Books.finish;
import static dev.sparkbench.controller.status.Books.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.resource.Condition;
import dev.sparkbench.api.resource.PerformanceMetricBuilder;
import dev.sparkbench.api.resource.RunStatus;
import dev.sparkbench.api.resource.RunStatus.State;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus.Phase;
import dev.sparkbench.controller.plan.Situation;
import dev.sparkbench.controller.plan.Step;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The status after failures. */
class StatusChangesFailuresTest {

  @Test
  void aFailedAttemptIsVisibleUntilTheNextSucceeds() {
    Situation s =
        started("[1]")
            .nextPodSays(failed(1, FailureReason.STORAGE_UNREACHABLE, "no answer"))
            .takeUntil(Step.Retry.class);

    assertThat(s.status().runs().get(0).reason()).isEqualTo("StorageUnreachable");
    assertThat(s.status().message())
        .isEqualTo(
            "1 node failed, attempt 1: StorageUnreachable: no answer; next attempt at 2026-03-01T12:00:10Z");
    assertThat(conditions(s.status())).containsEntry("Reconciling", "True");
  }

  @Test
  void aMissingDatasetStallsTheBenchmarkWithItsReason() {
    SparkBenchmarkJobStatus status =
        started("[1, 2]")
            .nextPodSays(failed(1, FailureReason.DATASET_NOT_FOUND, "s3://bucket/x is not there"))
            .settle()
            .status();

    assertThat(status.phase()).isEqualTo(Phase.Failed);
    assertThat(status.runs())
        .extracting(RunStatus::state)
        .containsExactly(State.Failed, State.Skipped);
    assertThat(status.message())
        .isEqualTo(
            "0 of 2 node counts measured; 1 node: DatasetNotFound: s3://bucket/x is not there");
    assertThat(conditions(status))
        .isEqualTo(Map.of("Stalled", "True", "Ready", "False", "Succeeded", "False"));
    assertThat(status.conditions()).extracting(Condition::reason).containsOnly("DatasetNotFound");
  }

  @Test
  void whatWasMeasuredBeforeAFailureIsKeptAndReported() {
    SparkBenchmarkJobStatus status =
        finish(started("[1, 2]"), measured(1, 4), failed(2, FailureReason.OUT_OF_MEMORY, "heap"))
            .status();

    assertThat(status.phase()).isEqualTo(Phase.Failed);
    assertThat(status.performanceMetrics())
        .containsExactly(
            PerformanceMetricBuilder.builder()
                .nodes(1)
                .timeSec(4.0)
                .speedup(1.0)
                .efficiency(1.0)
                .build());
    assertThat(status.performanceMetricsS3()).isEqualTo("s3://bucket/p/performance.csv");
    assertThat(status.message())
        .isEqualTo("1 of 2 node counts measured; 2 nodes: OutOfMemory: heap");
  }

  @Test
  void aSmallerNodeCountThatFailedIsNotTheBaseline() {
    SparkBenchmarkJobStatus status =
        finish(
                started("[1, 2, 4]"),
                failed(1, FailureReason.OUT_OF_MEMORY, "heap"),
                measured(2, 4),
                measured(4, 2.5))
            .status();

    assertThat(status.performanceMetrics())
        .containsExactly(
            PerformanceMetricBuilder.builder()
                .nodes(2)
                .timeSec(4.0)
                .speedup(1.0)
                .efficiency(1.0)
                .build(),
            PerformanceMetricBuilder.builder()
                .nodes(4)
                .timeSec(2.5)
                .speedup(1.6)
                .efficiency(0.8)
                .serialFraction(0.25)
                .build());
  }
}
