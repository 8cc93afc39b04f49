// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.status;

import static java.util.Objects.requireNonNullElse;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.InstanceTypes;
import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.api.contract.Text;
import dev.sparkbench.api.contract.TimeSpent;
import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.api.resource.RunStatus;
import dev.sparkbench.api.resource.RunStatus.State;
import dev.sparkbench.api.resource.RunStatusBuilder;
import dev.sparkbench.api.scaling.Fleet;
import dev.sparkbench.api.scaling.Replicates;
import dev.sparkbench.api.scaling.SampleSummary;
import dev.sparkbench.api.scaling.Samples;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Changes the states of the entries of {@code status.runs}. What was measured is kept in every
 * state.
 */
final class Runs {

  private static final MathContext SIX_DIGITS = new MathContext(6);

  /** There may be 64 of them. */
  private static final int MAX_VARIANT_MESSAGE = 256;

  private Runs() {}

  /** Changes the entry of a pod. */
  static List<RunStatus> change(
      List<RunStatus> runs, CurrentPod pod, UnaryOperator<RunStatus> change) {
    return runs.stream()
        .map(run -> run.isOf(pod.variant(), pod.nodes()) ? change.apply(run) : run)
        .toList();
  }

  static Samples samples(RunStatus run) {
    return new Samples(run.samples(), run.measuredTrials());
  }

  /** The executors of all trials. */
  static Fleet fleet(RunStatus run) {
    return new Fleet(run.nodes() * run.measuredTrials(), run.instanceTypes());
  }

  static List<RunStatus> skipUnfinished(List<RunStatus> runs) {
    return skipUnfinished(runs, run -> true);
  }

  /** The same of some runs. */
  static List<RunStatus> skipUnfinished(List<RunStatus> runs, Predicate<RunStatus> which) {
    return runs.stream()
        .map(
            run ->
                which.test(run) && (run.state() == State.Pending || run.state() == State.Running)
                    ? entry(run, State.Skipped, run.attempts(), run.pod(), null, null)
                    : run)
        .toList();
  }

  /**
   * The entries after an interruption: a node count that was being measured without a complete
   * trial has not begun; complete trials are kept.
   */
  static List<RunStatus> interrupted(List<RunStatus> runs) {
    return runs.stream()
        .map(
            run ->
                run.state() == State.Running && run.measuredTrials() == 0
                    ? entry(run, State.Pending, run.attempts(), run.pod(), null, null)
                    : run)
        .toList();
  }

  /**
   * An entry that is being measured. The reason for an earlier failure stays visible until an
   * attempt succeeds.
   */
  static RunStatus running(RunStatus run, String pod) {
    int before = requireNonNullElse(run.attempts(), 0);
    int attempts = pod.equals(run.pod()) ? before : before + 1;
    return entry(run, State.Running, attempts, pod, run.reason(), run.message());
  }

  /**
   * An entry after a failed attempt that will be repeated.
   *
   * @param spent the time of the attempt
   */
  static RunStatus failedAttempt(RunStatus run, Failure failure, TimeSpent spent) {
    return failed(run, State.Running, failure, spent);
  }

  /**
   * An entry after the last attempt has failed.
   *
   * @param spent the time of the attempt
   */
  static RunStatus failed(RunStatus run, Failure failure, TimeSpent spent) {
    return failed(run, State.Failed, failure, spent);
  }

  private static RunStatus failed(RunStatus run, State state, Failure failure, TimeSpent spent) {
    return entry(
        run,
        state,
        run.attempts(),
        run.pod(),
        failure.reason().code(),
        run.variant() == null
            ? failure.message()
            : Text.shortened(failure.message(), MAX_VARIANT_MESSAGE),
        Spending.plus(run.spent(), Optional.of(spent)));
  }

  /**
   * An entry with another trial.
   *
   * @param trials the total number of trials
   * @param spent the time of the trial; empty if unknown
   */
  static RunStatus measured(
      RunStatus run, RunReport report, int trials, Optional<TimeSpent> spent) {
    Samples samples = samples(run).plus(kept(run, report));
    SampleSummary summary = samples.summary();
    return RunStatusBuilder.builder(run)
        .state(samples.trials() < trials ? State.Running : State.Succeeded)
        .trials(samples.trials())
        .samples(samples.all())
        .timeSec(
            Performance.seconds(
                Replicates.of(new TreeMap<>(Map.of(run.nodes(), samples.times())))
                    .time(run.nodes())))
        .minSec(summary.min())
        .maxSec(summary.max())
        .executorsLost(requireNonNullElse(run.executorsLost(), 0) + report.executorsLost())
        .disturbedIterations(requireNonNullElse(run.disturbedIterations(), 0) + report.disturbed())
        .reason(null)
        .message(null)
        .spent(Spending.plus(run.spent(), spent))
        .instanceTypes(InstanceTypes.plus(run.instanceTypes(), report.instanceTypes()))
        .build();
  }

  /** Of many variants, the status has room for the time of each trial only, with six digits. */
  private static List<Double> kept(RunStatus run, RunReport report) {
    if (run.variant() == null) {
      return report.samples();
    }
    double median = SampleSummary.of(report.samples()).median();
    return List.of(BigDecimal.valueOf(median).round(SIX_DIGITS).doubleValue());
  }

  private static RunStatus entry(
      RunStatus run, State state, Integer attempts, String pod, String reason, String message) {
    return entry(run, state, attempts, pod, reason, message, run.spent());
  }

  private static RunStatus entry(
      RunStatus run,
      State state,
      Integer attempts,
      String pod,
      String reason,
      String message,
      TimeSpent spent) {
    return RunStatusBuilder.builder(run)
        .state(state)
        .attempts(attempts)
        .pod(pod)
        .reason(reason)
        .message(message)
        .spent(spent)
        .build();
  }
}
