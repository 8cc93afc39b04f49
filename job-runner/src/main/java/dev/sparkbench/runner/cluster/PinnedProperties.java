// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.cluster;

import dev.sparkbench.api.contract.Partitions;
import dev.sparkbench.api.contract.RunRequest;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/**
 * The Spark properties that make runs with different node counts comparable: only the number of
 * executors may differ, and with {@link Partitions#PerNodeCount} the partitions that Spark derives
 * from it. The operator refuses these properties in {@code sparkConf}, and here they override it.
 */
public final class PinnedProperties {

  private static final String INPUT_SPLITS = "spark.sql.files.minPartitionNum";
  private static final String OPEN_COST = "spark.sql.files.openCostInBytes";
  private static final long USUAL_OPEN_COST = 4L << 20;
  private static final long SMALLEST_OPEN_COST = 64L << 10;
  private static final int OPEN_COST_PER_SHARE = 8;

  private PinnedProperties() {}

  /**
   * The properties that depend on the size of the data. Spark creates no split smaller than the
   * assumed cost of opening a file, 4 MiB by default, so a small dataset would have fewer splits
   * than slots. Therefore the cost is set to at most an eighth of a split's share of the dataset.
   * It is at least 64 KiB, because starting a task takes longer than reading less than that.
   *
   * @param bytes the size of the dataset
   */
  public static Map<String, String> ofDataset(RunRequest request, long bytes) {
    if (request.measurement().partitions() == Partitions.PerNodeCount) {
      return Map.of();
    }
    long share = bytes / request.pinnedPartitions();
    long cost =
        Math.max(SMALLEST_OPEN_COST, Math.min(USUAL_OPEN_COST, share / OPEN_COST_PER_SHARE));
    return Map.of(OPEN_COST, String.valueOf(cost));
  }

  /** The properties for a run. */
  public static Map<String, String> of(RunRequest request) {
    Map<String, String> pins = new TreeMap<>();
    if (request.measurement().partitions() == Partitions.Pinned) {
      pins.putAll(partitions(request));
    }
    // The same executors from the beginning to the end, and each task once.
    pins.put("spark.executor.instances", String.valueOf(request.nodes()));
    pins.put("spark.executor.cores", String.valueOf(request.executors().cores()));
    pins.put("spark.executor.memory", request.executors().memoryMiB() + "m");
    // Spark starts without waiting; Registration waits for all executors before the first job.
    pins.put("spark.scheduler.minRegisteredResourcesRatio", "0.0");
    pins.put("spark.dynamicAllocation.enabled", "false");
    pins.put("spark.speculation", "false");
    // The web pages would be extra work.
    pins.put("spark.ui.enabled", "false");
    return pins;
  }

  /**
   * The properties for the number of partitions. They follow from the largest node count, so that
   * they are the same at every node count; Spark would derive them from its current cores.
   */
  private static Map<String, String> partitions(RunRequest request) {
    Map<String, String> pins = new TreeMap<>();
    pins.put(INPUT_SPLITS, String.valueOf(request.pinnedPartitions()));
    // This is the maximum: partitions below 1 MiB are merged, so that the smallest node count does
    // not run empty tasks. Which partitions are merged depends only on the data; by itself, Spark
    // would merge until there are as many partitions as cores. At least 2, because Spark plans
    // fewer steps for a single partition.
    pins.put(
        "spark.sql.shuffle.partitions", String.valueOf(Math.max(2, request.pinnedPartitions())));
    pins.put("spark.sql.adaptive.coalescePartitions.enabled", "true");
    pins.put(
        "spark.sql.adaptive.coalescePartitions.minPartitionNum",
        String.valueOf(Math.min(request.largestSlots(), request.pinnedPartitions())));
    return pins;
  }

  /** The minimum number of input splits at every node count; 0 if it is not pinned. */
  public static int inputSplits(SparkSession spark) {
    return spark.conf().contains(INPUT_SPLITS)
        ? Integer.parseInt(spark.conf().get(INPUT_SPLITS))
        : 0;
  }
}
