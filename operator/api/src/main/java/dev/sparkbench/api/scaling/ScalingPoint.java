package dev.sparkbench.api.scaling;

import java.util.Optional;

/**
 * How one node count compares with the baseline, the smallest node count that was measured.
 *
 * @param nodes executor pods
 * @param time what was measured there
 * @param speedup T(n₀)/T(N), a ratio of medians
 * @param efficiency speedup·n₀/N: 1 when every added node does its full share
 * @param speedupInterval bounds of the speedup; empty where a median has no confidence interval,
 *     and for the baseline, whose speedup is 1 by definition
 * @param serialFraction the experimentally determined serial fraction of Karp and Flatt (CACM
 *     33(5), 1990), e = (1/S − 1/p) / (1 − 1/p) with p = N/n₀: constant over the node counts where
 *     a serial part limits the speedup, rising where overhead does, negative where the speedup is
 *     superlinear; empty for the baseline
 */
public record ScalingPoint(
    int nodes,
    SampleSummary time,
    double speedup,
    double efficiency,
    Optional<SpeedupInterval> speedupInterval,
    Optional<Double> serialFraction) {

  static ScalingPoint of(int nodes, SampleSummary time, int baseNodes, SampleSummary baseTime) {
    double speedup = baseTime.median() / time.median();
    if (nodes == baseNodes) {
      return new ScalingPoint(nodes, time, 1, 1, Optional.empty(), Optional.empty());
    }
    double growth = (double) nodes / baseNodes;
    return new ScalingPoint(
        nodes,
        time,
        speedup,
        speedup * baseNodes / nodes,
        SpeedupInterval.of(baseTime, time),
        Optional.of((1 / speedup - 1 / growth) / (1 - 1 / growth)));
  }
}
