// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.console;

import static dev.sparkbench.api.scaling.Figures.nodes;

import dev.sparkbench.api.resource.Condition;
import dev.sparkbench.api.resource.PerformanceMetric;
import dev.sparkbench.api.resource.RunStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.VariantRatio;
import dev.sparkbench.api.scaling.VariantComparison.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The result of a benchmark, in lines for people. */
public final class Summary {

  private static final String BOUNDS = "   95 % interval: time       speedup";

  private static final Map<Verdict, String> WORDS =
      Map.of(
          Verdict.Faster, "faster",
          Verdict.Slower, "slower",
          Verdict.NoDifferenceShown, "no difference shown",
          Verdict.TooFewTrials, "too few trials");

  private Summary() {}

  /** Whether it succeeded. */
  public static boolean succeeded(SparkBenchmarkJob job) {
    return job.getStatus().conditions().stream()
        .anyMatch(
            condition ->
                condition.type().equals(Condition.SUCCEEDED) && condition.status().equals("True"));
  }

  /**
   * A table of times, the failures, and the conditions.
   *
   * @param logOf finds the log of a pod by the pod's name
   */
  public static List<String> lines(SparkBenchmarkJob job, Function<String, Optional<Path>> logOf) {
    SparkBenchmarkJobStatus status = job.getStatus();
    List<String> lines = new ArrayList<>();
    if (!status.performanceMetrics().isEmpty()) {
      lines.add("");
      boolean bounded = status.performanceMetrics().stream().anyMatch(m -> m.timeLowSec() != null);
      int width = nameWidth(status);
      lines.add(
          name(width == 0 ? null : "variant", width)
              + " nodes    time [s]   speedup   efficiency"
              + (bounded ? BOUNDS : ""));
      status
          .performanceMetrics()
          .forEach(metric -> lines.add(name(metric.variant(), width) + row(metric)));
    }
    comparisons(status, lines);
    lines.add("");
    for (RunStatus run : status.runs()) {
      if (run.state() == RunStatus.State.Failed) {
        lines.add(failure(run));
        Optional.ofNullable(run.pod())
            .flatMap(logOf)
            .ifPresent(log -> lines.add("    log of the last attempt: " + log));
      } else if (run.state() == RunStatus.State.Skipped) {
        lines.add(cell(run) + " skipped");
      }
    }
    lines.add(status.message());
    lines.add(
        status.conditions().stream()
            .map(c -> "%s=%s (%s)".formatted(c.type(), c.status(), c.reason()))
            .collect(Collectors.joining(", ", "Conditions ", "")));
    return lines;
  }

  private static String cell(RunStatus run) {
    return (run.variant() == null ? "" : run.variant() + ", ") + nodes(run.nodes());
  }

  /** The width of the column of variants; 0 without variants. */
  private static int nameWidth(SparkBenchmarkJobStatus status) {
    return status.performanceMetrics().stream()
        .map(PerformanceMetric::variant)
        .filter(Objects::nonNull)
        .mapToInt(String::length)
        .map(length -> Math.max(length, "variant".length()))
        .max()
        .orElse(0);
  }

  private static String name(String variant, int width) {
    return variant == null ? "" : String.format(Locale.ROOT, "%-" + width + "s", variant);
  }

  private static void comparisons(SparkBenchmarkJobStatus status, List<String> lines) {
    if (status.comparisons().isEmpty()) {
      return;
    }
    int width = nameWidth(status);
    lines.add("");
    lines.add(name("variant", width) + " nodes   time / reference");
    for (VariantRatio ratio : status.comparisons()) {
      lines.add(
          name(ratio.variant(), width)
              + String.format(Locale.ROOT, "%6d  %17.3f", ratio.nodes(), ratio.timeRatio())
              + (ratio.timeRatioLow() == null
                  ? ""
                  : String.format(
                      Locale.ROOT, "  %.3f to %.3f", ratio.timeRatioLow(), ratio.timeRatioHigh()))
              + "  "
              + WORDS.get(ratio.verdict()));
    }
  }

  private static String row(PerformanceMetric metric) {
    String row =
        String.format(
            Locale.ROOT,
            "%6d  %10.3f  %8.2f  %9.0f %%",
            metric.nodes(),
            metric.timeSec(),
            metric.speedup(),
            metric.efficiency() * 100);
    return metric.timeLowSec() == null ? row : row + bounds(metric);
  }

  private static String bounds(PerformanceMetric metric) {
    String time =
        String.format(
            Locale.ROOT, "   %6.2f to %6.2f s", metric.timeLowSec(), metric.timeHighSec());
    return metric.speedupLow() == null
        ? time
        : time
            + String.format(
                Locale.ROOT, "  %5.2f to %5.2f", metric.speedupLow(), metric.speedupHigh());
  }

  /** Without the message, which was shown when it happened, and which the status has. */
  private static String failure(RunStatus run) {
    return "%s failed after %d attempt%s: %s"
        .formatted(cell(run), run.attempts(), run.attempts() == 1 ? "" : "s", run.reason());
  }
}
