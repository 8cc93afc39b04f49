package dev.sparkbench.runner.failure;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.Storage;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.SparkThrowable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Says what an exception means in the contract's reasons. Nothing that a row holds gets into a
 * message: Spark quotes rows in exceptions of tasks, so of these only the types are told.
 *
 * @param uri the dataset, or whatever the command is about
 * @param format the dataset's format
 * @param storage the store it lies in
 */
public record Failures(String uri, String format, Storage storage) {

  /** Why the run ends when Spark {@linkplain SparkExit gives up}. */
  public static final String GIVEN_UP =
      "more executor pods failed than Spark puts up with; it deletes them, so watch the next attempt: kubectl logs -f -l spark-role=executor";

  private static final Set<String> MEMORY = Set.of("OutOfMemoryError", "SparkOutOfMemoryError");

  // As ExecutorPodsLifecycleManager.describeExitCode words it: 52 is Spark's own code for a JVM
  // without heap, 137 a SIGKILL, mostly from the kernel for exceeding the pod's memory.
  private static final Pattern MEMORY_EXIT = Pattern.compile("exit code (?:52|137)\\(|OOMKilled");

  private static final Pattern ON_S3A = Pattern.compile("s3a://");

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

  private static final Set<String> UNREADABLE =
      Set.of(
          "BadRecordException",
          "CharConversionException",
          "FileFormatException",
          "JsonParseException",
          "MalformedInputException",
          "ParquetDecodingException",
          "SchemaColumnConvertNotSupportedException",
          "TextParsingException",
          "ZipException");

  private static final Pattern UNREADABLE_TEXT =
      Pattern.compile(
          "Malformed records are detected|CSV header does not conform to the schema"
              + "|is not a Parquet file|Could not read footer|Malformed ORC file"
              + "|Conflicting (?:directory structures|partition column names)"
              + "|Unable to infer schema|COLUMN_ALREADY_EXISTS|Unexpected end of input stream");

  private static final Pattern HEADER = Pattern.compile("CSV header does not conform");
  private static final Pattern FOLDERS = Pattern.compile("Conflicting (?:directory|partition)");
  private static final Pattern FILE =
      Pattern.compile("(?:reading|for) file:? ?(s3a://\\S+?)[.,;]?(?:\\s|$)");

  private static final Pattern TASK_FAILED =
      Pattern.compile("Job aborted due to stage failure|Lost task");
  private static final Pattern EXECUTOR_LOST =
      Pattern.compile("ExecutorLostFailure|Executor heartbeat timed out");

  /** What to report for an exception. */
  public Failure of(Throwable e) {
    Causes causes = Causes.of(e);
    return rules().stream()
        .map(rule -> rule.apply(causes))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(() -> internal(causes));
  }

  private List<Function<Causes, Optional<Failure>>> rules() {
    return List.of(
        this::explained,
        this::givenUp,
        this::outOfMemory,
        this::changed,
        this::storeAnswer,
        this::storeAsS3aSeesIt,
        this::notFound,
        this::unreadable,
        this::kubernetes,
        this::executorLost);
  }

  private Optional<Failure> explained(Causes causes) {
    return causes.first(RunFailure.class).map(RunFailure::failure);
  }

  private Optional<Failure> givenUp(Causes causes) {
    return when(SparkExit.isUnderWay(), FailureReason.EXECUTORS_UNAVAILABLE, GIVEN_UP);
  }

  private Optional<Failure> outOfMemory(Causes causes) {
    return when(
        causes.hasType(MEMORY) || causes.says(MEMORY_EXIT),
        FailureReason.OUT_OF_MEMORY,
        "a JVM ran out of memory (%s): give executor.memory or driver.memory more, or each node less data"
            .formatted(
                causes.says(TASK_FAILED) || causes.says(MEMORY_EXIT)
                    ? "an executor"
                    : "the driver"));
  }

  private Optional<Failure> changed(Causes causes) {
    boolean gone = causes.hasType(Set.of("FileNotFoundException")) && causes.says(ON_S3A);
    return when(
        gone || causes.hasType(Set.of("RemoteFileChangedException")),
        FailureReason.DATASET_CHANGED,
        "an object of %s was replaced or removed while it was read: leave the dataset unchanged and start over"
            .formatted(uri));
  }

  private Optional<Failure> storeAnswer(Causes causes) {
    return causes
        .first(SdkException.class)
        .map(e -> new StoreErrors(storage).explain(e, uri).failure());
  }

  private Optional<Failure> storeAsS3aSeesIt(Causes causes) {
    if (causes.hasType(Set.of("UnknownStoreException"))) {
      return failure(
          FailureReason.DATASET_NOT_FOUND, "the bucket of %s does not exist".formatted(uri));
    }
    if (!causes.says(ON_S3A)) {
      return Optional.empty();
    }
    if (causes.hasType(NO_ACCESS)) {
      return failure(
          FailureReason.ACCESS_DENIED,
          "the store refuses access to %s: check the keys in storage.credentialsSecret and their rights (list, get and put)"
              .formatted(uri));
    }
    return when(
        causes.hasType(NO_ANSWER),
        FailureReason.STORAGE_UNREACHABLE,
        "the store stopped answering while %s was read (%s)"
            .formatted(uri, String.join(", ", causes.types())));
  }

  private Optional<Failure> notFound(Causes causes) {
    return when(
        causes.chain().stream()
            .anyMatch(
                e -> e instanceof SparkThrowable s && "PATH_NOT_FOUND".equals(s.getErrorClass())),
        FailureReason.DATASET_NOT_FOUND,
        "nothing to read at %s: check s3Path".formatted(uri));
  }

  private Optional<Failure> unreadable(Causes causes) {
    if (!causes.hasType(UNREADABLE) && !causes.says(UNREADABLE_TEXT)) {
      return Optional.empty();
    }
    String what =
        causes.says(HEADER)
            ? "the header line of an object has other columns than the schema"
            : causes.says(FOLDERS)
                ? "its folders of the form column=value differ in their columns or lie at several depths"
                : "some of it does not fit the format or the schema";
    return failure(
        FailureReason.MALFORMED_DATA,
        "%s cannot be read as %s: %s%s; correct the data, or dataset.format, schema or options"
            .formatted(
                uri, format, what, causes.find(FILE).map(file -> " (" + file + ")").orElse("")));
  }

  private Optional<Failure> kubernetes(Causes causes) {
    boolean refused =
        causes.chain().stream()
            .anyMatch(e -> e.getClass().getSimpleName().equals("KubernetesClientException"));
    return refused
        ? failure(
            FailureReason.EXECUTORS_UNAVAILABLE,
            "the driver cannot make executors through the Kubernetes API: %s; check the rights of its service account (pods: create, get, list, watch, delete)"
                .formatted(named(causes.innermost())))
        : Optional.empty();
  }

  private Optional<Failure> executorLost(Causes causes) {
    return when(
        causes.says(EXECUTOR_LOST),
        FailureReason.EXECUTORS_UNAVAILABLE,
        "executors were lost faster than their tasks could be repeated; the driver's log tells why");
  }

  private Failure internal(Causes causes) {
    String message =
        causes.says(TASK_FAILED)
            ? "a Spark task failed: "
                + causes.types().stream()
                    .filter(type -> !type.equals("SparkException"))
                    .collect(Collectors.joining(", "))
            : named(causes.outermost());
    return new Failure(FailureReason.INTERNAL, message + "; the driver's log has the details");
  }

  private static String named(Throwable e) {
    return e.getClass().getSimpleName()
        + ": "
        + Causes.message(e).strip().lines().findFirst().orElse("");
  }

  private static Optional<Failure> when(boolean applies, FailureReason reason, String message) {
    return applies ? failure(reason, message) : Optional.empty();
  }

  private static Optional<Failure> failure(FailureReason reason, String message) {
    return Optional.of(new Failure(reason, message));
  }
}
