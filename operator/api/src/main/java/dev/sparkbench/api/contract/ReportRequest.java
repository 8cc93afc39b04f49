package dev.sparkbench.api.contract;

import java.util.List;

/**
 * Everything the report pod needs to know.
 *
 * @param version the contract's version
 * @param jobId names the results
 * @param dataset {@code s3://bucket/key} of the dataset
 * @param workload what was computed
 * @param storage where the documents go
 * @param outputPrefix {@code s3://bucket/prefix/} below which they go
 * @param runs one entry per node count, in the manifest's order
 * @param goal what a node count has to reach; null without a goal
 * @param cost what an executor costs; null when nobody said
 */
public record ReportRequest(
    int version,
    String jobId,
    String dataset,
    Workload workload,
    Storage storage,
    String outputPrefix,
    List<RunResult> runs,
    Goal goal,
    Cost cost)
    implements Versioned {

  /** Copies the runs; null is empty. */
  public ReportRequest {
    runs = runs == null ? List.of() : List.copyOf(runs);
  }

  /**
   * What a node count has to reach.
   *
   * @param maxSeconds the longest median; null for any
   * @param minEfficiencyPercent the lowest efficiency; null for any
   */
  public record Goal(Integer maxSeconds, Integer minEfficiencyPercent) {}

  /**
   * What an executor costs.
   *
   * @param executorHourPrice a decimal number
   * @param currency three capital letters
   */
  public record Cost(String executorHourPrice, String currency) {}

  /**
   * What became of one node count.
   *
   * @param nodes executor pods
   * @param samples measured wall times in seconds; empty if the run failed
   * @param attempts how many attempts it took
   * @param executorsLost how many executors went away while measuring
   * @param failure what went wrong; null after a success
   */
  public record RunResult(
      int nodes, List<Double> samples, int attempts, int executorsLost, Failure failure) {

    /** Copies the samples; null is empty. */
    public RunResult {
      samples = samples == null ? List.of() : List.copyOf(samples);
    }
  }
}
