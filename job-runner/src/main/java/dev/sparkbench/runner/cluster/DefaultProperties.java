// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.cluster;

import dev.sparkbench.api.contract.RunRequest;
import java.util.Map;
import java.util.TreeMap;

/** The Spark properties that apply unless the manifest's {@code sparkConf} sets them. */
public final class DefaultProperties {

  // The minimum, so that a run with few nodes survives a few failures.
  private static final int FAILURES_AT_LEAST = 3;

  private DefaultProperties() {}

  /** The properties for a run. */
  public static Map<String, String> of(RunRequest request) {
    Map<String, String> defaults = new TreeMap<>(S3aProperties.defaults());
    // "a" and "A" are two columns.
    defaults.put("spark.sql.caseSensitive", "true");
    // Report unparseable dates as bad records instead of throwing Spark's upgrade exception.
    defaults.put("spark.sql.legacy.timeParserPolicy", "CORRECTED");
    // Timestamps without a zone mean the same in every image.
    defaults.put("spark.sql.session.timeZone", "UTC");
    // The number of executor failures after which Spark gives up; Spark's default is twice this.
    defaults.put(
        "spark.executor.maxNumFailures",
        String.valueOf(Math.max(FAILURES_AT_LEAST, request.nodes())));
    return defaults;
  }
}
