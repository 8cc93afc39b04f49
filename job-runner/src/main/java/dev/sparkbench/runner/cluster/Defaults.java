package dev.sparkbench.runner.cluster;

import dev.sparkbench.api.contract.RunRequest;
import java.util.Map;
import java.util.TreeMap;

/** The Spark properties that hold unless the manifest's {@code sparkConf} says otherwise. */
public final class Defaults {

  // With few nodes there must be room for bad luck.
  private static final int FAILURES_AT_LEAST = 3;

  private Defaults() {}

  /** The properties for a run. */
  public static Map<String, String> of(RunRequest request) {
    Map<String, String> defaults = new TreeMap<>(S3aProperties.defaults());
    // Columns "a" and "A" are two.
    defaults.put("spark.sql.caseSensitive", "true");
    // A date that is none is a bad record, not a reason to recommend a version of Spark.
    defaults.put("spark.sql.legacy.timeParserPolicy", "CORRECTED");
    // Timestamps without a zone mean the same in every image.
    defaults.put("spark.sql.session.timeZone", "UTC");
    // How many executors may die before Spark gives up; its own default is twice as patient.
    defaults.put(
        "spark.executor.maxNumFailures",
        String.valueOf(Math.max(FAILURES_AT_LEAST, request.nodes())));
    return defaults;
  }
}
