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

  private Pins() {}

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
