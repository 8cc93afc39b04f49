package dev.sparkbench.runner.cluster;

import dev.sparkbench.api.contract.Storage;
import java.util.Map;
import java.util.TreeMap;

/**
 * How executors reach the object store. No keys: those are in the pods' environment, where the
 * SDK's default chain finds them.
 */
public final class S3aProperties {

  private static final String PREFIX = "spark.hadoop.fs.s3a.";

  private S3aProperties() {}

  /** The properties for a store. */
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
    properties.put(
        PREFIX + "aws.credentials.provider",
        "software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider");
    return properties;
  }
}
