// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.RDDInfo;
import org.apache.spark.storage.StorageLevel;

/**
 * Rows that stay in the executors' memory.
 *
 * @param bytes their size in memory
 */
public record CachedRows(long bytes) {

  /**
   * Reads the table once and keeps it; from then on Spark reads its rows from memory.
   *
   * @throws RunFailure {@code OutOfMemory} if the executors cannot hold all of it: then each
   *     iteration would read an unknown part from the store
   */
  public static CachedRows materialise(Table table) {
    Dataset<Row> rows = table.rows();
    SparkContext spark = rows.sparkSession().sparkContext();
    Set<Integer> others =
        Arrays.stream(spark.getRDDStorageInfo()).map(RDDInfo::id).collect(Collectors.toSet());
    rows.persist(StorageLevel.MEMORY_ONLY());
    rows.count();
    List<RDDInfo> kept =
        Arrays.stream(spark.getRDDStorageInfo())
            .filter(info -> !others.contains(info.id()))
            .toList();
    int partitions = rows.queryExecution().executedPlan().execute().getNumPartitions();
    int cached = kept.stream().mapToInt(RDDInfo::numCachedPartitions).sum();
    if (cached < partitions) {
      rows.unpersist(true);
      throw new RunFailure(
          FailureReason.OUT_OF_MEMORY,
          "measurement.cache is Memory, but only %d of the dataset's %d partitions fit into the executors' memory; raise executor.memory, or set measurement.cache to None"
              .formatted(cached, partitions));
    }
    return new CachedRows(kept.stream().mapToLong(RDDInfo::memSize).sum());
  }
}
