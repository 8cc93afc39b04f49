// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tables for tests. */
final class Tables {

  private Tables() {}

  /** A table of one trial with one sample. */
  static ScalingTable of(Map<Integer, Double> seconds) {
    Map<Integer, Samples> samples = new TreeMap<>();
    seconds.forEach((nodes, time) -> samples.put(nodes, new Samples(List.of(time), 1)));
    return ScalingTable.of(samples);
  }

  /**
   * A table of three trials whose times are below, at, and above these by a share; in turns, so
   * that no trial is slow as a whole.
   */
  static ScalingTable spread(double share, Map<Integer, Double> seconds) {
    Map<Integer, Samples> samples = new TreeMap<>();
    double[] deviations = {-share, 0, share};
    for (Map.Entry<Integer, Double> entry : new TreeMap<>(seconds).entrySet()) {
      int turn = samples.size();
      List<Double> times =
          List.of(turn, turn + 1, turn + 2).stream()
              .map(i -> entry.getValue() * Math.exp(deviations[i % deviations.length]))
              .toList();
      samples.put(entry.getKey(), new Samples(times, deviations.length));
    }
    return ScalingTable.of(samples);
  }
}
