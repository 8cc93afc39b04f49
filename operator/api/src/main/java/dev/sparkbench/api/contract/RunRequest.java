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
 *     are derived where they are {@code Pinned}
 * @param workload what to compute
 * @param dataset what to read
 * @param storage where the dataset lies and the output goes
 * @param output {@code s3://bucket/key} of the JSON document to write
 * @param warmups iterations that are not measured, at least
 * @param iterations iterations that are
 * @param cacheInMemory whether the executors keep the dataset in memory from before the warm-ups on
 * @param executors how to make the executor pods
 * @param sparkConf further Spark properties, checked by the operator
 * @param startSeconds how long to wait for all executors
 * @param minNodes the smallest node count of the benchmark; 0 from operators that do not say
 * @param maxWarmupSeconds how long to go on warming up while that makes a difference; 0 for no
 *     longer than {@code warmups} take
 * @param partitions what splits and shuffle partitions follow; null is {@code Pinned}
 * @param partitionCount how many splits at least, and shuffle partitions, there are with {@code
 *     Pinned}; null, from operators that do not say, for the task slots of the largest node count
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

  /** Copies the map; null is empty, or the default. */
  public RunRequest {
    partitions = partitions == null ? Partitions.Pinned : partitions;
    sparkConf = sparkConf == null ? Map.of() : Map.copyOf(sparkConf);
  }

  /** The same request for a dataset of which more is known. */
  public RunRequest withDataset(Dataset other) {
    return with(other, sparkConf);
  }

  /** The same request with these Spark properties where it does not set them itself. */
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

  /** How many splits at least, and shuffle partitions, there are where they are pinned. */
  @JsonIgnore
  public int pinnedPartitions() {
    return partitionCount == null ? largestSlots() : partitionCount;
  }
}
