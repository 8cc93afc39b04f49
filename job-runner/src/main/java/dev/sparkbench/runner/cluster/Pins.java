package dev.sparkbench.runner.cluster;

import dev.sparkbench.api.contract.RunRequest;
import java.util.Map;
import java.util.TreeMap;

/**
 * The Spark properties that make runs with different node counts comparable, in whichever cluster:
 * only the number of executors may differ. The operator refuses them in {@code sparkConf}, and here
 * they win.
 */
public final class Pins {

  private static final String OPEN_COST = "spark.sql.files.openCostInBytes";
  private static final long USUAL_OPEN_COST = 4L << 20;
  private static final long SMALLEST_OPEN_COST = 64L << 10;
  private static final int OPEN_COST_PER_SHARE = 8;

  private Pins() {}

  /**
   * The properties that depend on what is read. Spark makes no split smaller than what opening a
   * file is taken to cost, 4 MiB by default: of a small dataset there would be fewer splits than
   * slots. So the cost is at most an eighth of a slot's share of the dataset; but nothing is cut
   * into splits below 64 KiB.
   *
   * @param bytes the size of the dataset
   */
  public static Map<String, String> ofDataset(RunRequest request, long bytes) {
    long share = bytes / ((long) request.maxNodes() * request.executors().cores());
    long cost =
        Math.max(SMALLEST_OPEN_COST, Math.min(USUAL_OPEN_COST, share / OPEN_COST_PER_SHARE));
    return Map.of(OPEN_COST, String.valueOf(cost));
  }

  /** The properties for a run. */
  public static Map<String, String> of(RunRequest request) {
    // From the largest node count, so that it is the same at every one.
    String slots = String.valueOf(request.maxNodes() * request.executors().cores());
    Map<String, String> pins = new TreeMap<>();
    // The same splits and shuffle partitions at every node count; Spark would derive both from the
    // cores it has.
    pins.put("spark.sql.files.minPartitionNum", slots);
    pins.put("spark.sql.shuffle.partitions", slots);
    pins.put("spark.default.parallelism", slots);
    // Merges shuffle partitions until they are as many as there are cores.
    pins.put("spark.sql.adaptive.coalescePartitions.enabled", "false");
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
}
