// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.status;

import static dev.sparkbench.api.scaling.Figures.nodes;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.PrepareResult;
import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.api.contract.SuiteWorkload;
import dev.sparkbench.api.contract.Text;
import dev.sparkbench.api.contract.TimeSpent;
import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.api.resource.RunStatus;
import dev.sparkbench.api.resource.RunStatus.State;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.scaling.Advice;
import dev.sparkbench.api.scaling.Goal;
import dev.sparkbench.api.scaling.SampleSummary;
import dev.sparkbench.api.scaling.VariantAdvice;
import dev.sparkbench.controller.plan.Step;
import dev.sparkbench.controller.spec.Benchmark;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sentences in the status, its conditions and events. */
final class Messages {

  static final String JUDGES_AGAIN =
      "Goal, cost or comparison were edited: verdict and report are created again, nothing is measured again";

  private Messages() {}

  static String started(Benchmark benchmark) {
    String what =
        benchmark.variants().isEmpty()
            ? benchmark.nodeList().toString()
            : benchmark.variants().stream()
                .map(it -> "%s %s".formatted(it.name(), it.benchmark().nodeList()))
                .collect(Collectors.joining(", "));
    return "Benchmark of %s on %s".formatted(what, benchmark.dataset().uri());
  }

  /**
   * The effect of an edit of the spec.
   *
   * @param edited the fields; empty if they are unknown
   * @param before the status that ends with it
   */
  static String startedOver(
      Benchmark benchmark, Collection<String> edited, SparkBenchmarkJobStatus before) {
    long measured = before.runs().stream().filter(run -> run.measuredTrials() > 0).count();
    return "Starts over, because of another %s%s. %s"
        .formatted(
            edited.isEmpty()
                ? "spec"
                : edited.stream().map(Messages::written).collect(Collectors.joining(", ")),
            measured == 0
                ? ""
                : "; what was measured before, %s, is no longer shown here, and its documents in %s stay until they are written again"
                    .formatted(nodeCounts(measured, before.runs().size()), before.resultPath()),
            started(benchmark));
  }

  private static String nodeCounts(long measured, int all) {
    return "%d of %d node counts".formatted(measured, all);
  }

  private static String written(String field) {
    return field.equals(SparkBenchmarkJob.RERUN_ANNOTATION)
        ? "annotation " + field
        : "spec." + field;
  }

  static String suspended(String progress) {
    return "Suspended, %s done; continues when spec.suspend is false".formatted(progress);
  }

  static String givenWay(String resultPath, String occupant) {
    return "%s is in use by %s until that has ended; wait, or give another spec.jobId or spec.storage.resultPath"
        .formatted(resultPath, occupant);
  }

  static String resumed(String progress) {
    return "Goes on, %s done".formatted(progress);
  }

  static String working(CurrentPod pod, Optional<Benchmark> benchmark, String progress) {
    String attempt = pod.attempt() == 1 ? "" : ", attempt " + pod.attempt();
    return switch (pod.purpose()) {
          case Prepare -> "Preparing " + benchmark.map(Messages::data).orElse("the data");
          case Run ->
              "Measuring %s (%s done)"
                  .formatted(
                      run(pod, benchmark.map(it -> it.measurement().trials()).orElse(1)), progress);
          case Report -> "Writing the report";
        }
        + attempt;
  }

  private static String data(Benchmark benchmark) {
    return benchmark.workload() instanceof SuiteWorkload suite
        ? "%s at scale %s".formatted(suite.type(), suite.scale())
        : benchmark.dataset().uri();
  }

  static String prepared(String data, PrepareResult result) {
    return "%s %s: %,d rows, %,d bytes"
        .formatted(
            data,
            result.generated() ? "was created" : "was there already",
            result.rows(),
            result.bytes());
  }

  static String unprepared(String data, Failure failure) {
    return shortened(
        "Nothing was measured, as %s is not there: %s".formatted(data, describe(failure)));
  }

  static String postponed(Step.Postpone step) {
    return "Waits: %s; asks again at %s".formatted(step.refusal().message(), step.until());
  }

  static String queued(CurrentPod pod) {
    return "Pod %s is held by a queue or gang (SchedulingGated); it waits until it is let go"
        .formatted(pod.pod());
  }

  static String measured(CurrentPod pod, RunReport report, int trials) {
    SampleSummary times = SampleSummary.of(report.samples());
    return String.format(
        Locale.ROOT, "%s: %.3f s (median of %d)", run(pod, trials), times.median(), times.count());
  }

  static String retrying(CurrentPod failed, int trials, Step.Retry retry) {
    return "%s failed, attempt %d: %s; next attempt at %s"
        .formatted(
            switch (failed.purpose()) {
              case Prepare -> "The preparation of the data";
              case Run -> run(failed, trials);
              case Report -> "The report";
            },
            failed.attempt(),
            describe(retry.failure()),
            retry.at());
  }

  static String failed(CurrentPod failed, int trials, Failure failure) {
    return "%s failed: %s".formatted(run(failed, trials), describe(failure));
  }

  static String reportFailed(Failure failure) {
    return "the report could not be written: " + describe(failure);
  }

  /**
   * All that a benchmark has found out.
   *
   * @param differing the variants whose outputs are not the reference's
   */
  static String completed(
      List<Configuration> configurations,
      Goal goal,
      List<String> remarks,
      Collection<String> differing) {
    List<RunStatus> runs = configurations.stream().flatMap(it -> it.runs().stream()).toList();
    Stream<String> advice =
        configurations.stream()
            .map(it -> named(it.variant(), Advice.of(it.table(), goal, it.costs())));
    return shortened(
        Stream.of(
                compared(configurations, differing), advice, remarks.stream(), spent(runs).stream())
            .flatMap(parts -> parts)
            .collect(Collectors.joining("; ")));
  }

  private static Stream<String> compared(
      List<Configuration> configurations, Collection<String> differing) {
    return configurations.size() < 2
        ? Stream.empty()
        : Stream.of(
            VariantAdvice.of(
                Configuration.compared(configurations),
                configurations.stream().map(Configuration::variant).toList(),
                differing));
  }

  /** A sentence about a variant; without variants, only the sentence. */
  static String named(String variant, String sentence) {
    return variant == null ? sentence : variant + ": " + sentence;
  }

  static String ended(List<RunStatus> runs, List<String> remarks, Optional<Failure> reportFailure) {
    String failures =
        runs.stream()
            .filter(run -> run.state() == State.Failed)
            .map(
                run ->
                    "%s: %s: %s"
                        .formatted(cell(run.variant(), run.nodes()), run.reason(), run.message()))
            .collect(Collectors.joining("; "));
    long measured = runs.stream().filter(run -> run.state() == State.Succeeded).count();
    return shortened(
        "%d of %d node counts measured%s%s%s%s"
            .formatted(
                measured,
                runs.size(),
                failures.isEmpty() ? "" : "; " + failures,
                remarks.stream().map(remark -> "; " + remark).collect(Collectors.joining()),
                spent(runs).map(sentence -> "; " + sentence).orElse(""),
                reportFailure.map(failure -> "; " + reportFailed(failure)).orElse("")));
  }

  private static String shortened(String message) {
    return Text.shortened(message, SparkBenchmarkJobStatus.MAX_MESSAGE_LENGTH);
  }

  private static Optional<String> spent(List<RunStatus> runs) {
    return TimeSpent.sum(runs.stream().map(RunStatus::spent).toList()).flatMap(TimeSpent::sentence);
  }

  private static String run(CurrentPod pod, int trials) {
    return cell(pod.variant(), pod.nodes())
        + (trials == 1 ? "" : ", trial %d of %d".formatted(pod.trial(), trials));
  }

  private static String cell(String variant, int nodes) {
    return (variant == null ? "" : variant + ", ") + nodes(nodes);
  }

  private static String describe(Failure failure) {
    return failure.reason() + ": " + failure.message();
  }
}
