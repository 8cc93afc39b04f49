// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.cluster;

import dev.sparkbench.api.contract.Storage;
import dev.sparkbench.runner.machine.ThrottledRequests;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * The S3A properties for access to the object store: one configuration for everything that the
 * driver, the executors and the report read and write. They contain no keys; those are in the pods'
 * environment, where the SDK's default chain finds them.
 */
public final class S3aProperties {

  private static final String PREFIX = Storage.PROPERTY_PREFIX;

  private static final String CREDENTIALS = "aws.credentials.provider";
  private static final String ROLE = "assumed.role.arn";
  private static final String INTERCEPTORS = "audit.execution.interceptors";
  private static final String DEFAULT_CHAIN =
      "software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider";

  private S3aProperties() {}

  /** The properties that apply unless the manifest's {@code sparkConf} sets them. */
  public static Map<String, String> defaults() {
    Map<String, String> properties = new TreeMap<>();
    // By default an unreachable store is retried for minutes, in each task. A wrong configuration
    // is found before Spark starts; these bounds are for failures after that.
    properties.put(PREFIX + "retry.limit", "3");
    properties.put(PREFIX + "retry.interval", "500ms");
    properties.put(PREFIX + "connection.establish.timeout", "15s");
    properties.put(PREFIX + "connection.timeout", "60s");
    // A store that asks for fewer requests will answer again, so the wait is longer: five attempts
    // of the SDK, and eight times that with pauses from 100 ms to 13 s, half a minute in total.
    // Hadoop's default of twenty pauses, each twice as long as the one before, would take hours.
    properties.put(PREFIX + "attempts.maximum", "5");
    properties.put(PREFIX + "retry.throttle.limit", "8");
    properties.put(PREFIX + "retry.throttle.interval", "100ms");
    return properties;
  }

  /** The properties for a store; they override {@code sparkConf}. */
  public static Map<String, String> of(Storage storage) {
    Map<String, String> properties = new TreeMap<>();
    if (storage.endpoint() != null) {
      properties.put(PREFIX + "endpoint", storage.endpoint());
      properties.put(
          PREFIX + "connection.ssl.enabled",
          String.valueOf(storage.endpoint().startsWith("https:")));
      properties.put(PREFIX + "endpoint.region", "us-east-1");
    }
    if (storage.region() != null) {
      properties.put(PREFIX + "endpoint.region", storage.region());
    }
    properties.put(PREFIX + "path.style.access", String.valueOf(storage.pathStyleAccess()));
    properties.put(PREFIX + CREDENTIALS, DEFAULT_CHAIN);
    if (storage.results() != null) {
      properties.put(
          PREFIX + "bucket." + storage.results().bucket() + "." + CREDENTIALS,
          ResultCredentials.class.getName());
    }
    return properties;
  }

  /**
   * The given properties, overridden by those of the store. If they name a role to assume, the
   * credentials provider for it is added. All clients count how often the store asks for fewer
   * requests.
   */
  public static Map<String, String> addedTo(Map<String, String> properties, Storage storage) {
    Map<String, String> all = new TreeMap<>(properties);
    all.putAll(of(storage));
    all.merge(
        PREFIX + INTERCEPTORS,
        ThrottledRequests.class.getName(),
        (others, own) -> others.isBlank() ? own : others + "," + own);
    if (all.containsKey(PREFIX + ROLE)) {
      all.put(PREFIX + CREDENTIALS, AssumedRole.class.getName());
    }
    return all;
  }

  /**
   * The properties of the runner's own client. It gives up sooner, because it is the one that
   * detects wrong configurations, and it has its own pauses for a store that asks for fewer
   * requests.
   *
   * @param sparkConf the manifest's
   */
  public static Configuration configuration(Storage storage, Map<String, String> sparkConf) {
    Map<String, String> properties = new TreeMap<>(defaults());
    properties.put(PREFIX + "attempts.maximum", "3");
    properties.putAll(storage.properties());
    properties.putAll(sparkConf);
    SparkConf conf = new SparkConf(false);
    addedTo(properties, storage).forEach(conf::set);
    // As Spark creates it.
    return SparkHadoopUtil.get().newConfiguration(conf);
  }
}
