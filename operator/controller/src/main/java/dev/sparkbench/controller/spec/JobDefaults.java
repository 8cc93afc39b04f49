// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Optional;

/**
 * The defaults of the operator's configuration for fields that a resource does not set.
 *
 * @param image the runner image
 * @param imagePullPolicy as in a container; empty for Kubernetes' default
 * @param imagePullSecrets names of Secrets in the resource's namespace
 * @param bucket the bucket of relative dataset paths
 * @param endpoint URL of an S3-compatible store; empty for AWS
 * @param region the bucket's region
 * @param pathStyleAccess whether the bucket is part of the URL's path
 * @param credentialsSecret the Secret with the S3 credentials; empty for the pods' own identity
 * @param serviceAccount the pods' service account; empty for the namespace's default
 * @param driver the resources of a driver
 * @param executor the resources of an executor
 */
@RecordBuilder
public record JobDefaults(
    String image,
    Optional<String> imagePullPolicy,
    List<String> imagePullSecrets,
    Optional<String> bucket,
    Optional<String> endpoint,
    Optional<String> region,
    boolean pathStyleAccess,
    Optional<String> credentialsSecret,
    Optional<String> serviceAccount,
    Size driver,
    Size executor) {

  /** Copies the names. */
  public JobDefaults {
    imagePullSecrets = List.copyOf(imagePullSecrets);
  }

  /** Defaults with only an image. */
  public static JobDefaults ofImage(String image) {
    return JobDefaultsBuilder.builder()
        .image(image)
        .imagePullPolicy(Optional.empty())
        .imagePullSecrets(List.of())
        .bucket(Optional.empty())
        .endpoint(Optional.empty())
        .region(Optional.empty())
        .pathStyleAccess(false)
        .credentialsSecret(Optional.empty())
        .serviceAccount(Optional.empty())
        .driver(Size.DEFAULT)
        .executor(Size.DEFAULT)
        .build();
  }

  /** The same defaults with another bucket. */
  public JobDefaults withBucket(Optional<String> other) {
    return JobDefaultsBuilder.builder(this).bucket(other).build();
  }

  /**
   * The resources of a JVM.
   *
   * @param cores CPU cores
   * @param memory JVM heap, as a whole number of {@code Mi} or {@code Gi}
   */
  public record Size(int cores, String memory) {

    /** One core and one gibibyte. */
    public static final Size DEFAULT = new Size(1, "1Gi");
  }
}
