package dev.sparkbench.controller;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.StorageSpec;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Knows which benchmarks of a namespace write to the same place: only one of them may at a time.
 * Other namespaces are not looked at, so that nobody can block people there, or learn of them.
 */
final class ResultPaths {

  private static final String INDEX = "result-path";

  // The one that began first; a tie is broken in a way that all of them see alike.
  private static final Comparator<SparkBenchmarkJob> PRECEDENCE =
      Comparator.comparing(ResultPaths::started).thenComparing(job -> job.getMetadata().getUid());

  private final String defaultEndpoint;
  private IndexerResourceCache<SparkBenchmarkJob> resources;

  /** With the endpoint of benchmarks that name none. */
  ResultPaths(Optional<String> defaultEndpoint) {
    this.defaultEndpoint = defaultEndpoint.orElse("");
  }

  /** Begins to watch the paths of these resources. */
  void watch(IndexerResourceCache<SparkBenchmarkJob> cache) {
    cache.addIndexers(
        Map.of(
            INDEX, job -> key(job).filter(key -> isActive(job)).map(List::of).orElse(List.of())));
    resources = cache;
  }

  /**
   * The resource that a benchmark has to wait for, because it is writing to the same place. One
   * that is paused itself waits for any other; of two that are at work, the later one gives way.
   */
  Optional<String> occupant(SparkBenchmarkJob job) {
    boolean paused = job.getStatus() != null && job.getStatus().pause() != null;
    return key(job).stream()
        .flatMap(key -> resources.byIndex(INDEX, key).stream())
        .filter(other -> !other.getMetadata().getUid().equals(job.getMetadata().getUid()))
        .filter(other -> paused || PRECEDENCE.compare(other, job) < 0)
        .min(PRECEDENCE)
        .map(other -> other.getMetadata().getName());
  }

  /** Where a benchmark that has begun and not ended writes to, in its namespace. */
  private Optional<String> key(SparkBenchmarkJob job) {
    return Optional.ofNullable(job.getStatus())
        .filter(status -> status.startTime() != null && status.completionTime() == null)
        .map(SparkBenchmarkJobStatus::resultPath)
        .map(path -> "%s %s %s".formatted(job.getMetadata().getNamespace(), endpoint(job), path));
  }

  /** One that is paused, or that this operator does not work on, writes nothing. */
  private static boolean isActive(SparkBenchmarkJob job) {
    return job.getStatus().pause() == null && LeftAlone.reason(job).isEmpty();
  }

  private String endpoint(SparkBenchmarkJob job) {
    return Optional.ofNullable(job.getSpec())
        .map(spec -> spec.storage())
        .map(StorageSpec::endpoint)
        .orElse(defaultEndpoint)
        .replaceFirst("/+$", "");
  }

  private static Instant started(SparkBenchmarkJob job) {
    try {
      return Instant.parse(job.getStatus().startTime());
    } catch (DateTimeParseException e) {
      return Instant.MAX; // somebody has edited the status by hand
    }
  }
}
