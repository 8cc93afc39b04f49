package dev.sparkbench.runner.cluster;

import dev.sparkbench.api.contract.Partitions;
import dev.sparkbench.api.contract.RunRequest;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/**
 * The Spark properties that make runs with different node counts comparable, in whichever cluster:
 * only the number of executors may differ, and with {@link Partitions#PerNodeCount} what Spark
 * makes of it. The operator refuses them in {@code sparkConf}, and here they win.
 */
public final class Pins {

  private static final String INPUT_SPLITS = "spark.sql.files.minPartitionNum";
  private static final String OPEN_COST = "spark.sql.files.openCostInBytes";
  private static final long USUAL_OPEN_COST = 4L << 20;
  private static final long SMALLEST_OPEN_COST = 64L << 10;
  private static final int OPEN_COST_PER_SHARE = 8;

  private Pins() {}

  /**
   * The properties that depend on what is read. Spark makes no split smaller than what opening a
   * file is taken to cost, 4 MiB by default: of a small dataset there would be fewer splits than
   * slots. So the cost is at most an eighth of a split's share of the dataset. But nothing is cut
   * into splits below 64 KiB: starting a task takes longer than reading that.
   *
   * @param bytes the size of the dataset
   */
  public static Map<String, String> ofDataset(RunRequest request, long bytes) {
    if (request.partitions() == Partitions.PerNodeCount) {
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
    if (request.partitions() == Partitions.Pinned) {
      pins.putAll(partitions(request));
    }
    // All executors from the beginning to the end, and each task once.
    pins.put("spark.executor.instances", String.valueOf(request.nodes()));
    pins.put("spark.executor.cores", String.valueOf(request.executors().cores()));
    pins.put("spark.executor.memory", request.executors().memoryMiB() + "m");
    // Spark starts without waiting; Registration waits for all executors before the first job.
    pins.put("spark.scheduler.minRegisteredResourcesRatio", "0.0");
    pins.put("spark.dynamicAllocation.enabled", "false");
    pins.put("spark.speculation", "false");
    // Work that only the web pages would need.
    pins.put("spark.ui.enabled", "false");
    return pins;
  }

  /**
   * From the largest node count, so that they are the same at every one; Spark would derive them
   * from the cores it has.
   */
  private static Map<String, String> partitions(RunRequest request) {
    Map<String, String> pins = new TreeMap<>();
    pins.put(INPUT_SPLITS, String.valueOf(request.pinnedPartitions()));
    // At most so many: partitions below 1 MiB are merged, so that the smallest node count does not
    // run empty tasks for the largest. Which are, depends on the data alone; Spark would merge
    // until there are as many as cores. Of a single partition it would plan fewer steps.
    pins.put(
        "spark.sql.shuffle.partitions", String.valueOf(Math.max(2, request.pinnedPartitions())));
    pins.put("spark.sql.adaptive.coalescePartitions.enabled", "true");
    pins.put(
        "spark.sql.adaptive.coalescePartitions.minPartitionNum",
        String.valueOf(Math.min(request.largestSlots(), request.pinnedPartitions())));
    return pins;
  }

  /** How many input splits there are at least at every node count; 0 where that is not pinned. */
  public static int inputSplits(SparkSession spark) {
    return spark.conf().contains(INPUT_SPLITS)
        ? Integer.parseInt(spark.conf().get(INPUT_SPLITS))
        : 0;
  }
}
