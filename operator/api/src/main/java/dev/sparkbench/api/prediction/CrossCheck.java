// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.prediction;

import java.util.List;
import java.util.Optional;

/**
 * One measured node count predicted from another: a test of the predictions that each benchmark
 * contains.
 *
 * @param from the node count whose tasks were replayed
 * @param nodes the node count that they were replayed for
 * @param replayed the replayed time
 * @param measuredSec the measured time
 * @param error the error of the replay, as a share of the measured time; 0 if the measured time is
 *     within the range
 */
public record CrossCheck(
    int from, int nodes, TimeRange replayed, double measuredSec, double error) {

  /** Predicts each of some node counts from each of others, as far as it was replayed. */
  static List<CrossCheck> all(List<ReplayedCount> sources, List<ReplayedCount> targets) {
    return sources.stream()
        .flatMap(
            from ->
                targets.stream()
                    .filter(to -> to.nodes() != from.nodes())
                    .flatMap(to -> of(from, to).stream()))
        .toList();
  }

  private static Optional<CrossCheck> of(ReplayedCount from, ReplayedCount to) {
    return Optional.ofNullable(from.replayed().get(to.nodes()))
        .map(
            range ->
                new CrossCheck(
                    from.nodes(), to.nodes(), range, to.seconds(), range.error(to.seconds())));
  }

  /** The size of the error. */
  double size() {
    return Math.abs(error);
  }

  /**
   * The error of the farther end of the range, as a share of the measured time. A wide range
   * contains most measured times, but says little.
   */
  double fartherEnd() {
    return Math.max(
        Math.abs(replayed.low() / measuredSec - 1), Math.abs(replayed.high() / measuredSec - 1));
  }

  /** The distance between the two node counts: the logarithm of their ratio. */
  double distance() {
    return Math.abs(Math.log((double) nodes / from));
  }
}
