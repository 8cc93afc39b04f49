package dev.sparkbench.controller.status;

import dev.sparkbench.api.resource.Baseline;
import dev.sparkbench.api.resource.BestRun;
import dev.sparkbench.api.resource.PerformanceMetric;
import dev.sparkbench.api.resource.RunStatus;
import dev.sparkbench.api.resource.StatusBuilder;
import dev.sparkbench.api.scaling.ScalingPoint;
import dev.sparkbench.api.scaling.ScalingTable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Speedup and efficiency as the status shows them, computed from the samples of all runs. */
final class Performance {

  private static final int SECONDS_DIGITS = 6;
  private static final int RATIO_DIGITS = 4;

  private Performance() {}

  static void fill(StatusBuilder status, List<RunStatus> runs) {
    Map<Integer, List<Double>> samples =
        runs.stream()
            .filter(run -> run.state() == RunStatus.State.Succeeded)
            .collect(Collectors.toMap(RunStatus::nodes, RunStatus::samples));
    ScalingTable table = ScalingTable.of(samples);
    status
        .performanceMetrics(table.points().stream().map(Performance::metric).toList())
        .baseline(table.baseline().map(Performance::baseline).orElse(null))
        .best(table.best().map(Performance::best).orElse(null));
  }

  static String describe(ScalingPoint point) {
    return String.format(
        Locale.ROOT,
        "%.2fx (%d %s)",
        point.speedup(),
        point.nodes(),
        point.nodes() == 1 ? "node" : "nodes");
  }

  static double seconds(double value) {
    return rounded(value, SECONDS_DIGITS);
  }

  private static PerformanceMetric metric(ScalingPoint point) {
    return new PerformanceMetric(
        point.nodes(),
        seconds(point.time().median()),
        rounded(point.speedup(), RATIO_DIGITS),
        rounded(point.efficiency(), RATIO_DIGITS));
  }

  private static Baseline baseline(ScalingPoint point) {
    return new Baseline(point.nodes(), seconds(point.time().median()));
  }

  private static BestRun best(ScalingPoint point) {
    return new BestRun(
        point.nodes(),
        describe(point),
        String.format(Locale.ROOT, "%.0f%%", point.efficiency() * 100));
  }

  /** Rounds as {@code performance.csv} does, so that both show the same digits. */
  private static double rounded(double value, int digits) {
    return BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP).doubleValue();
  }
}
