// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The time of measuring a node count, in seconds, from the decision to create each pod until the
 * operator knew its result. The parts are those of measured runs, added up over the trials. Their
 * sum is a little less than the total, because of what the driver does between them.
 */
@RecordBuilder
public record TimeSpent(
    @JsonPropertyDescription(
            "From the decision to create the pod until the driver's JVM started: scheduling, pulling the image, starting the container. Only as exact as the clocks of the operator's and the driver's nodes agree.")
        double podSec,
    @JsonPropertyDescription("From the JVM's start until the driver had read its request.")
        double jvmSec,
    @JsonPropertyDescription(
            "Finding the dataset in the store, and checking at the end that it has not changed.")
        double checkSec,
    @JsonPropertyDescription("Starting Spark, without waiting for executors.") double sessionSec,
    @JsonPropertyDescription("Waiting for executors, without the work done meanwhile.")
        double executorsSec,
    @JsonPropertyDescription(
            "Reading or inferring the schema, and counting the records that were left out.")
        double schemaSec,
    @JsonPropertyDescription("Bringing the dataset into the executors' memory.") double cacheSec,
    @JsonPropertyDescription("Iterations that do not count.") double warmupsSec,
    @JsonPropertyDescription(
            "Iterations that are measured, including disturbed ones that were repeated.")
        double iterationsSec,
    @JsonPropertyDescription("Writing the output.") double uploadSec,
    @JsonPropertyDescription(
            "Stopping Spark, and from the driver's answer until the operator knew of it. Only as exact as the clocks of the operator's and the driver's nodes agree.")
        double endSec,
    @JsonPropertyDescription("Attempts that failed.") double failedSec,
    @JsonPropertyDescription("The total.") double totalSec) {

  /** No time at all. */
  public static final TimeSpent NONE =
      TimeSpentBuilder.builder()
          .podSec(0)
          .jvmSec(0)
          .checkSec(0)
          .sessionSec(0)
          .executorsSec(0)
          .schemaSec(0)
          .cacheSec(0)
          .warmupsSec(0)
          .iterationsSec(0)
          .uploadSec(0)
          .endSec(0)
          .failedSec(0)
          .totalSec(0)
          .build();

  /** An attempt that failed. */
  public static TimeSpent failed(double seconds) {
    return TimeSpentBuilder.builder(NONE).failedSec(seconds).totalSec(seconds).build();
  }

  /** The sum; empty if none of them is known. */
  public static Optional<TimeSpent> sum(List<TimeSpent> all) {
    return all.stream().filter(Objects::nonNull).reduce(TimeSpent::plus);
  }

  /** The sum of both. */
  public TimeSpent plus(TimeSpent other) {
    return TimeSpentBuilder.builder()
        .podSec(sum(podSec, other.podSec))
        .jvmSec(sum(jvmSec, other.jvmSec))
        .checkSec(sum(checkSec, other.checkSec))
        .sessionSec(sum(sessionSec, other.sessionSec))
        .executorsSec(sum(executorsSec, other.executorsSec))
        .schemaSec(sum(schemaSec, other.schemaSec))
        .cacheSec(sum(cacheSec, other.cacheSec))
        .warmupsSec(sum(warmupsSec, other.warmupsSec))
        .iterationsSec(sum(iterationsSec, other.iterationsSec))
        .uploadSec(sum(uploadSec, other.uploadSec))
        .endSec(sum(endSec, other.endSec))
        .failedSec(sum(failedSec, other.failedSec))
        .totalSec(sum(totalSec, other.totalSec))
        .build();
  }

  /** Rounded to whole milliseconds, to keep the number of digits small. */
  private static double sum(double a, double b) {
    return Math.round((a + b) * 1e3) / 1e3;
  }

  /** The measured part of the time, such as {@code measuring took 62 s of 185 s}. */
  public Optional<String> sentence() {
    return iterationsSec > 0
        ? Optional.of(
            String.format(Locale.ROOT, "measuring took %.0f s of %.0f s", iterationsSec, totalSec))
        : Optional.empty();
  }
}
