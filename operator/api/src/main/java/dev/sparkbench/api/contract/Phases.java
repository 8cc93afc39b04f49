// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * How a driver spent its time, in seconds; 0 for phases that it did not reach.
 *
 * @param startedAt when its JVM started, by its node's clock (RFC 3339); null from drivers that do
 *     not say
 * @param jvm from the JVM's start until the driver had read its request
 * @param check finding the dataset in the store, and checking at the end that it has not changed
 * @param session starting Spark, without waiting for executors
 * @param executors waiting for executors, without the work done meanwhile
 * @param schema reading or inferring the schema, and counting the records that were left out
 * @param cache bringing the dataset into the executors' memory
 * @param warmups iterations that do not count
 * @param iterations iterations that are measured, including disturbed ones that were repeated
 * @param upload writing the output
 * @param stop stopping Spark and its executors
 * @param answeredAt when the driver gave this answer, by its node's clock (RFC 3339); null from
 *     drivers that do not say
 */
@RecordBuilder
public record Phases(
    String startedAt,
    double jvm,
    double check,
    double session,
    double executors,
    double schema,
    double cache,
    double warmups,
    double iterations,
    double upload,
    double stop,
    String answeredAt) {

  /** For a driver that did nothing. */
  public static final Phases NONE =
      PhasesBuilder.builder()
          .startedAt(null)
          .jvm(0)
          .check(0)
          .session(0)
          .executors(0)
          .schema(0)
          .cache(0)
          .warmups(0)
          .iterations(0)
          .upload(0)
          .stop(0)
          .answeredAt(null)
          .build();

  private static final double MILLIS_PER_SECOND = 1e3;

  /** The same, rounded to milliseconds, which is precise enough for any reader. */
  Phases rounded() {
    return PhasesBuilder.builder()
        .startedAt(startedAt)
        .jvm(rounded(jvm))
        .check(rounded(check))
        .session(rounded(session))
        .executors(rounded(executors))
        .schema(rounded(schema))
        .cache(rounded(cache))
        .warmups(rounded(warmups))
        .iterations(rounded(iterations))
        .upload(rounded(upload))
        .stop(rounded(stop))
        .answeredAt(answeredAt)
        .build();
  }

  private static double rounded(double seconds) {
    return Math.round(seconds * MILLIS_PER_SECOND) / MILLIS_PER_SECOND;
  }
}
