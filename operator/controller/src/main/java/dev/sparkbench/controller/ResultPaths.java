package dev.sparkbench.controller;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobSpec;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.StorageSpec;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Knows which benchmarks write to the same place: only one of them may at a time. */
final class ResultPaths {

  private static final String INDEX = "result-path";

  // The one that began first; a tie is broken in a way that all of them see alike.
  private static final Comparator<SparkBenchmarkJob> PRECEDENCE =
      Comparator.comparing((SparkBenchmarkJob job) -> Instant.parse(job.getStatus().startTime()))
          .thenComparing(job -> job.getMetadata().getUid());

  private IndexerResourceCache<SparkBenchmarkJob> resources;

  /** Begins to watch the paths of these resources. */
  void watch(IndexerResourceCache<SparkBenchmarkJob> cache) {
    cache.addIndexers(Map.of(INDEX, job -> key(job).map(List::of).orElse(List.of())));
    resources = cache;
  }

  /**
   * The resource, with its namespace, that has taken a benchmark's place before it and has not
   * ended.
   */
  Optional<String> occupant(SparkBenchmarkJob job) {
    return key(job).stream()
        .flatMap(key -> resources.byIndex(INDEX, key).stream())
        .filter(other -> !other.getMetadata().getUid().equals(job.getMetadata().getUid()))
        .filter(other -> PRECEDENCE.compare(other, job) < 0)
        .min(PRECEDENCE)
        .map(other -> other.getMetadata().getNamespace() + "/" + other.getMetadata().getName());
  }

  /** Where a benchmark that has begun and not ended writes to. */
  private static Optional<String> key(SparkBenchmarkJob job) {
    return Optional.ofNullable(job.getStatus())
        .filter(status -> status.startTime() != null && status.completionTime() == null)
        .map(SparkBenchmarkJobStatus::resultPath)
        .map(path -> endpoint(job) + " " + path);
  }

  private static String endpoint(SparkBenchmarkJob job) {
    return Optional.ofNullable(job.getSpec())
        .map(SparkBenchmarkJobSpec::storage)
        .map(StorageSpec::endpoint)
        .orElse("");
  }
}
