package dev.sparkbench.local.console;

import static dev.sparkbench.api.scaling.Figures.nodes;

import dev.sparkbench.api.resource.Condition;
import dev.sparkbench.api.resource.PerformanceMetric;
import dev.sparkbench.api.resource.RunStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The result of a benchmark, in lines for people. */
public final class Summary {

  private static final String BOUNDS = "   95 % interval: time       speedup";

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
      lines.add(" nodes    time [s]   speedup   efficiency" + (bounded ? BOUNDS : ""));
      status.performanceMetrics().forEach(metric -> lines.add(row(metric)));
    }
    lines.add("");
    for (RunStatus run : status.runs()) {
      if (run.state() == RunStatus.State.Failed) {
        lines.add(failure(run));
        Optional.ofNullable(run.pod())
            .flatMap(logOf)
            .ifPresent(log -> lines.add("    log of the last attempt: " + log));
      } else if (run.state() == RunStatus.State.Skipped) {
        lines.add(nodes(run.nodes()) + " skipped");
      }
    }
    lines.add(status.message());
    lines.add(
        status.conditions().stream()
            .map(c -> "%s=%s (%s)".formatted(c.type(), c.status(), c.reason()))
            .collect(Collectors.joining(", ", "Conditions ", "")));
    return lines;
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
        .formatted(
            nodes(run.nodes()), run.attempts(), run.attempts() == 1 ? "" : "s", run.reason());
  }
}
