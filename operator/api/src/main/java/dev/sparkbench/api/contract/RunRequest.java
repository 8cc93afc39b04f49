// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Map;
import java.util.Objects;
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
 * @param measurement how to measure; its fields are the request's own in JSON, as earlier releases
 *     read and write them
 * @param executors how to create the executor pods
 * @param sparkConf further Spark properties, checked by the operator
 * @param startSeconds how long to wait for all executors
 * @param minNodes the smallest node count of the benchmark; 0 from older operators
 * @param eventLog whether Spark's event log is kept with the results
 */
@RecordBuilder
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
    RunMeasurement measurement,
    Executors executors,
    Map<String, String> sparkConf,
    int startSeconds,
    int minNodes,
    boolean eventLog)
    implements Versioned {

  /** Copies the map; null becomes empty. */
  public RunRequest {
    sparkConf = sparkConf == null ? Map.of() : Map.copyOf(sparkConf);
  }

  /** The same request with a dataset about which more is known. */
  public RunRequest withDataset(Dataset other) {
    return RunRequestBuilder.builder(this).dataset(other).build();
  }

  /** The same request with these Spark properties, unless it sets them itself. */
  public RunRequest withDefaults(Map<String, String> defaults) {
    Map<String, String> all = new TreeMap<>(defaults);
    all.putAll(sparkConf);
    return RunRequestBuilder.builder(this).sparkConf(all).build();
  }

  /** The task slots of the largest node count. */
  @JsonIgnore
  public int largestSlots() {
    return Math.multiplyExact(maxNodes, executors.cores());
  }

  /** The number of shuffle partitions and the minimum number of splits, if they are pinned. */
  @JsonIgnore
  public int pinnedPartitions() {
    return Objects.requireNonNullElseGet(measurement.partitionCount(), this::largestSlots);
  }
}
