// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

import java.util.Optional;

/**
 * How one node count compares with the baseline, the smallest node count that was measured. The
 * intervals come from the spread between trials, and are empty if there is only one trial.
 *
 * @param nodes executor pods
 * @param seconds its time: the geometric mean of the trials' times
 * @param secondsInterval the confidence interval of that time
 * @param samples all samples together
 * @param trials the number of their trials
 * @param speedup T(n₀)/T(N)
 * @param speedupInterval the confidence interval of the speedup; also empty for the baseline, whose
 *     speedup is 1 by definition
 * @param efficiency speedup·n₀/N: 1 if every added node contributes its full share
 * @param efficiencyInterval the confidence interval of the efficiency; empty like that of the
 *     speedup
 * @param serialFraction the experimentally determined serial fraction of Karp and Flatt (CACM
 *     33(5), 1990), e = (1/S − 1/p) / (1 − 1/p) with p = N/n₀: constant over the node counts if a
 *     serial part limits the speedup, rising if overhead does, and negative if the speedup is
 *     superlinear; empty for the baseline
 */
public record ScalingPoint(
    int nodes,
    double seconds,
    Optional<Interval> secondsInterval,
    SampleSummary samples,
    int trials,
    double speedup,
    Optional<Interval> speedupInterval,
    double efficiency,
    Optional<Interval> efficiencyInterval,
    Optional<Double> serialFraction) {

  static ScalingPoint of(int nodes, int baseNodes, Samples samples, Replicates times) {
    double seconds = times.time(nodes);
    double speedup = times.time(baseNodes) / seconds;
    double growth = (double) nodes / baseNodes;
    Optional<Interval> speedupInterval = times.ratioInterval(baseNodes, nodes);
    return new ScalingPoint(
        nodes,
        seconds,
        times.timeInterval(nodes),
        samples.summary(),
        times.count(),
        speedup,
        speedupInterval,
        speedup / growth,
        speedupInterval.map(interval -> interval.times(1 / growth)),
        nodes == baseNodes
            ? Optional.empty()
            : Optional.of((1 / speedup - 1 / growth) / (1 - 1 / growth)));
  }

  /** Whether the other node counts are compared with this one. */
  boolean isBaseline() {
    return serialFraction.isEmpty();
  }

  /**
   * Whether the efficiency is below 1: with its whole interval, or by its estimate if there is no
   * interval.
   */
  public boolean losesEfficiency() {
    return efficiencyInterval.map(Interval::high).orElse(efficiency) < 1;
  }

  /** Executor pods times seconds: the cost of the executors without a price. */
  public double executorSeconds() {
    return nodes * seconds;
  }
}
