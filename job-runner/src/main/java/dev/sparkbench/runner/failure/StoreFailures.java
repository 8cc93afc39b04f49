// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.failure;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;

/** Failures because the store refuses a request, does not answer, or does not have an object. */
final class StoreFailures {

  private static final Set<String> NO_ACCESS =
      Set.of(
          "AccessDeniedException", "NoAuthWithAWSException", "CredentialInitializationException");

  private static final Set<String> NO_ANSWER =
      Set.of(
          "AWSApiCallTimeoutException",
          "AWSClientIOException",
          "AWSNoResponseException",
          "AWSServiceIOException",
          "AWSServiceThrottledException",
          "AWSStatus500Exception",
          "ConnectException",
          "ConnectTimeoutException",
          "SocketException",
          "SocketTimeoutException",
          "UnknownHostException");

  private StoreFailures() {}

  static Optional<Failure> of(Case one) {
    return missingFile(one).or(() -> storeAnswer(one)).or(() -> storeAsS3aSeesIt(one));
  }

  /** A file that is missing in the store; it need not belong to the dataset. */
  private static Optional<Failure> missingFile(Case one) {
    if (one.causes().hasType(Set.of("RemoteFileChangedException"))) {
      return Case.failed(FailureReason.DATASET_CHANGED, changed(one));
    }
    if (!one.causes().hasType(Set.of("FileNotFoundException", "SparkFileNotFoundException"))) {
      return Optional.empty();
    }
    if (one.step() == Step.STARTING) {
      return SettingFailures.of(one);
    }
    if (one.step() == Step.WRITING || !one.isOnS3a()) {
      return Optional.empty();
    }
    return one.isChanged().getAsBoolean()
        ? Case.failed(FailureReason.DATASET_CHANGED, changed(one))
        : SettingFailures.of(one)
            .or(
                () ->
                    Case.failed(
                        FailureReason.DATASET_NOT_FOUND,
                        "%s is listed, but cannot be opened under that name: give the object a key without '//', './' and blanks at its ends"
                            .formatted(one.object())));
  }

  private static String changed(Case one) {
    return "an object of %s was replaced or removed while it was read: leave the dataset unchanged and start over"
        .formatted(one.context().uri());
  }

  private static Optional<Failure> storeAnswer(Case one) {
    StoreErrors errors = new StoreErrors(one.context().storage());
    boolean writing = one.step() == Step.WRITING;
    Optional<SdkException> exception = one.causes().first(SdkException.class);
    if (exception.isPresent()) {
      return exception.map(e -> errors.explain(e, one.object(), writing).failure());
    }
    return one.isOnS3a()
        ? one.causes().chain().stream()
            .map(e -> StoreAnswer.find(Causes.message(e)))
            .flatMap(Optional::stream)
            .findFirst()
            .map(
                answer ->
                    errors
                        .explain(answer, one.causes().outermost(), one.object(), writing)
                        .failure())
        : Optional.empty();
  }

  private static Optional<Failure> storeAsS3aSeesIt(Case one) {
    if (one.causes().hasType(Set.of("UnknownStoreException"))) {
      return one.step() == Step.WRITING
          ? Case.failed(
              FailureReason.INVALID_CONFIGURATION,
              "the bucket of the results, %s, does not exist: create it, or correct storage.resultPath"
                  .formatted(one.object()))
          : Case.failed(
              FailureReason.DATASET_NOT_FOUND,
              "the bucket of %s does not exist".formatted(one.context().uri()));
    }
    if (!one.isOnS3a()) {
      return Optional.empty();
    }
    if (one.causes().hasType(NO_ACCESS)) {
      return Case.failed(
          FailureReason.ACCESS_DENIED,
          "the store refuses access to %s: check the keys in storage.credentialsSecret and their rights (list, get and put)"
              .formatted(one.object()));
    }
    return Case.when(
        one.causes().hasType(NO_ANSWER),
        FailureReason.STORAGE_UNREACHABLE,
        "the store stopped answering while %s was %s (%s)"
            .formatted(
                one.object(),
                one.step() == Step.WRITING ? "written" : "read",
                String.join(", ", one.causes().types())));
  }
}
