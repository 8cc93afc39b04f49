// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.e2e;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * The settings of the scenarios for a real cluster, as system properties; the credentials of the
 * object store come from the environment.
 *
 * @param operatorImage the operator's image, which the cluster can pull
 * @param runnerImage the runner's image, which the cluster can pull
 * @param pullPolicy as in a container
 * @param endpoint the object store as pods reach it; empty for AWS
 * @param endpointHere the object store as this machine reaches it; empty for AWS
 * @param region the bucket's region
 * @param bucket an existing bucket for data and results
 * @param accessKey the store's access key
 * @param secretKey the store's secret key
 */
record KubeSettings(
    String operatorImage,
    String runnerImage,
    String pullPolicy,
    Optional<String> endpoint,
    Optional<String> endpointHere,
    String region,
    String bucket,
    String accessKey,
    String secretKey) {

  static KubeSettings fromProperties() {
    Optional<String> endpoint = property("cluster.s3.endpoint");
    return new KubeSettings(
        required("cluster.operatorImage"),
        required("cluster.runnerImage"),
        property("cluster.pullPolicy").orElse("IfNotPresent"),
        endpoint,
        property("cluster.s3.endpointHere").or(() -> endpoint),
        property("cluster.s3.region").orElse("us-east-1"),
        required("cluster.s3.bucket"),
        variable("AWS_ACCESS_KEY_ID"),
        variable("AWS_SECRET_ACCESS_KEY"));
  }

  S3Client s3Client() {
    S3ClientBuilder builder =
        S3Client.builder()
            .region(Region.of(region))
            // Not every S3-compatible store supports the checksums that AWS accepts.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)));
    endpointHere.ifPresent(url -> builder.endpointOverride(URI.create(url)).forcePathStyle(true));
    return builder.build();
  }

  Path chart() {
    return Path.of(System.getProperty("sparkbench.root"), "helm").toAbsolutePath().normalize();
  }

  /** The chart's values for running benchmarks in that namespace with that Secret. */
  Map<String, Object> chartValues(String namespace, String secret) {
    Map<String, Object> storage = new LinkedHashMap<>();
    storage.put("bucket", bucket);
    storage.put("region", region);
    storage.put("credentialsSecret", secret);
    endpoint.ifPresent(
        url -> {
          storage.put("endpoint", url);
          storage.put("pathStyleAccess", true);
        });
    return Map.of(
        "watchNamespaces",
        List.of(namespace),
        "operator",
        Map.of("image", image(operatorImage)),
        // Reached through the API server, so that its own traffic stays within the cluster.
        "gateway",
        Map.of("enabled", true, "tls", Map.of("plainHttp", true)),
        "jobs",
        Map.of(
            "image",
            image(runnerImage),
            "storage",
            storage,
            // One scenario names a Secret that does not exist.
            "allowed",
            Map.of("secrets", List.of("not-there"))));
  }

  /** An image's name in the form of the chart. */
  private Map<String, Object> image(String name) {
    int digest = name.indexOf('@');
    if (digest >= 0) {
      return Map.of(
          "repository",
          name.substring(0, digest),
          "digest",
          name.substring(digest + 1),
          "pullPolicy",
          pullPolicy);
    }
    // A colon before the last slash belongs to the registry's port.
    int tag = name.indexOf(':', name.lastIndexOf('/') + 1);
    return tag < 0
        ? Map.of("repository", name, "pullPolicy", pullPolicy)
        : Map.of(
            "repository",
            name.substring(0, tag),
            "tag",
            name.substring(tag + 1),
            "pullPolicy",
            pullPolicy);
  }

  private static Optional<String> property(String name) {
    return Optional.ofNullable(System.getProperty(name)).filter(value -> !value.isBlank());
  }

  private static String required(String name) {
    return property(name)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "-D%s is missing; operator/local/README.md lists the options".formatted(name)));
  }

  private static String variable(String name) {
    return Optional.ofNullable(System.getenv(name))
        .filter(value -> !value.isBlank())
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "environment variable %s is missing; it is for the object store"
                        .formatted(name)));
  }
}
