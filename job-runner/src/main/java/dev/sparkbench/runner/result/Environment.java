package dev.sparkbench.runner.result;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.hadoop.util.VersionInfo;
import org.apache.spark.sql.SparkSession;
import scala.collection.JavaConverters;
import scala.util.Properties;

/**
 * What the run ran on, as far as the driver knows.
 *
 * @param image the runner image as the manifest names it
 * @param imageId the same with its digest; null if nobody knows
 * @param spark Spark's version
 * @param hadoop Hadoop's version
 * @param scala Scala's version
 * @param java the driver's Java runtime
 * @param javaVendor who made it
 * @param os the driver's operating system and architecture
 * @param properties Spark's properties; values that may be secret are replaced
 */
public record Environment(
    String image,
    String imageId,
    String spark,
    String hadoop,
    String scala,
    String java,
    String javaVendor,
    String os,
    Map<String, String> properties) {

  /** What stands in place of a value that may be secret. */
  static final String REDACTED = "(redacted)";

  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "secret|password|passwd|token|credential(?!s\\.provider)|access[._-]?key|private[._-]?key",
          Pattern.CASE_INSENSITIVE);

  // Options such as -Dpassword=x, and URLs such as https://user:password@host.
  private static final Pattern SECRET_IN_VALUE =
      Pattern.compile(
          "(secret|password|passwd|token|access[._-]?key)\\S*=|://[^/\\s]*:[^/\\s]*@",
          Pattern.CASE_INSENSITIVE);

  /** The environment of a session. */
  public static Environment of(SparkSession spark, String image, Optional<String> imageId) {
    return new Environment(
        image,
        imageId.orElse(null),
        spark.version(),
        VersionInfo.getVersion(),
        Properties.versionNumberString(),
        Runtime.version().toString(),
        System.getProperty("java.vendor"),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        withoutSecrets(JavaConverters.mapAsJavaMap(spark.conf().getAll())));
  }

  /** The same map, sorted, with values that may be secret replaced. */
  public static Map<String, String> withoutSecrets(Map<String, String> properties) {
    Map<String, String> safe = new TreeMap<>(properties);
    safe.replaceAll((name, value) -> maySecret(name, value) ? REDACTED : value);
    return safe;
  }

  private static boolean maySecret(String name, String value) {
    return SECRET_NAME.matcher(name).find() || SECRET_IN_VALUE.matcher(value).find();
  }
}
