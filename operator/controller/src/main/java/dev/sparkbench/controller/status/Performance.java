// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.status;

import dev.sparkbench.api.contract.ReportResult;
import dev.sparkbench.api.resource.Baseline;
import dev.sparkbench.api.resource.BestRun;
import dev.sparkbench.api.resource.BestVariant;
import dev.sparkbench.api.resource.PerformanceMetric;
import dev.sparkbench.api.resource.PerformanceMetricBuilder;
import dev.sparkbench.api.resource.RunStatus;
import dev.sparkbench.api.resource.ScalingStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatusBuilder;
import dev.sparkbench.api.resource.VariantRatio;
import dev.sparkbench.api.scaling.FittedLaw;
import dev.sparkbench.api.scaling.Goal;
import dev.sparkbench.api.scaling.Interval;
import dev.sparkbench.api.scaling.Recommendation;
import dev.sparkbench.api.scaling.ScalingPoint;
import dev.sparkbench.api.scaling.ScalingTable;
import dev.sparkbench.api.scaling.VariantAdvice;
import dev.sparkbench.api.scaling.VariantComparison;
import dev.sparkbench.api.scaling.VariantComparison.Overall;
import dev.sparkbench.controller.spec.Benchmark;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Speedup and efficiency in the status, computed from the samples of all runs. */
final class Performance {

  private static final int SECONDS_DIGITS = 6;
  private static final int RATIO_DIGITS = 4;

  private Performance() {}

  static void fill(
      SparkBenchmarkJobStatusBuilder status, List<RunStatus> runs, Optional<Benchmark> benchmark) {
    List<Configuration> configurations = Configuration.of(runs, benchmark);
    Configuration reference = configurations.get(0);
    ScalingTable table = reference.table();
    Goal goal = benchmark.map(it -> it.assessment().goal()).orElse(Goal.NONE);
    status
        .performanceMetrics(configurations.stream().flatMap(it -> metrics(it).stream()).toList())
        .baseline(table.baseline().map(Performance::baseline).orElse(null))
        // With a single node count the speedup is always 1, so it is left out.
        .best(
            table
                .best()
                .filter(best -> table.points().size() > 1)
                .map(best -> best(best, table))
                .orElse(null))
        .scaling(scaling(Recommendation.of(table, goal, reference.costs()), FittedLaw.of(table)));
    if (reference.variant() != null) {
      VariantComparison comparison = Configuration.compared(configurations);
      status
          .comparisons(comparison.ratios().stream().map(Performance::ratio).toList())
          .bestVariant(bestVariant(comparison, reference.variant()));
    }
  }

  private static List<PerformanceMetric> metrics(Configuration configuration) {
    return configuration.table().points().stream()
        .map(point -> metric(point, configuration))
        .toList();
  }

  private static VariantRatio ratio(VariantComparison.Ratio ratio) {
    return new VariantRatio(
        ratio.variant(),
        ratio.nodes(),
        ratio.referenceNodes(),
        ratio(ratio.time()),
        ratio.interval().map(Interval::low).map(Performance::ratio).orElse(null),
        ratio.interval().map(Interval::high).map(Performance::ratio).orElse(null),
        ratio.verdict(),
        null);
  }

  /** The best of the variants whose outputs are the reference's; null without variants. */
  static BestVariant bestVariant(
      List<RunStatus> runs, Optional<Benchmark> benchmark, ReportResult report) {
    List<Configuration> configurations = Configuration.of(runs, benchmark);
    String reference = configurations.get(0).variant();
    return reference == null
        ? null
        : bestVariant(
            Configuration.compared(configurations).without(report.differing().keySet()), reference);
  }

  private static BestVariant bestVariant(VariantComparison comparison, String reference) {
    return comparison.overall().isEmpty()
        ? null
        : new BestVariant(
            comparison
                .best()
                .filter(best -> best.time() < 1)
                .map(Overall::variant)
                .orElse(reference),
            VariantAdvice.best(comparison, reference));
  }

  static double seconds(double value) {
    return rounded(value, SECONDS_DIGITS);
  }

  private static PerformanceMetric metric(ScalingPoint point, Configuration configuration) {
    return PerformanceMetricBuilder.builder()
        .nodes(point.nodes())
        .timeSec(seconds(point.seconds()))
        .timeLowSec(
            point.secondsInterval().map(Interval::low).map(Performance::seconds).orElse(null))
        .timeHighSec(
            point.secondsInterval().map(Interval::high).map(Performance::seconds).orElse(null))
        .speedup(ratio(point.speedup()))
        .speedupLow(point.speedupInterval().map(Interval::low).map(Performance::ratio).orElse(null))
        .speedupHigh(
            point.speedupInterval().map(Interval::high).map(Performance::ratio).orElse(null))
        .efficiency(ratio(point.efficiency()))
        .efficiencyLow(
            point.efficiencyInterval().map(Interval::low).map(Performance::ratio).orElse(null))
        .efficiencyHigh(
            point.efficiencyInterval().map(Interval::high).map(Performance::ratio).orElse(null))
        .serialFraction(point.serialFraction().map(Performance::ratio).orElse(null))
        .cost(configuration.costs().of(point).map(BigDecimal::toPlainString).orElse(null))
        .variant(configuration.variant())
        .build();
  }

  /** The same metrics; those with outputs that differ from the baseline's are marked. */
  static List<PerformanceMetric> marking(List<PerformanceMetric> metrics, ReportResult report) {
    return metrics.stream()
        .map(metric -> disagrees(metric, report) ? metric.disagreeing() : metric)
        .toList();
  }

  private static boolean disagrees(PerformanceMetric metric, ReportResult report) {
    return metric.variant() == null
        ? report.disagreeing().contains(metric.nodes())
        : report.differs(metric.variant(), metric.nodes());
  }

  /** The same ratios, with a mark on those whose outputs are not the reference's. */
  static List<VariantRatio> markingRatios(
      List<VariantRatio> ratios, ReportResult report, String reference) {
    return ratios.stream()
        .map(
            ratio ->
                report.differs(ratio.variant(), ratio.nodes())
                        || report.differs(reference, ratio.referenceNodes())
                    ? ratio.disagreeing()
                    : ratio)
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

  private static BestRun best(ScalingPoint point, ScalingTable table) {
    return new BestRun(
        point.nodes(),
        String.format(
            Locale.ROOT,
            "%.2fx (%d %s)%s",
            point.speedup(),
            point.nodes(),
            point.nodes() == 1 ? "node" : "nodes",
            mayBeChance(point, table) ? ", maybe chance" : ""),
        String.format(Locale.ROOT, "%.0f%%", point.efficiency() * 100));
  }

  /** Whether chance alone may have made these times shorter than the baseline's. */
  private static boolean mayBeChance(ScalingPoint point, ScalingTable table) {
    return !table.baseline().equals(Optional.of(point))
        && point.speedupInterval().filter(interval -> interval.low() <= 1).isPresent();
  }

  /** Rounds as in {@code performance.csv}, so that both have the same digits. */
  private static double rounded(double value, int digits) {
    return BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP).doubleValue();
  }
}
