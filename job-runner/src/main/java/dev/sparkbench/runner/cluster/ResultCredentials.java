// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.cluster;

import dev.sparkbench.api.contract.Storage;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * The credentials of the results, if they differ from those of the dataset. They are in environment
 * variables of their own, which only pods with such a Secret have. S3A creates this class by its
 * name.
 */
public final class ResultCredentials implements AwsCredentialsProvider {

  private final Map<String, String> environment;

  /** Called by S3A. */
  public ResultCredentials() {
    this(System.getenv());
  }

  ResultCredentials(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public AwsCredentials resolveCredentials() {
    String id = required("AWS_ACCESS_KEY_ID");
    String secret = required("AWS_SECRET_ACCESS_KEY");
    return variable("AWS_SESSION_TOKEN")
        .<AwsCredentials>map(token -> AwsSessionCredentials.create(id, secret, token))
        .orElseGet(() -> AwsBasicCredentials.create(id, secret));
  }

  private String required(String name) {
    return variable(name)
        .orElseThrow(
            () ->
                SdkClientException.create(
                    "Unable to load credentials of the results: their Secret has no " + name));
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(Storage.RESULTS_VARIABLE_PREFIX + name))
        .filter(value -> !value.isBlank());
  }
}
