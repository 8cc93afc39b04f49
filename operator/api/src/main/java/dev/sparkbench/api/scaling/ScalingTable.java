package dev.sparkbench.api.scaling;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Speedup and efficiency of every measured node count.
 *
 * @param points one per node count, by nodes; the first is the baseline
 */
public record ScalingTable(List<ScalingPoint> points) {

  /** Copies the points. */
  public ScalingTable {
    points = List.copyOf(points);
  }

  /**
   * Computes the table.
   *
   * @param samplesByNodes the wall times in seconds of each node count that has any, independent of
   *     each other (see {@link Samples#independent()}); node counts without samples are left out
   */
  public static ScalingTable of(Map<Integer, List<Double>> samplesByNodes) {
    TreeMap<Integer, SampleSummary> times = new TreeMap<>();
    samplesByNodes.forEach(
        (nodes, samples) -> {
          if (!samples.isEmpty()) {
            times.put(nodes, SampleSummary.of(samples));
          }
        });
    if (times.isEmpty()) {
      return new ScalingTable(List.of());
    }
    int baseNodes = times.firstKey();
    SampleSummary baseTime = times.firstEntry().getValue();
    return new ScalingTable(
        times.entrySet().stream()
            .map(time -> ScalingPoint.of(time.getKey(), time.getValue(), baseNodes, baseTime))
            .toList());
  }

  /** The run that every ratio refers to; empty when nothing was measured. */
  public Optional<ScalingPoint> baseline() {
    return points.stream().findFirst();
  }

  /** The highest speedup; of equals, the one with the fewest nodes. */
  public Optional<ScalingPoint> best() {
    return points.stream()
        .max(
            Comparator.comparingDouble(ScalingPoint::speedup)
                .thenComparing(Comparator.comparingInt(ScalingPoint::nodes).reversed()));
  }
}
