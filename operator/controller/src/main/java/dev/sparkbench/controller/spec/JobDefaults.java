package dev.sparkbench.controller.spec;

import java.util.Optional;

/**
 * What the operator's configuration says for resources that are silent.
 *
 * @param image the runner image
 * @param bucket the bucket of relative dataset paths
 * @param endpoint URL of an S3-compatible store; empty for AWS
 * @param region the bucket's region
 * @param pathStyleAccess whether the bucket is part of the URL's path
 * @param credentialsSecret the Secret with the S3 credentials; empty for the pods' own identity
 * @param serviceAccount the pods' service account; empty for the namespace's default
 */
public record JobDefaults(
    String image,
    Optional<String> bucket,
    Optional<String> endpoint,
    Optional<String> region,
    boolean pathStyleAccess,
    Optional<String> credentialsSecret,
    Optional<String> serviceAccount) {}
