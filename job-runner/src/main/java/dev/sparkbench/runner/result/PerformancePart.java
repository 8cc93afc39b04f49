// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.result;

import dev.sparkbench.api.scaling.Interval;
import dev.sparkbench.api.scaling.ScalingPoint;
import dev.sparkbench.api.scaling.ScalingTable;
import java.util.List;

/**
 * A part of the work in {@code performance.json}, such as a query. Field names are those of the
 * file, in another case.
 *
 * @param name the part's name
 * @param runs by node count
 */
record PerformancePart(String name, List<Run> runs) {

  /**
   * A part with one node count, compared as the whole work is.
   *
   * @param nodes executor pods
   * @param timeSec its time
   * @param intervalSec the confidence interval of that time; null with one trial
   * @param speedup the baseline's time divided by this one
   * @param speedupInterval the confidence interval of the speedup; null with one trial, and for the
   *     baseline
   * @param efficiency the speedup divided by the growth in nodes
   * @param samples the number of samples
   * @param minSec the smallest
   * @param maxSec the largest
   */
  record Run(
      int nodes,
      double timeSec,
      List<Double> intervalSec,
      double speedup,
      List<Double> speedupInterval,
      double efficiency,
      int samples,
      double minSec,
      double maxSec) {

    private static Run of(ScalingPoint point) {
      return new Run(
          point.nodes(),
          point.seconds(),
          point.secondsInterval().map(Run::bounds).orElse(null),
          point.speedup(),
          point.speedupInterval().map(Run::bounds).orElse(null),
          point.efficiency(),
          point.samples().count(),
          point.samples().min(),
          point.samples().max());
    }

    private static List<Double> bounds(Interval interval) {
      return List.of(interval.low(), interval.high());
    }
  }

  static PerformancePart of(String name, ScalingTable table) {
    return new PerformancePart(name, table.points().stream().map(Run::of).toList());
  }
}
