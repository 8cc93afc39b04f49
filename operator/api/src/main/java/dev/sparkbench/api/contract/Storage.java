package dev.sparkbench.api.contract;

/**
 * How to reach the object store.
 *
 * @param endpoint URL of an S3-compatible store; null for AWS
 * @param region region to sign requests for; null to let the SDK find it
 * @param pathStyleAccess whether the bucket is part of the path instead of the host name
 */
public record Storage(String endpoint, String region, boolean pathStyleAccess) {}
