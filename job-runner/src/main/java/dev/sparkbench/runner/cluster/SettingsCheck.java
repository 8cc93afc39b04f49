package dev.sparkbench.runner.cluster;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.internal.config.ConfigEntry;
import org.apache.spark.internal.config.package$;
import org.apache.spark.sql.internal.SQLConf$;

/**
 * Looks, before Spark starts, whether it can read the values of the properties that a manifest
 * sets. Spark itself looks when it needs one, which may be after the executors came.
 */
public final class SettingsCheck {

  static {
    // Declare the properties of Spark and of Spark SQL.
    package$.MODULE$.getClass();
    SQLConf$.MODULE$.getClass();
  }

  private SettingsCheck() {}

  /**
   * Reads all values.
   *
   * @throws RunFailure {@code InvalidConfiguration} for one that Spark cannot read
   */
  public static void require(Map<String, String> sparkConf) {
    new TreeMap<>(sparkConf).forEach(SettingsCheck::require);
  }

  private static void require(String name, String value) {
    ConfigEntry<?> declared = ConfigEntry.findEntry(name);
    // A value with a reference to another property is not known yet.
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
}
