// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.console;

import static dev.sparkbench.local.console.Situations.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.resource.Condition;
import dev.sparkbench.api.resource.PerformanceMetricBuilder;
import dev.sparkbench.api.resource.RunStatus;
import dev.sparkbench.api.resource.RunStatusBuilder;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatusBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SummaryTest {

  @Test
  void whatWasMeasuredIsATableInEveryLocale() {
    SparkBenchmarkJob job =
        job(
            SparkBenchmarkJobStatusBuilder.builder()
                .message("2 node counts measured")
                .performanceMetrics(
                    List.of(
                        PerformanceMetricBuilder.builder()
                            .nodes(1)
                            .timeSec(12.3456)
                            .speedup(1.0)
                            .efficiency(1.0)
                            .build(),
                        PerformanceMetricBuilder.builder()
                            .nodes(16)
                            .timeSec(1.5)
                            .speedup(8.2304)
                            .efficiency(0.5144)
                            .build()))
                .conditions(
                    List.of(
                        condition("Ready", "True", "Completed"),
                        condition("Succeeded", "True", "Completed")))
                .build());
    Locale usual = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(Summary.lines(job, pod -> Optional.empty()))
          .containsExactly(
              "",
              " nodes    time [s]   speedup   efficiency",
              "     1      12.346      1.00        100 %",
              "    16       1.500      8.23         51 %",
              "",
              "2 node counts measured",
              "Conditions Ready=True (Completed), Succeeded=True (Completed)");
    } finally {
      Locale.setDefault(usual);
    }
    assertThat(Summary.succeeded(job)).isTrue();
  }

  @Test
  void failuresAreNamedWithTheirLogs() {
    SparkBenchmarkJob job =
        job(
            SparkBenchmarkJobStatusBuilder.builder()
                .message("0 of 2 node counts measured")
                .runs(
                    List.of(
                        RunStatusBuilder.builder()
                            .nodes(1)
                            .state(RunStatus.State.Failed)
                            .attempts(1)
                            .pod("a-s1-n1-t1-a1")
                            .reason("DatasetNotFound")
                            .message("nothing at s3://b/k")
                            .build(),
                        RunStatusBuilder.builder().nodes(2).state(RunStatus.State.Skipped).build()))
                .conditions(
                    List.of(
                        condition("Stalled", "True", "DatasetNotFound"),
                        condition("Succeeded", "False", "DatasetNotFound")))
                .build());

    assertThat(Summary.lines(job, pod -> Optional.of(Path.of("/pods", pod, "log"))))
        .containsExactly(
            "",
            "1 node failed after 1 attempt: DatasetNotFound",
            "    log of the last attempt: /pods/a-s1-n1-t1-a1/log",
            "2 nodes skipped",
            "0 of 2 node counts measured",
            "Conditions Stalled=True (DatasetNotFound), Succeeded=False (DatasetNotFound)");
    assertThat(Summary.succeeded(job)).isFalse();
  }

  private static Condition condition(String type, String status, String reason) {
    return new Condition(type, status, 1L, "2026-01-01T00:00:00Z", reason, "a message");
  }
}
