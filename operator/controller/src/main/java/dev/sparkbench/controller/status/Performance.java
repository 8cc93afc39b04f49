package dev.sparkbench.controller.status;

import dev.sparkbench.api.resource.Baseline;
import dev.sparkbench.api.resource.BestRun;
import dev.sparkbench.api.resource.PerformanceMetric;
import dev.sparkbench.api.resource.RunStatus;
import dev.sparkbench.api.resource.RunStatus.State;
import dev.sparkbench.api.resource.ScalingStatus;
import dev.sparkbench.api.resource.StatusBuilder;
import dev.sparkbench.api.scaling.Costs;
import dev.sparkbench.api.scaling.FittedLaw;
import dev.sparkbench.api.scaling.Goal;
import dev.sparkbench.api.scaling.Interval;
import dev.sparkbench.api.scaling.Price;
import dev.sparkbench.api.scaling.Recommendation;
import dev.sparkbench.api.scaling.ScalingPoint;
import dev.sparkbench.api.scaling.ScalingTable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Speedup and efficiency as the status shows them, computed from the samples of all runs. */
final class Performance {

  private static final int SECONDS_DIGITS = 6;
  private static final int RATIO_DIGITS = 4;
  private static final Set<State> COMPARED = Set.of(State.Succeeded, State.Running);

  private Performance() {}

  static void fill(StatusBuilder status, List<RunStatus> runs, Goal goal, Optional<Price> price) {
    ScalingTable table = table(runs);
    Costs costs = costs(runs, price);
    status
        .performanceMetrics(table.points().stream().map(point -> metric(point, costs)).toList())
        .baseline(table.baseline().map(Performance::baseline).orElse(null))
        .best(table.best().map(Performance::best).orElse(null))
        .scaling(scaling(Recommendation.of(table, goal, costs), FittedLaw.of(table)));
  }

  /**
   * Of node counts that are measured, or are being measured and have some trials. Those that were
   * given up have none that can be compared.
   */
  static ScalingTable table(List<RunStatus> runs) {
    return ScalingTable.of(
        compared(runs).collect(Collectors.toMap(RunStatus::nodes, Runs::samples)));
  }

  /** What these node counts cost. */
  static Costs costs(List<RunStatus> runs, Optional<Price> price) {
    return Costs.of(price, compared(runs).collect(Collectors.toMap(RunStatus::nodes, Runs::fleet)));
  }

  private static Stream<RunStatus> compared(List<RunStatus> runs) {
    return runs.stream().filter(run -> COMPARED.contains(run.state()));
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

  private static PerformanceMetric metric(ScalingPoint point, Costs costs) {
    return new PerformanceMetric(
        point.nodes(),
        seconds(point.seconds()),
        point.secondsInterval().map(Interval::low).map(Performance::seconds).orElse(null),
        point.secondsInterval().map(Interval::high).map(Performance::seconds).orElse(null),
        ratio(point.speedup()),
        point.speedupInterval().map(Interval::low).map(Performance::ratio).orElse(null),
        point.speedupInterval().map(Interval::high).map(Performance::ratio).orElse(null),
        ratio(point.efficiency()),
        point.efficiencyInterval().map(Interval::low).map(Performance::ratio).orElse(null),
        point.efficiencyInterval().map(Interval::high).map(Performance::ratio).orElse(null),
        point.serialFraction().map(Performance::ratio).orElse(null),
        costs.of(point).map(BigDecimal::toPlainString).orElse(null),
        null);
  }

  /** The same metrics, with a mark on those whose outputs are not the baseline's. */
  static List<PerformanceMetric> marking(
      List<PerformanceMetric> metrics, List<Integer> disagreeing) {
    return metrics.stream()
        .map(metric -> disagreeing.contains(metric.nodes()) ? metric.disagreeing() : metric)
        .toList();
  }

  private static ScalingStatus scaling(Recommendation recommendation, Optional<FittedLaw> law) {
    Optional<Interval> sigma = law.map(FittedLaw::sigma);
    Optional<Interval> kappa = law.map(FittedLaw::kappa);
    Optional<Interval> peak = law.flatMap(FittedLaw::peakNodes);
    return new ScalingStatus(
        recommendation.efficientNodes().orElse(null),
        recommendation.cheapestNodes().orElse(null),
        sigma.map(Interval::low).map(Performance::ratio).orElse(null),
        sigma.map(Interval::high).map(Performance::ratio).orElse(null),
        kappa.map(Interval::low).map(Performance::ratio).orElse(null),
        kappa.map(Interval::high).map(Performance::ratio).orElse(null),
        peak.map(Interval::low).map(Performance::ratio).orElse(null),
        peak.map(Interval::high).map(Performance::ratio).orElse(null));
  }

  private static double ratio(double value) {
    return rounded(value, RATIO_DIGITS);
  }

  private static Baseline baseline(ScalingPoint point) {
    return new Baseline(point.nodes(), seconds(point.seconds()));
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
