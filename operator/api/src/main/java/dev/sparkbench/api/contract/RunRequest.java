// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything a driver needs to know for one run.
 *
 * @param version the contract's version
 * @param jobId names the results
 * @param nodes executor pods of this run
 * @param trial counts from 1; a trial is a fresh set of pods
 * @param attempt counts from 1; another attempt follows a transient failure
 * @param maxNodes the largest node count of the benchmark, from which splits and shuffle partitions
 *     are derived if these are {@code Pinned}
 * @param workload what to compute
 * @param dataset what to read
 * @param storage the store of the dataset and the output
 * @param output {@code s3://bucket/key} of the JSON document to write
 * @param warmups the minimum number of iterations that are not measured
 * @param iterations the number of iterations that are measured
 * @param cacheInMemory whether the executors keep the dataset in memory from before the warm-ups on
 * @param executors how to create the executor pods
 * @param sparkConf further Spark properties, checked by the operator
 * @param startSeconds how long to wait for all executors
 * @param minNodes the smallest node count of the benchmark; 0 from older operators
 * @param maxWarmupSeconds how long to continue warming up while passes get faster; 0 for {@code
 *     warmups} iterations only
 * @param partitions what determines the number of splits and shuffle partitions; null is {@code
 *     Pinned}
 * @param partitionCount with {@code Pinned}, the number of shuffle partitions and the minimum
 *     number of splits; null, from older operators, for the task slots of the largest node count
 * @param eventLog whether Spark's event log is kept with the results
 */
public record RunRequest(
    int version,
    String jobId,
    int nodes,
    int trial,
    int attempt,
    int maxNodes,
    Workload workload,
    Dataset dataset,
    Storage storage,
    String output,
    int warmups,
    int iterations,
    boolean cacheInMemory,
    Executors executors,
    Map<String, String> sparkConf,
    int startSeconds,
    int minNodes,
    int maxWarmupSeconds,
    Partitions partitions,
    Integer partitionCount,
    boolean eventLog)
    implements Versioned {

  /** Copies the map; null becomes empty, or the default. */
  public RunRequest {
    partitions = partitions == null ? Partitions.Pinned : partitions;
    sparkConf = sparkConf == null ? Map.of() : Map.copyOf(sparkConf);
  }

  /** The same request with a dataset about which more is known. */
  public RunRequest withDataset(Dataset other) {
    return with(other, sparkConf);
  }

  /** The same request with these Spark properties, unless it sets them itself. */
  public RunRequest withDefaults(Map<String, String> defaults) {
    Map<String, String> all = new TreeMap<>(defaults);
    all.putAll(sparkConf);
    return with(dataset, all);
  }

  private RunRequest with(Dataset newDataset, Map<String, String> newSparkConf) {
    return new RunRequest(
        version,
        jobId,
        nodes,
        trial,
        attempt,
        maxNodes,
        workload,
        newDataset,
        storage,
        output,
        warmups,
        iterations,
        cacheInMemory,
        executors,
        newSparkConf,
        startSeconds,
        minNodes,
        maxWarmupSeconds,
        partitions,
        partitionCount,
        eventLog);
  }

  /** The task slots of the largest node count. */
  @JsonIgnore
  public int largestSlots() {
    return Math.multiplyExact(maxNodes, executors.cores());
  }

  /** The number of shuffle partitions and the minimum number of splits, if they are pinned. */
  @JsonIgnore
  public int pinnedPartitions() {
    return partitionCount == null ? largestSlots() : partitionCount;
  }
}
