// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.prediction;

import java.util.List;

/**
 * The share by which predicted ranges are widened at both ends: the sum of the error of the replays
 * and the deviation of the measured times by chance. It is a sum, because a replay misses the
 * measured times by its error, and these may themselves deviate by chance in the same direction.
 *
 * <p>The error was measured between measured node counts. Beyond these, at distances larger than
 * their own, it is assumed to grow with the distance, on a logarithmic scale of node counts.
 *
 * @param error the largest error of the replays
 * @param chance the largest deviation of the measured times by chance
 * @param tested the largest distance between node counts that predict each other, as the logarithm
 *     of their ratio; 0 if none do
 * @param smallest node count that is used
 * @param largest node count that is used
 */
record Margin(double error, double chance, double tested, int smallest, int largest) {

  /**
   * The margin of predictions.
   *
   * @param used the node counts whose replays are used, in ascending order, at least one
   * @param checks their errors
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
