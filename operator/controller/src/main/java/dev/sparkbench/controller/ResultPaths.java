// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.StorageSpec;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Knows which benchmarks of a namespace write to the same place, be it results or data that they
 * create: only one of them may at a time. Other namespaces are not looked at, so that nobody can
 * block people there, or learn of them.
 */
final class ResultPaths {

  private static final String RESULTS = "result-path";
  private static final String DATA = "data-path";

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
            RESULTS,
            job -> results(job).filter(key -> isActive(job)).stream().toList(),
            DATA,
            job -> data(job).filter(key -> isActive(job)).stream().toList()));
    resources = cache;
  }

  /**
   * The resource that a benchmark has to wait for, because it is writing to the same place. One
   * that is paused itself waits for any other; of two that are at work, the later one gives way.
   */
  Optional<String> occupant(SparkBenchmarkJob job) {
    boolean paused = job.getStatus() != null && job.getStatus().pause() != null;
    return first(RESULTS, results(job), job, other -> paused || PRECEDENCE.compare(other, job) < 0);
  }

  /** The resource that prepares the same data, and began before. */
  Optional<String> preparer(SparkBenchmarkJob job) {
    return first(DATA, data(job), job, other -> PRECEDENCE.compare(other, job) < 0);
  }

  private Optional<String> first(
      String index,
      Optional<String> key,
      SparkBenchmarkJob job,
      Predicate<SparkBenchmarkJob> goesFirst) {
    return key.stream()
        .flatMap(it -> resources.byIndex(index, it).stream())
        .filter(other -> !other.getMetadata().getUid().equals(job.getMetadata().getUid()))
        .filter(goesFirst)
        .min(PRECEDENCE)
        .map(other -> other.getMetadata().getName());
  }

  /** Where a benchmark that has begun and not ended writes to, in its namespace. */
  private Optional<String> results(SparkBenchmarkJob job) {
    return place(job, SparkBenchmarkJobStatus::resultPath);
  }

  /** The data that such a benchmark has still to prepare. */
  private Optional<String> data(SparkBenchmarkJob job) {
    return place(job, SparkBenchmarkJobStatus::toPrepare)
        // Other ways to write a folder.
        .map(key -> key.replaceFirst("/+$", ""));
  }

  private Optional<String> place(
      SparkBenchmarkJob job, Function<SparkBenchmarkJobStatus, String> path) {
    return Optional.ofNullable(job.getStatus())
        .filter(status -> status.startTime() != null && status.completionTime() == null)
        .map(path)
        .map(at -> "%s %s %s".formatted(job.getMetadata().getNamespace(), endpoint(job), at));
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
