// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus.Pause;
import dev.sparkbench.api.resource.Unreadable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds the resources that this operator must leave alone, because another release works or has
 * worked on them, and this one does not understand what it wrote. If this operator wrote another
 * status, that information would be lost, and measuring would start from the beginning.
 */
final class LeftAlone {

  /** What has been reported is remembered only to avoid repetition. */
  private static final int MAX_SIZE = 1000;

  private static final int MAX_LENGTH = 700;

  private final Map<String, String> said =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MAX_SIZE;
        }
      };

  /** Why a resource is left alone; empty for those that are not. */
  static Optional<String> reason(SparkBenchmarkJob job) {
    List<Unreadable> problems =
        job.unreadableStatus().isEmpty() && hasBegun(job)
            ? job.unreadableSpec()
            : job.unreadableStatus();
    if (problems.isEmpty()) {
      return Optional.empty();
    }
    String all = problems.stream().map(Unreadable::toString).collect(Collectors.joining("; "));
    return Optional.of(
        "this operator leaves the benchmark alone, because it does not understand what another"
            + " release has written down; upgrade the operator, or delete the benchmark and apply it again: "
            + (all.length() <= MAX_LENGTH ? all : all.substring(0, MAX_LENGTH) + "…"));
  }

  /** Whether this has not been reported for the resource yet. */
  synchronized boolean isNews(SparkBenchmarkJob job, String reason) {
    return !reason.equals(said.put(job.getMetadata().getUid(), reason));
  }

  /** Whether some operator has understood the current spec and begun. */
  private static boolean hasBegun(SparkBenchmarkJob job) {
    SparkBenchmarkJobStatus status = job.getStatus();
    return status != null
        && status.specDigest() != null
        && status.pause() != Pause.InvalidSpec
        && Objects.equals(status.observedGeneration(), job.getMetadata().getGeneration());
  }
}
