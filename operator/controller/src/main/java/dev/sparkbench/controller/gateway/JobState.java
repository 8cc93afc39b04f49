package dev.sparkbench.controller.gateway;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.sparkbench.api.resource.Condition;
import dev.sparkbench.api.resource.PerformanceMetric;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus.Phase;
import dev.sparkbench.api.resource.StatusBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How far a job is, as clients see it.
 *
 * @param status {@code SUCCESS}, {@code FAILED}, or the resource's phase in capitals
 * @param error why it failed; null where it has not
 * @param progress node counts done, of all; null once it has ended
 * @param message the state in one sentence; null once it has ended
 * @param data what there is of the result; all of it where the status is {@code SUCCESS}
 */
@JsonPropertyOrder({"status", "error", "progress", "message", "data"})
record JobState(String status, Cause error, String progress, String message, Result data) {

  private static final String SUCCESS = "SUCCESS";
  private static final String FAILED = "FAILED";
  private static final String DELETED = "DELETED";

  /** Why a benchmark failed. */
  record Cause(String reason, String message) {}

  /** What a benchmark gave. */
  record Result(
      String jobId,
      String resultPath,
      List<Metric> performanceMetrics,
      String performanceMetricsS3,
      Map<String, String> outputs) {}

  /** How one node count performed. */
  record Metric(int nodes, double timeSec, double speedup, double efficiency) {

    private static Metric of(PerformanceMetric metric) {
      return new Metric(metric.nodes(), metric.timeSec(), metric.speedup(), metric.efficiency());
    }
  }

  /** The state of a resource. */
  static JobState of(SparkBenchmarkJob job) {
    SparkBenchmarkJobStatus status = status(job);
    Result data =
        new Result(
            jobId(job),
            status.resultPath(),
            status.performanceMetrics().stream().map(Metric::of).toList(),
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
  static JobState deleted(SparkBenchmarkJob job) {
    return new JobState(DELETED, null, null, null, of(job).data());
  }

  /** Whether the benchmark that the spec asks for has ended. */
  static boolean hasEnded(SparkBenchmarkJob job) {
    return end(job).isPresent();
  }

  /** The id in force. */
  static String jobId(SparkBenchmarkJob job) {
    return job.getSpec() == null || job.getSpec().jobId() == null
        ? job.getMetadata().getName()
        : job.getSpec().jobId();
  }

  private static Optional<Condition> end(SparkBenchmarkJob job) {
    return status(job).conditions().stream()
        .filter(condition -> condition.type().equals(Condition.SUCCEEDED))
        .filter(condition -> !condition.status().equals("Unknown"))
        .filter(condition -> isCurrent(job))
        .findFirst();
  }

  /** Whether the status is about the spec as it is now. */
  private static boolean isCurrent(SparkBenchmarkJob job) {
    ObjectMeta metadata = job.getMetadata();
    return Objects.equals(status(job).observedGeneration(), metadata.getGeneration());
  }

  private static SparkBenchmarkJobStatus status(SparkBenchmarkJob job) {
    return Objects.requireNonNullElseGet(job.getStatus(), () -> new StatusBuilder().build());
  }
}
