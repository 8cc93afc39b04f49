// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.internal.config.ConfigEntry;
import org.apache.spark.sql.internal.SQLConf$;

/**
 * Decides which properties may be shown with their values: those that are known to contain no
 * secret. The values of all others are replaced, because a secret can have any name.
 */
public final class Redaction {

  /** The replacement of a value that is not shown. */
  public static final String REDACTED = "(redacted)";

  // In addition to those that Spark itself declares. "spark.hadoop.fs.s3a.bucket.NAME.x" is treated
  // like "x".
  private static final Set<String> SHOWN =
      Set.of(
          "spark.app.id",
          "spark.app.name",
          "spark.app.startTime",
          "spark.app.submitTime",
          "spark.driver.host",
          "spark.driver.port",
          "spark.executor.id",
          "spark.master",
          "spark.plugins",
          "spark.sql.extensions",
          "spark.sql.warehouse.dir",
          "spark.hadoop.fs.s3a.assumed.role.arn",
          "spark.hadoop.fs.s3a.attempts.maximum",
          "spark.hadoop.fs.s3a.block.size",
          "spark.hadoop.fs.s3a.endpoint",
          "spark.hadoop.fs.s3a.endpoint.fips",
          "spark.hadoop.fs.s3a.endpoint.region",
          "spark.hadoop.fs.s3a.list.version",
          "spark.hadoop.fs.s3a.max.total.tasks",
          "spark.hadoop.fs.s3a.paging.maximum",
          "spark.hadoop.fs.s3a.path.style.access",
          "spark.hadoop.fs.s3a.proxy.host",
          "spark.hadoop.fs.s3a.proxy.port",
          "spark.hadoop.fs.s3a.readahead.range",
          "spark.hadoop.fs.s3a.requester.pays.enabled",
          "spark.hadoop.fs.s3a.encryption.algorithm",
          "spark.hadoop.fs.s3a.ssl.channel.mode");

  private static final List<String> SHOWN_PREFIXES =
      List.of(
          "spark.databricks.delta.",
          "spark.hadoop.fs.s3a.aws.credentials.provider",
          "spark.hadoop.fs.s3a.change.detection.",
          "spark.hadoop.fs.s3a.committer.",
          "spark.hadoop.fs.s3a.connection.",
          "spark.hadoop.fs.s3a.experimental.",
          "spark.hadoop.fs.s3a.fast.upload",
          "spark.hadoop.fs.s3a.input.",
          "spark.hadoop.fs.s3a.multipart.",
          "spark.hadoop.fs.s3a.retry.",
          "spark.hadoop.fs.s3a.socket.",
          "spark.hadoop.fs.s3a.threads.",
          "spark.hadoop.fs.s3a.vectored.",
          "spark.hadoop.mapreduce.fileoutputcommitter.",
          "spark.hadoop.mapreduce.input.fileinputformat.",
          "spark.hadoop.orc.",
          "spark.hadoop.parquet.",
          "spark.kubernetes.allocation.");

  // Names that Spark declares for secrets, and that the prefixes above might let through.
  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "secret|password|passwd|token|credential(?!s\\.provider)|encryption\\.(?!algorithm|enabled|size)"
              + "|(?:access|private|api|auth|account)[._-]?key|keystore|keytab|executorEnv",
          Pattern.CASE_INSENSITIVE);

  // URLs such as https://user:password@host, and parameters such as ?token=x.
  private static final Pattern SECRET_IN_VALUE =
      Pattern.compile(
          "(secret|password|passwd|token|credential|signature|[._-]key|apikey)\\S*="
              + "|://[^/\\s]*@|AccountKey|-----BEGIN",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern OPTIONS = Pattern.compile("JavaOptions$");
  private static final Pattern BUCKET = Pattern.compile("(?<=\\.s3a\\.)bucket\\.[^.]+\\.");

  private static final Set<String> SHOWN_SYSTEM_PROPERTIES =
      Set.of(
          "file.encoding",
          "java.class.version",
          "java.io.tmpdir",
          "java.net.preferIPv4Stack",
          "java.net.preferIPv6Addresses",
          "java.runtime.version",
          "java.specification.version",
          "java.vendor",
          "java.version",
          "java.vm.name",
          "java.vm.vendor",
          "java.vm.version",
          "log4j2.configurationFile",
          "os.arch",
          "os.name",
          "os.version",
          "user.country",
          "user.language",
          "user.timezone");

  private static final int FINGERPRINT_BYTES = 1;

  static {
    // Declares the properties of Spark SQL.
    SQLConf$.MODULE$.getClass();
  }

  private Redaction() {}

  /** The same properties, sorted, with all values replaced that may be secret. */
  public static Map<String, String> of(Map<String, String> properties) {
    Map<String, String> safe = new TreeMap<>(properties);
    safe.replaceAll(Redaction::shown);
    return safe;
  }

  /**
   * The same, except that replacements of different values almost always differ, so that two
   * configurations can be compared. A replacement reveals one byte of the value's digest, which
   * does not help anybody to find the value.
   */
  public static Map<String, String> comparable(Map<String, String> properties) {
    Map<String, String> safe = of(properties);
    safe.replaceAll(
        (name, value) -> {
          String original = properties.get(name);
          return value.equals(original) ? value : value + " " + fingerprint(original);
        });
    return safe;
  }

  /** The value of a JVM property, or its replacement. */
  static String ofSystemProperty(String name, String value) {
    if (name.startsWith("spark.")) {
      return shown(name, value);
    }
    return SHOWN_SYSTEM_PROPERTIES.contains(name) ? value : REDACTED;
  }

  /** Whether the value of a property is shown unchanged. */
  static boolean isShown(String name, String value) {
    return shown(name, value).equals(value);
  }

  /** The value of a Spark property, or its replacement. */
  static String shown(String name, String value) {
    if (!isKnown(name) || SECRET_NAME.matcher(name).find()) {
      return REDACTED;
    }
    if (OPTIONS.matcher(name).find()) {
      return Arrays.stream(value.strip().split("\\s+"))
          .map(Redaction::option)
          .collect(Collectors.joining(" "));
    }
    return SECRET_IN_VALUE.matcher(value).find() ? REDACTED : value;
  }

  private static boolean isKnown(String name) {
    String general = BUCKET.matcher(name).replaceFirst("");
    return SHOWN.contains(general)
        || SHOWN_PREFIXES.stream().anyMatch(general::startsWith)
        || ConfigEntry.findEntry(name) != null;
  }

  /**
   * One of the JVM's options: its own options are shown, and system properties without their
   * values.
   */
  private static String option(String option) {
    if (option.startsWith("-D")) {
      int equals = option.indexOf('=');
      String property = option.substring(2, equals < 0 ? option.length() : equals);
      return equals < 0 || SHOWN_SYSTEM_PROPERTIES.contains(property)
          ? option
          : "-D" + property + "=" + REDACTED;
    }
    return option.startsWith("-X") || option.startsWith("--add-") || option.startsWith("-verbose:")
        ? option
        : REDACTED;
  }

  private static String fingerprint(String value) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, FINGERPRINT_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
