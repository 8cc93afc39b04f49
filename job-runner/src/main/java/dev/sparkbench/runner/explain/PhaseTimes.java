// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.explain;

import dev.sparkbench.api.scaling.SampleSummary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The times of the phases of machine-learning tasks with one node count. As for the whole, the time
 * of a trial is the median of its samples, and the time of a node count is the geometric mean of
 * its trials.
 *
 * @param byTask the samples by task and phase, separately for each trial
 */
public record PhaseTimes(Map<String, Map<String, List<List<Double>>>> byTask) {

  /** All phases in their order. */
  public static final List<String> PHASES =
      List.of("load", "prepare", "train", "predict", "evaluate");

  /**
   * One phase of one task.
   *
   * @param timeSec its time
   * @param samplesSec all samples, by trial, in the order of measurement
   * @param speedup the baseline's time divided by this one; null if the baseline has none
   */
  public record Phase(double timeSec, List<Double> samplesSec, Double speedup) {}

  /** The phases in the documents of a node count; empty if there are none. */
  static Optional<PhaseTimes> of(TrialDocuments trials) {
    return Optional.of(new PhaseTimes(trials.phases())).filter(times -> !times.byTask.isEmpty());
  }

  /** All phases compared with those of the baseline, by task and phase. */
  public Map<String, Map<String, Phase>> beside(Optional<PhaseTimes> base) {
    Map<String, Map<String, Phase>> all = new LinkedHashMap<>();
    byTask.forEach(
        (task, phases) ->
            phases.forEach(
                (phase, trials) -> {
                  double time = time(trials);
                  Double speedup =
                      base.flatMap(times -> times.seconds(task, phase))
                          .map(seconds -> seconds / time)
                          .orElse(null);
                  all.computeIfAbsent(task, t -> new LinkedHashMap<>())
                      .put(
                          phase,
                          new Phase(time, trials.stream().flatMap(List::stream).toList(), speedup));
                }));
    return all;
  }

  private Optional<Double> seconds(String task, String phase) {
    return Optional.ofNullable(byTask.getOrDefault(task, Map.of()).get(phase))
        .map(PhaseTimes::time);
  }

  /** The time of a phase, summed over all tasks; empty if no task has it. */
  public Optional<Double> seconds(String phase) {
    List<List<Double>> sums = new ArrayList<>();
    byTask.values().stream()
        .map(phases -> phases.get(phase))
        .filter(trials -> trials != null)
        .forEach(trials -> add(sums, trials));
    return sums.isEmpty() ? Optional.empty() : Optional.of(time(sums));
  }

  /** Adds iteration by iteration, because each iteration runs all tasks. */
  private static void add(List<List<Double>> sums, List<List<Double>> trials) {
    if (sums.isEmpty()) {
      trials.forEach(trial -> sums.add(new ArrayList<>(trial)));
      return;
    }
    for (int trial = 0; trial < trials.size(); trial++) {
      for (int i = 0; i < trials.get(trial).size(); i++) {
        sums.get(trial).set(i, sums.get(trial).get(i) + trials.get(trial).get(i));
      }
    }
  }

  private static double time(List<List<Double>> trials) {
    return Math.exp(
        trials.stream()
            .filter(trial -> !trial.isEmpty())
            .mapToDouble(trial -> Math.log(SampleSummary.of(trial).median()))
            .average()
            .orElseThrow());
  }
}
