package dev.sparkbench.runner.failure;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.Storage;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Says in the manifest's words what an exception of the AWS SDK means.
 *
 * @param storage which store was asked
 */
public record StoreErrors(Storage storage) {

  // Codes of "Error responses" in the Amazon S3 API reference. The first group comes with statuses
  // other than 403 too.
  private static final Set<String> BAD_CREDENTIALS =
      Set.of(
          "ExpiredToken",
          "InvalidAccessKeyId",
          "InvalidToken",
          "RequestTimeTooSkewed",
          "SignatureDoesNotMatch",
          "TokenRefreshRequired");

  private static final Set<String> WRONG_REGION =
      Set.of(
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException",
          "PermanentRedirect",
          "TemporaryRedirect");

  /** The failure to report for an exception that came up while asking for {@code uri}. */
  public RunFailure explain(SdkException e, String uri) {
    if (e instanceof AwsServiceException answer) {
      return explainAnswer(answer, uri);
    }
    if (String.valueOf(e.getMessage()).startsWith("Unable to load credentials")) {
      return failure(
          FailureReason.ACCESS_DENIED,
          e,
          "no credentials for %s: set storage.credentialsSecret, or give the pods' service account an identity",
          uri);
    }
    if (String.valueOf(e.getMessage()).startsWith("Unable to load region")) {
      return failure(FailureReason.ACCESS_DENIED, e, "no region for %s: set storage.region", uri);
    }
    return unreachable(e, uri, "does not answer (%s)".formatted(rootCause(e)));
  }

  private RunFailure explainAnswer(AwsServiceException e, String uri) {
    String code = code(e);
    int status = e.statusCode();
    if (WRONG_REGION.contains(code) || status == 301 || status == 307) {
      return failure(
          FailureReason.ACCESS_DENIED,
          e,
          "%s is in another region than storage.region '%s' (%s): correct the region",
          uri,
          storage.region(),
          code);
    }
    if (status == 401 || status == 403 || BAD_CREDENTIALS.contains(code)) {
      return failure(
          FailureReason.ACCESS_DENIED,
          e,
          "%s refuses access to %s (%s): check the keys in storage.credentialsSecret and their rights (list, get and put)",
          endpoint(),
          uri,
          code);
    }
    if (code.equals("NoSuchBucket")) {
      return failure(
          FailureReason.DATASET_NOT_FOUND,
          e,
          "the bucket of %s does not exist at %s: check storage.bucket and the path",
          uri,
          endpoint());
    }
    if (status == 404) {
      return failure(
          FailureReason.DATASET_NOT_FOUND, e, "%s does not exist at %s", uri, endpoint());
    }
    return unreachable(e, uri, "answers HTTP %d (%s)".formatted(status, code));
  }

  private RunFailure unreachable(SdkException e, String uri, String what) {
    return failure(
        FailureReason.STORAGE_UNREACHABLE,
        e,
        "%s %s when asked for %s: check storage.endpoint and the network",
        endpoint(),
        what,
        uri);
  }

  private String endpoint() {
    return Optional.ofNullable(storage.endpoint()).orElse("S3");
  }

  private static String code(AwsServiceException e) {
    return Optional.ofNullable(e.awsErrorDetails())
        .map(AwsErrorDetails::errorCode)
        .orElseGet(() -> "HTTP " + e.statusCode());
  }

  private static String rootCause(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }

  private static RunFailure failure(
      FailureReason reason, SdkException cause, String format, Object... arguments) {
    return new RunFailure(reason, format.formatted(arguments), cause);
  }
}
