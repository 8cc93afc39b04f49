// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Speedup and efficiency of every measured node count. */
public final class ScalingTable {

  private final List<ScalingPoint> points;
  private final Optional<Replicates> times;

  private ScalingTable(List<ScalingPoint> points, Optional<Replicates> times) {
    this.points = List.copyOf(points);
    this.times = times;
  }

  /**
   * Computes the table. If node counts have different numbers of trials, as they do while a
   * benchmark runs, only the first trials count, as many as all node counts have.
   *
   * @param samplesByNodes the samples of each node count; those without any are left out
   */
  public static ScalingTable of(Map<Integer, Samples> samplesByNodes) {
    SortedMap<Integer, Samples> measured = new TreeMap<>(samplesByNodes);
    measured.values().removeIf(samples -> samples.all().isEmpty());
    if (measured.isEmpty()) {
      return new ScalingTable(List.of(), Optional.empty());
    }
    SortedMap<Integer, List<Double>> seconds = new TreeMap<>();
    measured.forEach((nodes, samples) -> seconds.put(nodes, samples.times()));
    Replicates times = Replicates.of(seconds);
    int base = measured.firstKey();
    return new ScalingTable(
        measured.entrySet().stream()
            .map(
                entry ->
                    ScalingPoint.of(
                        entry.getKey(), base, entry.getValue().firstTrials(times.count()), times))
            .toList(),
        Optional.of(times));
  }

  /** One per node count, by nodes; the first is the baseline. */
  public List<ScalingPoint> points() {
    return points;
  }

  /** The spread of times between trials; empty if there is only one trial. */
  public Optional<Replicates.Spread> spread() {
    return times.flatMap(Replicates::spread);
  }

  /** The run that every ratio refers to; empty if nothing was measured. */
  public Optional<ScalingPoint> baseline() {
    return points.stream().findFirst();
  }

  /** The highest speedup; if several are equal, the one with the fewest nodes. */
  public Optional<ScalingPoint> best() {
    return points.stream()
        .max(
            Comparator.comparingDouble(ScalingPoint::speedup)
                .thenComparing(Comparator.comparingInt(ScalingPoint::nodes).reversed()));
  }
}
