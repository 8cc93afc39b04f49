// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.status;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.ReportResult;
import dev.sparkbench.api.resource.Condition;
import dev.sparkbench.api.resource.RunStatus;
import dev.sparkbench.api.resource.RunStatus.State;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus.Pause;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus.Phase;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatusBuilder;
import dev.sparkbench.api.scaling.Advice;
import dev.sparkbench.api.scaling.ComparisonGoal;
import dev.sparkbench.api.scaling.Goal;
import dev.sparkbench.controller.plan.Observation;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The status of a benchmark that has ended, with its verdicts. */
final class Endings {

  private Endings() {}

  /** The end without a report, because nothing was measured. */
  static SparkBenchmarkJobStatus ended(Observation o, SparkBenchmarkJobStatusBuilder status) {
    return ended(o, status, Optional.empty(), Optional.empty());
  }

  /** The end without any run, because the data does not exist. */
  static SparkBenchmarkJobStatus unprepared(
      Observation o, SparkBenchmarkJobStatusBuilder status, Failure failure) {
    String message = Messages.unprepared(o.status().toPrepare(), failure);
    return finished(
            o,
            status
                .runs(Runs.skipUnfinished(o.status().runs()))
                .phase(Phase.Failed)
                .message(message)
                .conditions(
                    Stream.concat(
                            Conditions.after(o).failed(failure.reason().code(), message).stream(),
                            Stream.concat(
                                goalMet(o).stream(),
                                comparisonMet(o, Optional.empty(), false).stream()))
                        .toList()))
        .build();
  }

  /** The end without a report, because it could not be written. */
  static SparkBenchmarkJobStatus unreported(
      Observation o, SparkBenchmarkJobStatusBuilder status, Failure failure) {
    return ended(o, status, Optional.empty(), Optional.of(failure));
  }

  /**
   * The goal or the prices were edited, or the spec is valid again: missing runs are measured, and
   * verdicts and report are renewed. The benchmark waits as a paused one does, because another one
   * may be writing to the same place now.
   */
  static SparkBenchmarkJobStatus judgedAgain(Observation o) {
    List<RunStatus> runs = o.status().runs();
    SparkBenchmarkJobStatusBuilder status =
        SparkBenchmarkJobStatusBuilder.builder(o.status())
            .completionTime(null)
            .pause(Pause.ResultPathInUse)
            .phase(Phase.Pending)
            .specDigest(o.digests().earlier())
            .measuredDigest(o.digests().measured())
            .measuredFields(o.digests().fields())
            .judgedDigest(o.digests().judged());
    Performance.fill(status, runs, o.benchmark());
    boolean complete = runs.stream().allMatch(run -> run.state() == State.Succeeded);
    return Progress.of(
        o, status, complete ? Messages.JUDGES_AGAIN : Messages.resumed(o.status().progress()));
  }

  static SparkBenchmarkJobStatus reported(Observation o, ReportResult result) {
    return ended(
        o,
        SparkBenchmarkJobStatusBuilder.builder(o.status())
            .current(null)
            .performanceMetricsS3(result.performanceCsv())
            .reportS3(result.reportHtml())
            .performanceMetrics(Performance.marking(o.status().performanceMetrics(), result))
            .comparisons(
                Performance.markingRatios(
                    o.status().comparisons(), result, o.status().runs().get(0).variant()))
            .bestVariant(Performance.bestVariant(o.status().runs(), o.benchmark(), result)),
        Optional.of(result),
        Optional.empty());
  }

  /** The end: a success if every node count was measured, and the report could be written. */
  private static SparkBenchmarkJobStatus ended(
      Observation o,
      SparkBenchmarkJobStatusBuilder status,
      Optional<ReportResult> report,
      Optional<Failure> reportFailure) {
    List<RunStatus> runs = o.status().runs();
    List<String> remarks = report.map(ReportResult::remarks).orElse(List.of());
    Optional<RunStatus> failedRun =
        runs.stream().filter(run -> run.state() == State.Failed).findFirst();
    boolean well =
        runs.stream().allMatch(run -> run.state() == State.Succeeded) && reportFailure.isEmpty();
    String message =
        well
            ? Messages.completed(
                Configuration.of(runs, o.benchmark()),
                goal(o),
                remarks,
                report.map(it -> it.differing().keySet()).orElse(Set.of()))
            : Messages.ended(runs, remarks, reportFailure);
    List<Condition> outcome =
        well
            ? Conditions.after(o).succeeded("Completed", message)
            : Conditions.after(o)
                .failed(
                    failedRun
                        .map(RunStatus::reason)
                        .or(() -> reportFailure.map(failure -> failure.reason().code()))
                        .orElse("Incomplete"),
                    message);
    return finished(o, status)
        .phase(well ? Phase.Succeeded : Phase.Failed)
        .message(message)
        .conditions(
            Stream.of(
                    outcome.stream(),
                    goalMet(o).stream(),
                    comparisonMet(o, report, well).stream(),
                    regressed(o, report).stream())
                .flatMap(conditions -> conditions)
                .toList())
        .build();
  }

  private static SparkBenchmarkJobStatusBuilder finished(
      Observation o, SparkBenchmarkJobStatusBuilder status) {
    return status
        .observedGeneration(o.generation())
        .completionTime(o.now().toString())
        .judgedDigest(Objects.requireNonNullElse(o.status().judgedDigest(), o.digests().judged()));
  }

  private static Optional<Condition> goalMet(Observation o) {
    Goal goal = goal(o);
    if (!goal.isSet()) {
      return Optional.empty();
    }
    List<Configuration> configurations = Configuration.of(o.status().runs(), o.benchmark());
    List<Goal.Answer> answers =
        configurations.stream().map(it -> goal.isMet(it.table().points())).toList();
    Goal.Answer answer =
        Stream.of(Goal.Answer.YES, Goal.Answer.UNKNOWN)
            .filter(answers::contains)
            .findFirst()
            .orElse(Goal.Answer.NO);
    return Optional.of(
        Conditions.after(o)
            .goal(
                answer,
                configurations.stream()
                    .map(
                        it ->
                            Messages.named(it.variant(), Advice.goal(it.table(), goal, it.costs())))
                    .collect(Collectors.joining("; "))));
  }

  /** Whether every variant is what was asked for. */
  private static Optional<Condition> comparisonMet(
      Observation o, Optional<ReportResult> report, boolean complete) {
    ComparisonGoal goal =
        o.benchmark().map(it -> it.assessment().comparison()).orElse(ComparisonGoal.NONE);
    return goal.isSet()
        ? Optional.of(
            Conditions.after(o)
                .comparison(
                    goal,
                    Configuration.compared(Configuration.of(o.status().runs(), o.benchmark())),
                    report.map(ReportResult::differingRuns).orElse(List.of()),
                    complete && !report.map(ReportResult::outputsUnknown).orElse(false)))
        : Optional.empty();
  }

  private static Optional<Condition> regressed(Observation o, Optional<ReportResult> report) {
    return report.map(ReportResult::regression).map(Conditions.after(o)::regressed);
  }

  static Goal goal(Observation o) {
    return o.benchmark().map(it -> it.assessment().goal()).orElse(Goal.NONE);
  }
}
