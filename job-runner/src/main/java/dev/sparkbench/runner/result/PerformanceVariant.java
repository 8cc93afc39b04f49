// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.result;

import dev.sparkbench.api.scaling.VariantComparison.Verdict;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.math.BigDecimal;
import java.util.List;

/**
 * A variant in {@code performance.json}.
 *
 * @param name its name
 * @param coresPerExecutor CPU cores of each of its executors
 * @param folder the folder of its own documents, below that of {@code performance.json}
 * @param overall how it compares with the reference over all comparisons; null for the reference,
 *     and if there is no comparison
 * @param runs one per node count that was measured
 */
record PerformanceVariant(
    String name, int coresPerExecutor, String folder, Compared overall, List<Run> runs) {

  /**
   * How times compare with the reference's.
   *
   * @param referenceNodes the number of the reference's executor pods, which have the same number
   *     of cores in total; null over all comparisons
   * @param timeRatio time divided by the reference's time: below 1 is faster
   * @param interval the confidence interval of the ratio, for all comparisons together; null with
   *     one trial
   * @param verdict the verdict
   * @param outputsDiffer the first difference from the reference's outputs; null if they agree or
   *     are not known
   */
  record Compared(
      Integer referenceNodes,
      double timeRatio,
      List<Double> interval,
      Verdict verdict,
      String outputsDiffer) {}

  /**
   * One of its node counts.
   *
   * @param nodes executor pods
   * @param cores the cores of all of them together
   * @param timeSec its time
   * @param intervalSec the confidence interval of the time; null with one trial
   * @param speedup relative to the variant's own smallest node count
   * @param speedupInterval the confidence interval of the speedup; null with one trial, and for the
   *     smallest
   * @param cost the cost of one pass; null without a price
   * @param coreSec cores times seconds, which is what it costs where a core always costs the same
   * @param fastest whether no other run of any variant has a shorter time
   * @param cheapest whether it costs the least of those that meet the goal, or of all without one
   * @param onFrontier whether no other run is both faster and cheaper
   * @param compared how it compares with the reference; null for the reference, and if the
   *     reference was not measured with the same number of cores
   */
  @RecordBuilder
  record Run(
      int nodes,
      int cores,
      double timeSec,
      List<Double> intervalSec,
      double speedup,
      List<Double> speedupInterval,
      BigDecimal cost,
      double coreSec,
      boolean fastest,
      boolean cheapest,
      boolean onFrontier,
      Compared compared) {}
}
