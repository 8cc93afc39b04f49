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
 * Knows the resources that this operator must leave alone: another release works on them, or has,
 * and what it wrote down is not understood here. To write another status would be to forget it, and
 * to measure from the beginning.
 */
final class LeftAlone {

  /** What is remembered is only so that nothing is said twice. */
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

  /** Whether that has not been said of the resource yet. */
  synchronized boolean isNews(SparkBenchmarkJob job, String reason) {
    return !reason.equals(said.put(job.getMetadata().getUid(), reason));
  }

  /** Whether somebody has understood the spec, as it is now, and begun. */
  private static boolean hasBegun(SparkBenchmarkJob job) {
    SparkBenchmarkJobStatus status = job.getStatus();
    return status != null
        && status.specDigest() != null
        && status.pause() != Pause.InvalidSpec
        && Objects.equals(status.observedGeneration(), job.getMetadata().getGeneration());
  }
}
