// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.sparkbench.api.contract.Partitions;
import dev.sparkbench.api.resource.EditOf.Effect;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** How often to measure, and in which order. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MeasurementSpec(
    @JsonPropertyDescription(
            "The minimum number of iterations before measuring in every run; more follow until their times no longer fall, see maxWarmupSeconds. Default: 1; 0 for an application that is not repeatable.")
        @Min(0) @Max(20) @EditOf(Effect.STARTS_OVER)
        Integer warmups,
    @JsonPropertyDescription(
            "Measured iterations of each run; their median is the time of a trial. Iterations in one JVM are not independent, so more trials are better than more iterations. Default: 2; 3 for types sql, tpch, tpcds and a repeatable application, 1 for another one.")
        @Min(1) @Max(50) @EditOf(Effect.STARTS_OVER)
        Integer iterations,
    @JsonPropertyDescription(
            "Runs of each node count, each in fresh pods. The time of a node count is the geometric mean of its trials' times; with 2 or more trials, there are confidence intervals and verdicts. Default: 3; 2 with 34 or more iterations.")
        @Min(1) @Max(20) @EditOf(Effect.STARTS_OVER)
        Integer trials,
    @JsonPropertyDescription(
            "The order of the node counts in each trial: Ascending (default without variants), or Shuffled, another random order for each trial (default with variants), so that a slow minute of the cluster does not fall on one node count.")
        @EditOf(Effect.STARTS_OVER)
        Order order,
    @JsonPropertyDescription(
            "None (default): every iteration reads the dataset from the store. Memory: it is read once, before warm-ups, and stays in the executors' memory; a run whose executors cannot hold it all fails.")
        @EditOf(value = Effect.STARTS_OVER, unless = "None")
        Cache cache,
    @JsonPropertyDescription(
            "The longest warm-up of a run, in seconds. A run warms up until every task slot has done as much work as a slot of the smallest node count in its warmups, and the times of iterations no longer fall. An iteration that has begun is finished. 0: only the number of warmups. Default: 120; 0 for an application that is not repeatable.")
        @Min(0) @Max(3600) @EditOf(Effect.STARTS_OVER)
        Integer maxWarmupSeconds,
    @JsonPropertyDescription(
            "What determines the number of input splits and shuffle partitions. Pinned (default): the largest node count, so that they are the same at every node count; the report shows how the same work scales. PerNodeCount: the executors of each run, by Spark's own defaults; the report shows what you would get with that many, and models and approximate statistics are not compared between node counts.")
        @EditOf(value = Effect.STARTS_OVER, unless = "Pinned")
        Partitions partitions,
    @JsonPropertyDescription(
            "With partitions Pinned: the number of shuffle partitions, and the minimum number of input splits. Default: the task slots of the largest node count (its executors times executor.cores), and twice as many for types sql, tpch, tpcds and application.")
        @Min(1) @Max(100000) @EditOf(Effect.STARTS_OVER)
        Integer partitionCount) {

  /** All fields absent. */
  public static final MeasurementSpec EMPTY =
      new MeasurementSpec(null, null, null, null, null, null, null, null);

  /** The source of the dataset in iterations. */
  public enum Cache {
    /** The store, every time. */
    None,
    /** The memory of the executors. */
    Memory
  }

  /** The order in which the node counts of a trial are measured. */
  public enum Order {
    /** From the smallest to the largest. */
    Ascending,
    /** In random order, with the seed in the status. */
    Shuffled
  }
}
