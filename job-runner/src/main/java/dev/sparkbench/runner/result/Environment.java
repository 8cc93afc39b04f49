// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.result;

import dev.sparkbench.runner.secret.Redaction;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.util.VersionInfo;
import org.apache.spark.sql.SparkSession;
import scala.collection.JavaConverters;
import scala.util.Properties;

/**
 * The environment of the run, as far as the driver knows it.
 *
 * @param image the runner image as the manifest names it
 * @param imageId the same image with its digest; null if unknown
 * @param spark Spark's version
 * @param hadoop Hadoop's version
 * @param scala Scala's version
 * @param java the driver's Java runtime
 * @param javaVendor the vendor of the driver's Java runtime
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
        Redaction.of(JavaConverters.mapAsJavaMap(spark.conf().getAll())));
  }
}
