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
 * @param results how to reach the results if they have credentials of their own; null if those of
 *     the dataset are used
 * @param properties the properties of the manifest's {@code sparkConf} that are about the store,
 *     for pods that do not get all of it
 */
public record Storage(
    String endpoint,
    String region,
    boolean pathStyleAccess,
    Certificates certificates,
    Results results,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> properties) {

  /** The folder where the certificates are mounted in every pod that uses the store. */
  public static final String CERTIFICATES_PATH = "/etc/sparkbench/certificates";

  /**
   * Environment variable with the folder of the certificates, in drivers, executors and report
   * pods; not set without additional certificates.
   */
  public static final String CERTIFICATES_VARIABLE = "SPARKBENCH_CERTIFICATES";

  /** The prefix of the variables with the results' credentials; the SDK's names follow. */
  public static final String RESULTS_VARIABLE_PREFIX = "SPARKBENCH_RESULTS_";

  /** The prefix of the Spark properties that are about the store. */
  public static final String PROPERTY_PREFIX = "spark.hadoop.fs.s3a.";

  /** Copies the properties; null becomes empty. */
  public Storage {
    properties = properties == null ? Map.of() : Map.copyOf(properties);
  }

  /** A store with one set of credentials and only the usual certificates. */
  public Storage(String endpoint, String region, boolean pathStyleAccess) {
    this(endpoint, region, pathStyleAccess, null, null, null);
  }

  /** The same store with other properties. */
  public Storage withProperties(Map<String, String> other) {
    return new Storage(endpoint, region, pathStyleAccess, certificates, results, other);
  }

  /**
   * The source of certificates: all entries in PEM form are trusted. One of the two is null.
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
