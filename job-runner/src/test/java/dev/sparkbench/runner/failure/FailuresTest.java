// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.Storage;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.util.stream.Stream;
import org.apache.hadoop.fs.s3a.AWSClientIOException;
import org.apache.hadoop.fs.s3a.RemoteFileChangedException;
import org.apache.hadoop.fs.s3a.UnknownStoreException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class FailuresTest {

  private static final String TASK =
      "Job aborted due to stage failure: Task 0 in stage 1.0 failed 4 times, most recent failure: Lost task 0.3 in stage 1.0 (TID 3) (10.0.0.5 executor 1): ";

  private static final Failures FAILURES =
      new Failures(
          "s3://bucket/data.csv", "csv", new Storage("http://store:9000", "us-east-1", true));

  static Stream<Arguments> reasons() {
    return Stream.of(
        Arguments.of(
            FailureReason.OUT_OF_MEMORY,
            new SparkException(TASK + "java.lang.OutOfMemoryError: Java heap space\n\tat x")),
        Arguments.of(
            FailureReason.OUT_OF_MEMORY,
            new SparkException(
                TASK
                    + "ExecutorLostFailure (executor 1 exited caused by one of the running tasks) Reason: \nThe executor with id 1 exited with exit code 52(JVM OOM).")),
        Arguments.of(
            FailureReason.OUT_OF_MEMORY,
            new SparkException(
                TASK
                    + "ExecutorLostFailure (executor 1 exited caused by one of the running tasks) Reason: \nThe executor with id 1 exited with exit code 137(SIGKILL, possible container OOM).")),
        Arguments.of(
            FailureReason.EXECUTORS_UNAVAILABLE,
            new SparkException(
                TASK
                    + "ExecutorLostFailure (executor 1 exited unrelated to the running tasks) Reason: The executor with id 1 was deleted by a user or the framework.")),
        Arguments.of(
            FailureReason.EXECUTORS_UNAVAILABLE,
            new SparkException(
                "External scheduler cannot be instantiated",
                new KubernetesClientException("pods is forbidden"))),
        Arguments.of(
            FailureReason.DATASET_CHANGED,
            new SparkException(
                TASK + "x", new FileNotFoundException("No such file: s3a://bucket/data.csv"))),
        Arguments.of(
            FailureReason.DATASET_CHANGED,
            new SparkException(
                TASK + "x",
                new RemoteFileChangedException("s3a://bucket/data.csv", "open", "changed"))),
        Arguments.of(
            FailureReason.DATASET_NOT_FOUND, new UnknownStoreException("s3a://bucket/", "gone")),
        Arguments.of(
            FailureReason.ACCESS_DENIED,
            new SparkException(
                TASK + "java.nio.file.AccessDeniedException: s3a://bucket/data.csv: open")),
        Arguments.of(
            FailureReason.ACCESS_DENIED, new IOException(s3("AccessDenied", 403, "Forbidden"))),
        Arguments.of(FailureReason.ACCESS_DENIED, s3("ExpiredToken", 400, "expired")),
        Arguments.of(FailureReason.ACCESS_DENIED, s3("PermanentRedirect", 301, "elsewhere")),
        Arguments.of(
            FailureReason.ACCESS_DENIED,
            SdkClientException.create("Unable to load credentials from any of the providers")),
        Arguments.of(FailureReason.DATASET_NOT_FOUND, s3("NoSuchBucket", 404, "gone")),
        Arguments.of(FailureReason.DATASET_NOT_FOUND, s3("NoSuchKey", 404, "gone")),
        Arguments.of(FailureReason.STORAGE_UNREACHABLE, s3("SlowDown", 503, "later")),
        Arguments.of(
            FailureReason.STORAGE_UNREACHABLE,
            new SparkException(
                TASK + "x",
                new AWSClientIOException(
                    "open s3a://bucket/data.csv", SdkClientException.create("no route")))),
        Arguments.of(
            FailureReason.STORAGE_UNREACHABLE,
            new SparkException(
                TASK + "java.net.ConnectException: Call to s3a://bucket/data.csv failed: refused")),
        Arguments.of(
            FailureReason.MALFORMED_DATA,
            new SparkException(
                TASK
                    + "org.apache.spark.SparkException: Encountered error while reading file s3a://bucket/data.csv. Details:\nCaused by: org.apache.spark.sql.catalyst.util.BadRecordException: For input string: \"top-secret\"")),
        Arguments.of(
            FailureReason.MALFORMED_DATA,
            new SparkException(TASK + "java.io.EOFException: Unexpected end of input stream")),
        // Not the store's: executors that cannot reach the driver, a scratch folder that is not
        // writable, a local file that is gone.
        Arguments.of(FailureReason.INTERNAL, new ConnectException("Connection refused: /10.0.0.1")),
        Arguments.of(FailureReason.INTERNAL, new AccessDeniedException("/tmp/x")),
        Arguments.of(FailureReason.INTERNAL, new FileNotFoundException("/tmp/blockmgr/1")),
        Arguments.of(FailureReason.INTERNAL, new SparkException(TASK + "java.lang.Error: odd")),
        Arguments.of(
            FailureReason.COLUMN_NOT_FOUND,
            new IllegalStateException(
                new RunFailure(FailureReason.COLUMN_NOT_FOUND, "no column 'x'"))));
  }

  @ParameterizedTest
  @MethodSource("reasons")
  void haveAReason(FailureReason reason, Throwable e) {
    assertThat(FAILURES.of(e).reason()).isEqualTo(reason);
  }

  @Test
  void tellNothingThatARowHolds() {
    SparkException odd =
        new SparkException(
            TASK
                + "java.lang.NumberFormatException: For input string: \"top-secret\"\n\tat x\nCaused by: java.lang.IllegalArgumentException: top-secret");
    assertThat(FAILURES.of(odd))
        .isEqualTo(
            new Failure(
                FailureReason.INTERNAL,
                "a Spark task failed: NumberFormatException, IllegalArgumentException; the driver's log has the details"));
  }

  @Test
  void nameTheFileThatCannotBeRead() {
    SparkException bad =
        new SparkException(
            TASK
                + "org.apache.spark.SparkException: Encountered error while reading file s3a://bucket/data.csv/part-1. Details:\nCaused by: org.apache.spark.sql.catalyst.util.BadRecordException: top-secret");

    assertThat(FAILURES.of(bad).message())
        .isEqualTo(
            "s3://bucket/data.csv cannot be read as csv: some of it does not fit the format or the schema (s3://bucket/data.csv/part-1); correct the data, or dataset.format, schema or options");
  }

  @Test
  void nameTheRegionThatIsWrong() {
    assertThat(
            FAILURES.of(s3("AuthorizationHeaderMalformed", 400, "expecting 'eu-west-1'")).message())
        .isEqualTo(
            "s3://bucket/data.csv is in another region than storage.region 'us-east-1' (AuthorizationHeaderMalformed): correct the region");
  }

  @Test
  void surviveCausesThatGoInCircles() {
    IllegalStateException one = new IllegalStateException("one");
    IllegalStateException two = new IllegalStateException("two", one);
    one.initCause(two);

    assertThat(FAILURES.of(one).message())
        .isEqualTo("IllegalStateException: one; the driver's log has the details");
  }

  private static SdkException s3(String code, int status, String message) {
    return S3Exception.builder()
        .statusCode(status)
        .message(message)
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage(message).build())
        .build();
  }
}
