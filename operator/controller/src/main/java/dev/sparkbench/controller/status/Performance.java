package dev.sparkbench.controller.status;

import dev.sparkbench.api.resource.Baseline;
import dev.sparkbench.api.resource.BestRun;
import dev.sparkbench.api.resource.PerformanceMetric;
import dev.sparkbench.api.resource.RunStatus;
import dev.sparkbench.api.resource.ScalingStatus;
import dev.sparkbench.api.resource.StatusBuilder;
import dev.sparkbench.api.scaling.Goal;
import dev.sparkbench.api.scaling.Price;
import dev.sparkbench.api.scaling.Recommendation;
import dev.sparkbench.api.scaling.ScalingLaw;
import dev.sparkbench.api.scaling.ScalingPoint;
import dev.sparkbench.api.scaling.ScalingTable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Speedup and efficiency as the status shows them, computed from the samples of all runs. */
final class Performance {

  private static final int SECONDS_DIGITS = 6;
  private static final int RATIO_DIGITS = 4;

  private Performance() {}

  static void fill(StatusBuilder status, List<RunStatus> runs, Goal goal, Optional<Price> price) {
    ScalingTable table = table(runs);
    status
        .performanceMetrics(table.points().stream().map(point -> metric(point, price)).toList())
        .baseline(table.baseline().map(Performance::baseline).orElse(null))
        .best(table.best().map(Performance::best).orElse(null))
        .scaling(scaling(Recommendation.of(table, goal), ScalingLaw.fit(table)));
  }

  static ScalingTable table(List<RunStatus> runs) {
    return ScalingTable.of(
        runs.stream()
            .filter(run -> run.state() == RunStatus.State.Succeeded)
            .collect(Collectors.toMap(RunStatus::nodes, run -> Runs.samples(run).independent())));
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

  private static PerformanceMetric metric(ScalingPoint point, Optional<Price> price) {
    return new PerformanceMetric(
        point.nodes(),
        seconds(point.time().median()),
        ratio(point.speedup()),
        ratio(point.efficiency()),
        point.speedupInterval().map(interval -> ratio(interval.low())).orElse(null),
        point.speedupInterval().map(interval -> ratio(interval.high())).orElse(null),
        point.serialFraction().map(Performance::ratio).orElse(null),
        price.map(p -> p.of(point).toPlainString()).orElse(null),
        null);
  }

  /** The same metrics, with a mark on those whose outputs are not the baseline's. */
  static List<PerformanceMetric> marking(
      List<PerformanceMetric> metrics, List<Integer> disagreeing) {
    return metrics.stream()
        .map(metric -> disagreeing.contains(metric.nodes()) ? metric.disagreeing() : metric)
        .toList();
  }

  private static ScalingStatus scaling(Recommendation recommendation, Optional<ScalingLaw> law) {
    return new ScalingStatus(
        recommendation.efficientNodes().orElse(null),
        recommendation.cheapestNodes().orElse(null),
        law.map(ScalingLaw::sigma).map(Performance::ratio).orElse(null),
        law.map(ScalingLaw::kappa).map(Performance::ratio).orElse(null),
        law.flatMap(ScalingLaw::peakNodes).map(Performance::ratio).orElse(null),
        law.map(ScalingLaw::worstResidual).map(Performance::ratio).orElse(null));
  }

  private static double ratio(double value) {
    return rounded(value, RATIO_DIGITS);
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
