// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.failure;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.Storage;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Explains exceptions of the AWS SDK in terms of the manifest.
 *
 * @param storage the store that was asked
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

  private static final Set<String> THROTTLED =
      Set.of(
          "SlowDown",
          "Throttling",
          "ThrottlingException",
          "TooManyRequests",
          "RequestLimitExceeded",
          "BandwidthLimitExceeded");

  private static final Set<String> EXPIRED = Set.of("ExpiredToken", "TokenRefreshRequired");

  private static final Pattern NO_CREDENTIALS =
      Pattern.compile("Unable to load credentials|No AWS Credentials provided");

  private static final Pattern NO_REGION = Pattern.compile("Unable to load region");

  // Key management has error codes of its own, usually with status 400.
  private static final String KEY_MANAGEMENT = "KMS.";

  private static final Set<String> DISTRUST =
      Set.of("SSLHandshakeException", "CertPathBuilderException");

  private static final Set<Integer> REDIRECTS = Set.of(301, 307, 308);

  /** The failure to report for an exception of a read request for {@code uri}. */
  public RunFailure explain(SdkException e, String uri) {
    return explain(e, uri, false);
  }

  /** The failure to report for an exception of a write request for {@code uri}. */
  public RunFailure explainWriting(SdkException e, String uri) {
    return explain(e, uri, true);
  }

  RunFailure explain(SdkException e, String uri, boolean writing) {
    if (e instanceof AwsServiceException answer) {
      return explain(StoreAnswer.of(answer), e, uri, writing);
    }
    Causes causes = Causes.of(e);
    if (causes.says(NO_CREDENTIALS)) {
      return failure(
          FailureReason.ACCESS_DENIED,
          e,
          "no credentials for %s: set %s, or give the pods' service account an identity",
          uri,
          secret(writing));
    }
    if (causes.says(NO_REGION)) {
      return failure(FailureReason.ACCESS_DENIED, e, "no region for %s: set storage.region", uri);
    }
    String cause = rootCause(causes);
    if (causes.hasType(DISTRUST)) {
      return failure(
          FailureReason.INVALID_CONFIGURATION,
          e,
          "%s has a certificate that is not trusted (%s): give the certificate of its authority in storage.certificates",
          endpoint(),
          cause);
    }
    return unreachable(e, uri, "does not answer (%s)".formatted(cause));
  }

  /** The failure for an error response that is known from an exception, or only from its text. */
  RunFailure explain(StoreAnswer answer, Throwable e, String uri, boolean writing) {
    String code = answer.code();
    int status = answer.status();
    if (WRONG_REGION.contains(code) || REDIRECTS.contains(status)) {
      return failure(
          FailureReason.ACCESS_DENIED,
          e,
          "%s is in another region than storage.region '%s' (%s): correct the region",
          uri,
          storage.region(),
          code);
    }
    if (code.equals("InvalidObjectState")) {
      return failure(
          FailureReason.ACCESS_DENIED,
          e,
          "%s is archived (%s), as in the storage classes GLACIER and DEEP_ARCHIVE: restore it, and start over",
          uri,
          code);
    }
    if (EXPIRED.contains(code)) {
      return failure(
          FailureReason.ACCESS_DENIED,
          e,
          "%s refuses access to %s, since the session token has expired (%s): renew it in %s, and let it last for the whole benchmark",
          endpoint(),
          uri,
          code,
          secret(writing));
    }
    if (code.startsWith(KEY_MANAGEMENT)) {
      return failure(
          FailureReason.ACCESS_DENIED,
          e,
          "%s cannot use the encryption key of %s (%s): check the key in sparkConf and the right to %s with it",
          endpoint(),
          uri,
          code,
          writing ? "encrypt" : "decrypt");
    }
    if (status == 401 || status == 403 || BAD_CREDENTIALS.contains(code)) {
      return failure(FailureReason.ACCESS_DENIED, e, "%s", refusal(answer, uri, writing));
    }
    if (code.equals("NoSuchBucket")) {
      return writing
          ? failure(
              FailureReason.INVALID_CONFIGURATION,
              e,
              "the bucket of the results, %s, does not exist at %s: create it, or correct storage.resultPath",
              uri,
              endpoint())
          : failure(
              FailureReason.DATASET_NOT_FOUND,
              e,
              "the bucket of %s does not exist at %s: check storage.bucket and the path",
              uri,
              endpoint());
    }
    if (status == 404 && !writing) {
      return failure(
          FailureReason.DATASET_NOT_FOUND, e, "%s does not exist at %s", uri, endpoint());
    }
    if (isThrottled(answer)) {
      return failure(
          FailureReason.STORAGE_UNREACHABLE,
          e,
          "%s asks for fewer requests (HTTP %d, %s) and still did after many attempts at %s: use fewer or larger objects or fewer executors, or raise the store's limits",
          endpoint(),
          status,
          code,
          uri);
    }
    if (status >= 400 && status < 500 && status != 408) {
      return failure(
          FailureReason.INVALID_CONFIGURATION,
          e,
          "%s does not accept the request for %s (HTTP %d, %s): check storage and what sparkConf says about it (spark.hadoop.fs.s3a.*), such as encryption keys",
          endpoint(),
          uri,
          status,
          code);
    }
    return unreachable(e, uri, "answers HTTP %d (%s)".formatted(status, code));
  }

  private String refusal(StoreAnswer answer, String uri, boolean writing) {
    String text =
        writing
            ? "%s refuses to have results written to %s (%s): check the keys in %s and their rights there (put and delete), or set storage.resultPath"
                .formatted(endpoint(), uri, answer.code(), secret(true))
            : "%s refuses access to %s (%s): check the keys in storage.credentialsSecret and their rights (list, get and put)"
                .formatted(endpoint(), uri, answer.code());
    // AWS says only "Access Denied", whatever the reason.
    boolean perhapsPayer =
        storage.endpoint() == null
            || answer.message().toLowerCase(Locale.ROOT).contains("requester");
    return perhapsPayer && answer.code().equals("AccessDenied") && !writing
        ? text
            + "; if its bucket is one where requesters pay, set sparkConf spark.hadoop.fs.s3a.requester.pays.enabled to true"
        : text;
  }

  private String secret(boolean writing) {
    return writing && storage.results() != null
        ? "storage.resultCredentialsSecret"
        : "storage.credentialsSecret";
  }

  /** Whether the store asks for fewer requests. */
  public static boolean isThrottled(SdkException e) {
    return e instanceof AwsServiceException answer && isThrottled(StoreAnswer.of(answer));
  }

  private static boolean isThrottled(StoreAnswer answer) {
    return answer.status() == 429 || answer.status() == 503 || THROTTLED.contains(answer.code());
  }

  private RunFailure unreachable(Throwable e, String uri, String what) {
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

  private static String rootCause(Causes causes) {
    return causes.innermost().getClass().getSimpleName() + ": " + causes.innermost().getMessage();
  }

  private static RunFailure failure(
      FailureReason reason, Throwable cause, String format, Object... arguments) {
    return new RunFailure(reason, format.formatted(arguments), cause);
  }
}
