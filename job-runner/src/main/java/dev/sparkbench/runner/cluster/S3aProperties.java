package dev.sparkbench.runner.cluster;

import dev.sparkbench.api.contract.Storage;
import dev.sparkbench.runner.machine.ThrottledRequests;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * How the object store is reached, as properties of S3A: the one configuration for all that the
 * driver, the executors and the report read and write. No keys: those are in the pods' environment,
 * where the SDK's default chain finds them.
 */
public final class S3aProperties {

  private static final String PREFIX = Storage.PROPERTY_PREFIX;

  private static final String CREDENTIALS = "aws.credentials.provider";
  private static final String ROLE = "assumed.role.arn";
  private static final String INTERCEPTORS = "audit.execution.interceptors";
  private static final String DEFAULT_CHAIN =
      "software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider";

  private S3aProperties() {}

  /** What holds unless the manifest's {@code sparkConf} says otherwise. */
  public static Map<String, String> defaults() {
    Map<String, String> properties = new TreeMap<>();
    // By default an unreachable store is retried for minutes, in each task. What is wrong from
    // the start is found before Spark starts; these bounds are for what breaks later.
    properties.put(PREFIX + "retry.limit", "3");
    properties.put(PREFIX + "retry.interval", "500ms");
    properties.put(PREFIX + "connection.establish.timeout", "15s");
    properties.put(PREFIX + "connection.timeout", "60s");
    // A store that asks for fewer requests will answer again, so that is waited out longer: five
    // attempts of the SDK, and eight times that with pauses from 100 ms to 13 s, half a minute in
    // all. Hadoop's own twenty pauses, each twice as long as the last, would take hours.
    properties.put(PREFIX + "attempts.maximum", "5");
    properties.put(PREFIX + "retry.throttle.limit", "8");
    properties.put(PREFIX + "retry.throttle.interval", "100ms");
    return properties;
  }

  /** The properties for a store; they win over {@code sparkConf}. */
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
   * The same properties with those of the store over them. Whoever names a role to assume need not
   * say who assumes it. All clients count how often the store asks for fewer requests.
   */
  public static Map<String, String> addedTo(Map<String, String> properties, Storage storage) {
    Map<String, String> all = new TreeMap<>(properties);
    all.putAll(of(storage));
    all.merge(
        PREFIX + INTERCEPTORS,
        ThrottledRequests.class.getName(),
        (others, own) -> others.isBlank() ? own : others + "," + own);
    if (all.containsKey(PREFIX + ROLE)) {
      all.put(PREFIX + CREDENTIALS, "org.apache.hadoop.fs.s3a.auth.AssumedRoleCredentialProvider");
      all.putIfAbsent(PREFIX + "assumed.role.credentials.provider", DEFAULT_CHAIN);
    }
    return all;
  }

  /**
   * All that the runner's own client is configured by. It gives up sooner, since it is the one that
   * finds out what is wrong, and waits for a store that asks for patience by itself.
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
    // As Spark makes it for itself.
    return SparkHadoopUtil.get().newConfiguration(conf);
  }
}
