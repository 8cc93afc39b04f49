// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.cluster;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.contract.SparkConfNames;
import dev.sparkbench.runner.failure.RunFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.apache.spark.internal.config.ConfigEntry;
import org.apache.spark.internal.config.ConfigEntry$;
import org.apache.spark.internal.config.Kryo$;
import org.apache.spark.internal.config.Network$;
import org.apache.spark.internal.config.Python$;
import org.apache.spark.internal.config.Status$;
import org.apache.spark.internal.config.Streaming$;
import org.apache.spark.internal.config.UI$;
import org.apache.spark.internal.config.package$;
import org.apache.spark.sql.internal.SQLConf$;
import org.apache.spark.sql.internal.StaticSQLConf$;

/**
 * Checks, before Spark starts, the properties that a manifest sets: whether Spark can read their
 * values, and whether their names look misspelt. Spark itself reads a property when it needs it,
 * which may be after the executors have started, and ignores names that it does not know.
 */
public final class SettingsCheck {

  /**
   * Names of Hadoop's properties, which Spark passes on and does not declare. Misspelt ones cannot
   * be recognized.
   */
  private static final String HADOOP = "spark.hadoop.";

  /** A name that differs from a declared one by more edits than this is no misspelling of it. */
  private static final int MOST_EDITS = 2;

  static {
    // Loading these classes declares the properties of Spark and of Spark SQL.
    List.of(
        package$.MODULE$,
        Kryo$.MODULE$,
        Network$.MODULE$,
        Python$.MODULE$,
        Status$.MODULE$,
        Streaming$.MODULE$,
        UI$.MODULE$,
        SQLConf$.MODULE$,
        StaticSQLConf$.MODULE$);
  }

  private SettingsCheck() {}

  /**
   * Checks all values.
   *
   * @throws RunFailure {@code InvalidConfiguration} for one that Spark cannot read
   */
  public static void require(Map<String, String> sparkConf) {
    new TreeMap<>(sparkConf).forEach(SettingsCheck::require);
  }

  private static void require(String name, String value) {
    ConfigEntry<?> declared = ConfigEntry.findEntry(name);
    // A value with a reference to another property cannot be checked yet.
    if (declared == null || value.contains("${")) {
      return;
    }
    try {
      declared.valueConverter().apply(value);
    } catch (RuntimeException e) {
      throw new RunFailure(
          FailureReason.INVALID_CONFIGURATION,
          "sparkConf '%s' has a value that Spark cannot use: %s"
              .formatted(
                  name, String.valueOf(e.getMessage()).strip().lines().findFirst().orElse("")),
          e);
    }
  }

  /**
   * Names that look misspelt, in sentences without a full stop. They are no failures, because
   * libraries and plugins have properties that Spark does not declare. A property that a manifest
   * may not set is not suggested.
   */
  public static List<String> remarks(RunRequest request) {
    Collection<String> declared = ConfigEntry$.MODULE$.knownConfigs().keySet();
    List<String> remarks = new ArrayList<>();
    for (String name : new TreeMap<>(request.sparkConf()).keySet()) {
      if (!name.startsWith(HADOOP) && !declared.contains(name)) {
        nearest(name, declared)
            .ifPresent(
                known ->
                    remarks.add(
                        maySet(known, request)
                            ? "Spark does not know the property %s of sparkConf; the nearest name is %s"
                                .formatted(name, known)
                            : "Spark does not know the property %s of sparkConf".formatted(name)));
      }
    }
    return remarks;
  }

  private static boolean maySet(String name, RunRequest request) {
    return SparkConfNames.maySet(name, request.measurement().partitions(), request.eventLog());
  }

  private static Optional<String> nearest(String name, Collection<String> declared) {
    LevenshteinDistance distance = new LevenshteinDistance(MOST_EDITS);
    return declared.stream()
        .filter(known -> distance.apply(name, known) >= 0)
        .min(
            Comparator.<String>comparingInt(known -> distance.apply(name, known))
                .thenComparing(Comparator.naturalOrder()));
  }
}
