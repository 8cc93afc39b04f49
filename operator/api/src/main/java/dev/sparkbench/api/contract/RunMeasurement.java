// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

/**
 * How each run of a benchmark measures. The operator fills in the defaults and passes it on to the
 * runner as it is. In JSON its fields are those of the {@link RunRequest}. Two benchmarks that
 * differ in one of them are not compared with each other.
 *
 * @param warmups the minimum number of iterations that are not measured
 * @param maxWarmupSeconds how long to continue warming up while passes get faster; 0 for {@code
 *     warmups} iterations only
 * @param iterations the number of iterations that are measured
 * @param cacheInMemory whether the executors keep the dataset in memory from before the warm-ups on
 * @param partitions what determines the number of splits and shuffle partitions; null is {@code
 *     Pinned}
 * @param partitionCount with {@code Pinned}, the number of shuffle partitions and the minimum
 *     number of splits; null with {@code PerNodeCount}, and, from older operators, for the task
 *     slots of the largest node count
 */
public record RunMeasurement(
    int warmups,
    int maxWarmupSeconds,
    int iterations,
    boolean cacheInMemory,
    Partitions partitions,
    Integer partitionCount) {

  /** Replaces null by the default. */
  public RunMeasurement {
    partitions = partitions == null ? Partitions.Pinned : partitions;
  }

  /** The same with another number of partitions, if these are pinned. */
  public RunMeasurement withPartitionCount(int count) {
    return new RunMeasurement(
        warmups,
        maxWarmupSeconds,
        iterations,
        cacheInMemory,
        partitions,
        partitions == Partitions.Pinned ? (Integer) count : null);
  }
}
