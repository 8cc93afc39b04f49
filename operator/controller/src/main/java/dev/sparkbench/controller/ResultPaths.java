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
 * Finds benchmarks of a namespace that write to the same place, either results or data that they
 * create; only one of them may do so at a time. Other namespaces are ignored, so that nobody can
 * block users there, or learn about their benchmarks.
 */
final class ResultPaths {

  private static final String RESULTS = "result-path";
  private static final String DATA = "data-path";

  // The one that began first. A tie is broken in a way on which all of them agree.
  private static final Comparator<SparkBenchmarkJob> PRECEDENCE =
      Comparator.comparing(ResultPaths::started).thenComparing(job -> job.getMetadata().getUid());

  private final String defaultEndpoint;
  private IndexerResourceCache<SparkBenchmarkJob> resources;

  /**
   * Creates an index.
   *
   * @param defaultEndpoint the endpoint of benchmarks that name none
   */
  ResultPaths(Optional<String> defaultEndpoint) {
    this.defaultEndpoint = defaultEndpoint.orElse("");
  }

  /** Indexes the paths of these resources. */
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
   * The resource that a benchmark must wait for, because it writes to the same place. A paused
   * benchmark waits for any other; of two active ones, the later one waits.
   */
  Optional<String> occupant(SparkBenchmarkJob job) {
    boolean paused = job.getStatus() != null && job.getStatus().pause() != null;
    return first(RESULTS, results(job), job, other -> paused || PRECEDENCE.compare(other, job) < 0);
  }

  /** The resource that prepares the same data and began before. */
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

  /** Where a benchmark that has begun and not ended writes its results, with its namespace. */
  private Optional<String> results(SparkBenchmarkJob job) {
    return place(job, SparkBenchmarkJobStatus::resultPath);
  }

  /** The data that such a benchmark still has to prepare. */
  private Optional<String> data(SparkBenchmarkJob job) {
    return place(job, SparkBenchmarkJobStatus::toPrepare)
        // A folder may be written with slashes at its end.
        .map(key -> key.replaceFirst("/+$", ""));
  }

  private Optional<String> place(
      SparkBenchmarkJob job, Function<SparkBenchmarkJobStatus, String> path) {
    return Optional.ofNullable(job.getStatus())
        .filter(status -> status.startTime() != null && status.completionTime() == null)
        .map(path)
        .map(at -> "%s %s %s".formatted(job.getMetadata().getNamespace(), endpoint(job), at));
  }

  /**
   * Whether a benchmark may write: it does not if it is paused, or if this operator leaves it
   * alone.
   */
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
      return Instant.MAX; // the status was edited by hand
    }
  }
}
