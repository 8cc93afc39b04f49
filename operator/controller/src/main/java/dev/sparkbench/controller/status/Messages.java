package dev.sparkbench.controller.status;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.api.resource.CurrentPod.Purpose;
import dev.sparkbench.api.resource.RunStatus;
import dev.sparkbench.api.resource.RunStatus.State;
import dev.sparkbench.api.scaling.Goal;
import dev.sparkbench.api.scaling.Recommendation;
import dev.sparkbench.api.scaling.SampleSummary;
import dev.sparkbench.api.scaling.ScalingTable;
import dev.sparkbench.controller.plan.Step;
import dev.sparkbench.controller.spec.Benchmark;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The sentences in the status, its conditions and events. */
final class Messages {

  private static final int MAX_LENGTH = 2048;

  private Messages() {}

  static String shortened(String message) {
    return message.length() <= MAX_LENGTH ? message : message.substring(0, MAX_LENGTH - 1) + "…";
  }

  static String started(Benchmark benchmark) {
    return "Benchmark of %s on %s".formatted(benchmark.nodeList(), benchmark.dataset().uri());
  }

  static String working(CurrentPod pod, String progress) {
    String attempt = pod.attempt() == 1 ? "" : ", attempt " + pod.attempt();
    return pod.purpose() == Purpose.Report
        ? "Writing the report" + attempt
        : "Measuring %s (%s done)%s".formatted(nodes(pod.nodes()), progress, attempt);
  }

  static String measured(RunReport report) {
    SampleSummary times = SampleSummary.of(report.samples());
    return String.format(
        Locale.ROOT,
        "%s: %.3f s (median of %d)",
        nodes(report.nodes()),
        times.median(),
        times.count());
  }

  static String retrying(CurrentPod failed, Step.Retry retry) {
    return "%s failed, attempt %d: %s; next attempt at %s"
        .formatted(
            failed.purpose() == Purpose.Report ? "The report" : nodes(failed.nodes()),
            failed.attempt(),
            describe(retry.failure()),
            retry.at());
  }

  static String failed(int nodes, Failure failure) {
    return "%s failed: %s".formatted(nodes(nodes), describe(failure));
  }

  static String reportFailed(Failure failure) {
    return "the report could not be written: " + describe(failure);
  }

  static String completed(List<RunStatus> runs, Goal goal) {
    ScalingTable table = Performance.table(runs);
    String measured =
        table.points().size() == 1
            ? "1 node count measured"
            : table.points().size() + " node counts measured";
    String best =
        table
            .best()
            .filter(point -> table.points().size() > 1)
            .map(
                point ->
                    String.format(
                        Locale.ROOT,
                        "; highest speedup %s, %.0f %% efficient",
                        Performance.describe(point),
                        point.efficiency() * 100))
            .orElse("");
    return measured + best + advice(table, goal);
  }

  /** What to take; nothing where there is nothing to choose from. */
  private static String advice(ScalingTable table, Goal goal) {
    Recommendation recommendation = Recommendation.of(table, goal);
    if (goal.isSet()) {
      return "; " + goal(recommendation);
    }
    return recommendation
        .efficientNodes()
        .filter(nodes -> table.points().size() > 1)
        .map(
            nodes ->
                "; up to %s stay %d %% efficient".formatted(nodes(nodes), goal.efficiencyPercent()))
        .orElse("");
  }

  static String goal(Recommendation recommendation) {
    return recommendation
        .cheapestNodes()
        .map(
            nodes ->
                "the goal is met at %s, at the lowest cost with %s"
                    .formatted(
                        recommendation.goalMet().stream()
                            .map(String::valueOf)
                            .collect(Collectors.joining(", ")),
                        nodes(nodes)))
        .orElse("no node count meets the goal");
  }

  static String ended(List<RunStatus> runs, Optional<Failure> reportFailure) {
    String failures =
        runs.stream()
            .filter(run -> run.state() == State.Failed)
            .map(run -> "%s: %s: %s".formatted(nodes(run.nodes()), run.reason(), run.message()))
            .collect(Collectors.joining("; "));
    long measured = runs.stream().filter(run -> run.state() == State.Succeeded).count();
    return shortened(
        "%d of %d node counts measured%s%s"
            .formatted(
                measured,
                runs.size(),
                failures.isEmpty() ? "" : "; " + failures,
                reportFailure.map(failure -> "; " + reportFailed(failure)).orElse("")));
  }

  private static String nodes(int nodes) {
    return nodes == 1 ? "1 node" : nodes + " nodes";
  }

  private static String describe(Failure failure) {
    return failure.reason() + ": " + failure.message();
  }
}
