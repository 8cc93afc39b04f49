// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;

/**
 * How to reach the object store.
 *
 * @param endpoint URL of an S3-compatible store; null for AWS
 * @param region region to sign requests for; null to let the SDK find it
 * @param pathStyleAccess whether the bucket is part of the path instead of the host name
 * @param certificates the certificates to trust in addition to the usual ones; null for none
 * @param results how the results are reached with credentials of their own; null where those of the
 *     dataset hold for them too
 * @param properties what the manifest's {@code sparkConf} says about the store, for pods that do
 *     not get all of it
 */
public record Storage(
    String endpoint,
    String region,
    boolean pathStyleAccess,
    Certificates certificates,
    Results results,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> properties) {

  /** Where the certificates are mounted in every pod that talks to the store. */
  public static final String CERTIFICATES_PATH = "/etc/sparkbench/certificates";

  /**
   * Environment variable with the folder of the certificates; not set where the usual ones do. Set
   * in drivers, executors and reports alike.
   */
  public static final String CERTIFICATES_VARIABLE = "SPARKBENCH_CERTIFICATES";

  /** What the variables with the results' credentials begin with; the SDK's names follow. */
  public static final String RESULTS_VARIABLE_PREFIX = "SPARKBENCH_RESULTS_";

  /** The beginning of the names of the Spark properties that are about the store. */
  public static final String PROPERTY_PREFIX = "spark.hadoop.fs.s3a.";

  /** Copies the properties; null is empty. */
  public Storage {
    properties = properties == null ? Map.of() : Map.copyOf(properties);
  }

  /** A store with one set of credentials and certificates that everybody trusts. */
  public Storage(String endpoint, String region, boolean pathStyleAccess) {
    this(endpoint, region, pathStyleAccess, null, null, null);
  }

  /** The same with other properties. */
  public Storage withProperties(Map<String, String> other) {
    return new Storage(endpoint, region, pathStyleAccess, certificates, results, other);
  }

  /**
   * Where certificates are: all entries in PEM form are trusted. One of the two is null.
   *
   * @param secret the name of a Secret
   * @param configMap the name of a ConfigMap
   */
  public record Certificates(String secret, String configMap) {}

  /**
   * Credentials of the results.
   *
   * @param bucket the bucket that they are for
   * @param credentialsSecret the Secret with the keys, named as those of the dataset's
   */
  public record Results(String bucket, String credentialsSecret) {}
}
