// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.resource.Condition;
import dev.sparkbench.api.resource.PerformanceMetric;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus.Phase;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatusBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The state of a job, as clients see it.
 *
 * @param status {@code SUCCESS}, {@code FAILED}, or the resource's phase in capitals
 * @param error why it failed; null if it has not failed
 * @param progress runs done, of all; null once it has ended
 * @param message the state in one sentence; null once it has ended
 * @param data the result so far; complete if the status is {@code SUCCESS}
 */
@JsonPropertyOrder({"status", "error", "progress", "message", "data"})
record JobState(String status, Cause error, String progress, String message, Result data) {

  private static final String SUCCESS = "SUCCESS";
  private static final String FAILED = "FAILED";
  private static final String DELETED = "DELETED";

  private static final Set<String> ENDS = Set.of("True", "False");

  /** Why a benchmark failed. */
  record Cause(String reason, String message) {}

  /**
   * The result of a benchmark.
   *
   * @param resultPath where the results lie in the bucket, without a slash at its end
   * @param resultBucket the bucket; null if it is the operator's
   */
  record Result(
      String jobId,
      String resultPath,
      String resultBucket,
      List<Metric> performanceMetrics,
      String performanceMetricsS3,
      Map<String, String> outputs) {}

  /**
   * How one node count performed.
   *
   * @param variant its variant; left out without variants
   */
  record Metric(
      int nodes,
      double timeSec,
      double speedup,
      double efficiency,
      @JsonInclude(JsonInclude.Include.NON_NULL) String variant) {

    /** Missing if another release has written the status in another form. */
    private static boolean isWhole(PerformanceMetric metric) {
      return Stream.of(metric.nodes(), metric.timeSec(), metric.speedup(), metric.efficiency())
          .allMatch(Objects::nonNull);
    }

    private static Metric of(PerformanceMetric metric) {
      return new Metric(
          metric.nodes(),
          metric.timeSec(),
          metric.speedup(),
          metric.efficiency(),
          metric.variant());
    }
  }

  /**
   * The state of a resource.
   *
   * @param bucket the operator's bucket, which clients know
   */
  static JobState of(SparkBenchmarkJob job, Optional<String> bucket) {
    SparkBenchmarkJobStatus status = status(job);
    Optional<S3Uri> results = results(status);
    Result data =
        new Result(
            jobId(job),
            results.map(uri -> uri.key().replaceFirst("/$", "")).orElse(null),
            results
                .map(S3Uri::bucket)
                .filter(name -> !Optional.of(name).equals(bucket))
                .orElse(null),
            status.performanceMetrics().stream().filter(Metric::isWhole).map(Metric::of).toList(),
            status.performanceMetricsS3(),
            status.outputs());
    Optional<Condition> end = end(job);
    if (end.isEmpty()) {
      Phase phase = isCurrent(job) ? status.phase() : null;
      return new JobState(
          Objects.requireNonNullElse(phase, Phase.Pending).name().toUpperCase(Locale.ROOT),
          null,
          status.progress(),
          status.message(),
          data);
    }
    return end.get().status().equals("True")
        ? new JobState(SUCCESS, null, null, null, data)
        : new JobState(
            FAILED, new Cause(end.get().reason(), end.get().message()), null, null, data);
  }

  /** The state of a resource that is no longer there. */
  static JobState deleted(SparkBenchmarkJob job, Optional<String> bucket) {
    return new JobState(DELETED, null, null, null, of(job, bucket).data());
  }

  /** The state for callers who may not see the result. */
  static JobState deleted(String jobId) {
    return new JobState(
        DELETED, null, null, null, new Result(jobId, null, null, List.of(), null, Map.of()));
  }

  /** Whether the benchmark that the spec asks for has ended. */
  static boolean hasEnded(SparkBenchmarkJob job) {
    return end(job).isPresent();
  }

  /** The job's current id. */
  static String jobId(SparkBenchmarkJob job) {
    return job.getSpec() == null || job.getSpec().jobId() == null
        ? job.getMetadata().getName()
        : job.getSpec().jobId();
  }

  private static Optional<S3Uri> results(SparkBenchmarkJobStatus status) {
    try {
      return Optional.ofNullable(status.resultPath()).map(S3Uri::parse);
    } catch (IllegalArgumentException e) {
      // Written by something other than the operator.
      return Optional.empty();
    }
  }

  private static Optional<Condition> end(SparkBenchmarkJob job) {
    return status(job).conditions().stream()
        .filter(condition -> Condition.SUCCEEDED.equals(condition.type()))
        .filter(condition -> ENDS.contains(String.valueOf(condition.status())))
        .filter(condition -> isCurrent(job))
        .findFirst();
  }

  /** Whether the status is about the spec as it is now. */
  private static boolean isCurrent(SparkBenchmarkJob job) {
    ObjectMeta metadata = job.getMetadata();
    return Objects.equals(status(job).observedGeneration(), metadata.getGeneration());
  }

  private static SparkBenchmarkJobStatus status(SparkBenchmarkJob job) {
    return Objects.requireNonNullElseGet(
        job.getStatus(), () -> SparkBenchmarkJobStatusBuilder.builder().build());
  }
}
