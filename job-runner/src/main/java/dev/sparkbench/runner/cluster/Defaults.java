package dev.sparkbench.runner.cluster;

import dev.sparkbench.api.contract.RunRequest;
import java.util.Map;

/** The Spark properties that hold unless the manifest's {@code sparkConf} says otherwise. */
public final class Defaults {

  // With few nodes there must be room for bad luck.
  private static final int FAILURES_AT_LEAST = 3;

  private Defaults() {}

  /** The properties for a run. */
  public static Map<String, String> of(RunRequest request) {
    return Map.of(
        // Columns "a" and "A" are two.
        "spark.sql.caseSensitive",
        "true",
        // A date that is none is a bad record, not a reason to recommend a version of Spark.
        "spark.sql.legacy.timeParserPolicy",
        "CORRECTED",
        // Timestamps without a zone mean the same in every image.
        "spark.sql.session.timeZone",
        "UTC",
        // How many executors may die before Spark gives up; its own default is twice as patient.
        "spark.executor.maxNumFailures",
        String.valueOf(Math.max(FAILURES_AT_LEAST, request.nodes())),
        // By default an unreachable store is retried for minutes, in each task. What is wrong from
        // the start is found before Spark starts; these bounds are for what breaks later.
        "spark.hadoop.fs.s3a.attempts.maximum",
        "3",
        "spark.hadoop.fs.s3a.retry.limit",
        "3",
        "spark.hadoop.fs.s3a.retry.interval",
        "500ms",
        "spark.hadoop.fs.s3a.connection.establish.timeout",
        "15s",
        "spark.hadoop.fs.s3a.connection.timeout",
        "60s");
  }
}
