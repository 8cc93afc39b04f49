// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What measuring a node count took, in seconds, from the decision on each pod until the operator
 * knew what came of it. The parts are those of runs that were measured, added up over the trials.
 * They lack little of the total: what the driver does between them.
 */
public record TimeSpent(
    @JsonPropertyDescription(
            "From the decision on the pod until the driver's JVM started: scheduling, pulling the image, starting the container. As rough as the clocks of the operator's and the driver's nodes agree.")
        double podSec,
    @JsonPropertyDescription("From the JVM's start until the driver knew what to do.")
        double jvmSec,
    @JsonPropertyDescription(
            "Finding the dataset in the store, and looking at the end whether it is the same.")
        double checkSec,
    @JsonPropertyDescription("Starting Spark, without waiting for executors.") double sessionSec,
    @JsonPropertyDescription("Waiting for executors, beyond what was done meanwhile.")
        double executorsSec,
    @JsonPropertyDescription("Reading or inferring the schema, and counting the records left out.")
        double schemaSec,
    @JsonPropertyDescription("Bringing the dataset into the executors' memory.") double cacheSec,
    @JsonPropertyDescription("Iterations that do not count.") double warmupsSec,
    @JsonPropertyDescription(
            "Iterations that are measured, also those that were disturbed and done again.")
        double iterationsSec,
    @JsonPropertyDescription("Writing the output.") double uploadSec,
    @JsonPropertyDescription(
            "Stopping Spark, and from the driver's answer until the operator knew of it. As rough as the clocks of the operator's and the driver's nodes agree.")
        double endSec,
    @JsonPropertyDescription("Attempts that failed.") double failedSec,
    @JsonPropertyDescription("All of it.") double totalSec) {

  /** No time. */
  public static final TimeSpent NONE = new TimeSpent(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** An attempt that failed. */
  public static TimeSpent failed(double seconds) {
    return new TimeSpent(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, seconds, seconds);
  }

  /** All of several; empty if none of them is known. */
  public static Optional<TimeSpent> sum(List<TimeSpent> all) {
    return all.stream().filter(Objects::nonNull).reduce(TimeSpent::plus);
  }

  /** Both together. */
  public TimeSpent plus(TimeSpent other) {
    return new TimeSpent(
        sum(podSec, other.podSec),
        sum(jvmSec, other.jvmSec),
        sum(checkSec, other.checkSec),
        sum(sessionSec, other.sessionSec),
        sum(executorsSec, other.executorsSec),
        sum(schemaSec, other.schemaSec),
        sum(cacheSec, other.cacheSec),
        sum(warmupsSec, other.warmupsSec),
        sum(iterationsSec, other.iterationsSec),
        sum(uploadSec, other.uploadSec),
        sum(endSec, other.endSec),
        sum(failedSec, other.failedSec),
        sum(totalSec, other.totalSec));
  }

  /** In whole milliseconds, so that the digits stay few. */
  private static double sum(double a, double b) {
    return Math.round((a + b) * 1e3) / 1e3;
  }

  /** How much of the time was measured, such as {@code measuring took 62 s of 185 s}. */
  public Optional<String> sentence() {
    return iterationsSec > 0
        ? Optional.of(
            String.format(Locale.ROOT, "measuring took %.0f s of %.0f s", iterationsSec, totalSec))
        : Optional.empty();
  }
}
