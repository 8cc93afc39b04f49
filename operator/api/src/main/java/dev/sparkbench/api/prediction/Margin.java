// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.prediction;

import java.util.List;

/**
 * By what share predicted ranges are widened at both ends: by the error of the replays, and by what
 * chance may do to the measured times. Both are added up. A replay misses the measured times by its
 * error, and these may themselves be off by chance, in the same direction.
 *
 * <p>The error was seen between measured node counts. Further beyond them than these are from each
 * other, it is taken to grow as the distance does, which counts in ratios of node counts.
 *
 * @param error the largest one of the replays
 * @param chance the largest one of the measured times
 * @param tested how far the node counts are from each other that predict each other, at most, as
 *     the logarithm of their ratio; 0 if none do
 * @param smallest node count that is used
 * @param largest node count that is used
 */
record Margin(double error, double chance, double tested, int smallest, int largest) {

  /**
   * The margin of predictions.
   *
   * @param used the node counts whose replays are used, in ascending order, at least one
   * @param checks how far they were off
   */
  static Margin of(List<ReplayedCount> used, List<CrossCheck> checks) {
    double own = used.stream().mapToDouble(count -> Math.abs(count.ownError())).max().orElseThrow();
    return new Margin(
        checks.stream().mapToDouble(CrossCheck::size).reduce(own, Math::max),
        used.stream().mapToDouble(ReplayedCount::chance).max().orElseThrow(),
        checks.stream().mapToDouble(CrossCheck::distance).max().orElse(0),
        used.get(0).nodes(),
        used.get(used.size() - 1).nodes());
  }

  /** The margin of a node count. */
  double at(int nodes) {
    double beyond =
        Math.max(Math.log((double) smallest / nodes), Math.log((double) nodes / largest));
    return error * (tested > 0 ? Math.max(1, beyond / tested) : 1) + chance;
  }
}
