// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.cluster;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.Constants;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

/**
 * The credentials of a role, which are renewed before they end. The pod's own credentials assume
 * it. S3A creates this class by its name, and configures it by the properties of its own provider
 * ({@code fs.s3a.assumed.role.*}). That one needs a class of the SDK's bundle, which has half a
 * gigabyte and is not in the image.
 */
public final class AssumedRole implements AwsCredentialsProvider {

  private static final String SESSION = "sparkbench";

  private final String arn;
  private final StsAssumeRoleCredentialsProvider credentials;

  /**
   * Called by S3A. Sends nothing yet.
   *
   * @param configuration of S3A
   */
  public AssumedRole(Configuration configuration) {
    arn = configuration.getTrimmed(Constants.ASSUMED_ROLE_ARN);
    AssumeRoleRequest request =
        AssumeRoleRequest.builder()
            .roleArn(arn)
            .roleSessionName(configuration.getTrimmed(Constants.ASSUMED_ROLE_SESSION_NAME, SESSION))
            .durationSeconds(
                (int)
                    configuration.getTimeDuration(
                        Constants.ASSUMED_ROLE_SESSION_DURATION,
                        Constants.ASSUMED_ROLE_SESSION_DURATION_DEFAULT,
                        TimeUnit.SECONDS))
            .policy(text(configuration, Constants.ASSUMED_ROLE_POLICY).orElse(null))
            .externalId(text(configuration, Constants.ASSUMED_ROLE_EXTERNAL_ID).orElse(null))
            .build();
    credentials =
        StsAssumeRoleCredentialsProvider.builder()
            .stsClient(client(configuration))
            .refreshRequest(request)
            .build();
  }

  private static StsClient client(Configuration configuration) {
    StsClientBuilder client =
        StsClient.builder().credentialsProvider(DefaultCredentialsProvider.builder().build());
    text(configuration, Constants.ASSUMED_ROLE_STS_ENDPOINT)
        .map(host -> URI.create(host.contains("://") ? host : "https://" + host))
        .ifPresent(client::endpointOverride);
    // Without a region, the SDK looks for one in the pod's environment.
    text(configuration, Constants.ASSUMED_ROLE_STS_ENDPOINT_REGION)
        .or(() -> text(configuration, Constants.AWS_REGION))
        .map(Region::of)
        .ifPresent(client::region);
    return client.build();
  }

  private static Optional<String> text(Configuration configuration, String property) {
    return Optional.ofNullable(configuration.getTrimmed(property)).filter(it -> !it.isEmpty());
  }

  @Override
  public AwsCredentials resolveCredentials() {
    try {
      return credentials.resolveCredentials();
    } catch (AwsServiceException e) {
      throw new RunFailure(
          FailureReason.ACCESS_DENIED,
          "the role %s cannot be assumed (HTTP %d, %s): check spark.hadoop.fs.s3a.assumed.role.arn in sparkConf, whom the role trusts, and the right of the pod's own credentials to assume it"
              .formatted(
                  arn,
                  e.statusCode(),
                  Optional.ofNullable(e.awsErrorDetails())
                      .map(AwsErrorDetails::errorCode)
                      .orElse("no error code")));
    } catch (SdkException e) {
      throw new RunFailure(
          FailureReason.STORAGE_UNREACHABLE,
          "the role %s cannot be assumed, because the token service does not answer: check spark.hadoop.fs.s3a.assumed.role.sts.endpoint, its region, and network policies"
              .formatted(arn));
    }
  }
}
