// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.failure;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * An error response of an object store.
 *
 * @param status the HTTP status
 * @param code one of the "Error responses" of the Amazon S3 API reference
 * @param message the store's own words; may be empty
 */
record StoreAnswer(int status, String code, String message) {

  // The end of the SDK's exceptions: "... (Service: S3, Status Code: 400, Request ID: 1)". S3A
  // appends the code: "...:ExpiredToken:" or "...:ExpiredToken".
  private static final Pattern TEXT =
      Pattern.compile("\\(Service: \\w+, Status Code: (\\d{3})[^)]*\\)(?:[^:)]*\\))?(?::(\\w+))?");

  static StoreAnswer of(AwsServiceException e) {
    Optional<AwsErrorDetails> details = Optional.ofNullable(e.awsErrorDetails());
    return new StoreAnswer(
        e.statusCode(),
        details.map(AwsErrorDetails::errorCode).orElseGet(() -> "HTTP " + e.statusCode()),
        details.map(AwsErrorDetails::errorMessage).orElse(""));
  }

  /** Finds an error response in the text of an exception that comes from an executor. */
  static Optional<StoreAnswer> find(String text) {
    Matcher matcher = TEXT.matcher(text);
    StoreAnswer found = null;
    while (matcher.find()) {
      int status = Integer.parseInt(matcher.group(1));
      String code = matcher.group(2);
      if (found == null || code != null && found.code().startsWith("HTTP ")) {
        found = new StoreAnswer(status, code == null ? "HTTP " + status : code, "");
      }
    }
    return Optional.ofNullable(found);
  }
}
