package dev.sparkbench.runner.failure;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.Storage;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkThrowable;
import org.apache.spark.SparkThrowableHelper;
import org.apache.spark.sql.AnalysisException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Says what an exception means in the contract's reasons: first by what the command was doing, then
 * by what the exception is, and last by what it says. Nothing that a row holds gets into a message:
 * Spark quotes rows in exceptions of tasks, so of these only the types are told.
 *
 * @param uri the dataset, or whatever the command is about
 * @param format the dataset's format
 * @param storage the store it lies in
 * @param output where results go
 * @param settings what the manifest says to Spark by name: {@code sparkConf} and the dataset's
 *     options
 */
public record Failures(
    String uri, String format, Storage storage, String output, Map<String, String> settings) {

  /** Why the run ends when Spark {@linkplain SparkExit gives up}. */
  public static final String GIVEN_UP =
      "more executor pods failed than Spark puts up with; it deletes them, so watch the next attempt: kubectl logs -f -l spark-role=executor";

  private static final Set<String> MEMORY = Set.of("OutOfMemoryError", "SparkOutOfMemoryError");

  // As ExecutorPodsLifecycleManager words it: 52 is Spark's own code for a JVM without heap, and
  // OOMKilled is Kubernetes' word where the kernel ended a container for exceeding its memory.
  // A SIGKILL for which Kubernetes has another word came from elsewhere: a node that is drained.
  private static final Pattern MEMORY_EXIT =
      Pattern.compile(
          "exit code 52\\(|OOMKilled|exit code 137\\((?![\\s\\S]*termination reason: )");

  private static final Pattern KILLED = Pattern.compile("exit code 137\\(");

  private static final Pattern RESULTS_TOO_LARGE =
      Pattern.compile("(?:bigger|larger) than spark\\.driver\\.maxResultSize");

  private static final Pattern TOO_LARGE =
      Pattern.compile(
          "Cannot reserve additional contiguous bytes|Cannot grow BufferHolder"
              + "|Kryo serialization failed: Buffer overflow|spark\\.rpc\\.message\\.maxSize"
              + "|Cannot broadcast the table|Unable to acquire \\d+ bytes of memory");

  private static final Pattern NO_SPACE = Pattern.compile("No space left on device");

  private static final Pattern ON_S3A = Pattern.compile("s3a://");

  private static final Pattern S3A_PATH = Pattern.compile("s3a://([^\\s:'\"]+)");

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

  private static final Set<String> UNDECOMPRESSED = Set.of("DamagedObjectException");

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
              + "|Unable to infer schema|COLUMN_ALREADY_EXISTS|Unexpected end of input stream"
              + "|Encountered error while reading file|FAILED_READ_FILE");

  // How Spark names its errors, in front of what it says.
  private static final Pattern ERROR_CLASS = Pattern.compile("\\[([A-Z][A-Z0-9_.]{3,80})]");

  // In the stack of an exception that came up in reading, not in what is done with the rows.
  private static final Pattern READING =
      Pattern.compile("at org\\.apache\\.spark\\.sql\\.execution\\.datasources\\.FileScanRDD\\$");

  private static final Pattern HEADER = Pattern.compile("CSV header does not conform");
  private static final Pattern FOLDERS = Pattern.compile("Conflicting (?:directory|partition)");
  private static final Pattern FILE =
      Pattern.compile("(?:reading|for|in|decompress) file:? ?(s3a://\\S+?)[.,;]?(?:\\s|$)");
  private static final Pattern COLUMN_TYPE =
      Pattern.compile("Column: \\[(.+?)], Expected: (.+?), Found: ([\\w(), ]+)");

  private static final Pattern ANCIENT =
      Pattern.compile("\"?(spark\\.sql\\.\\w+\\.(?:int96|datetime)RebaseModeInRead)");

  private static final Pattern TASK_FAILED =
      Pattern.compile("Job aborted due to stage failure|Lost task");
  private static final Pattern EXECUTOR_LOST =
      Pattern.compile("ExecutorLostFailure|Executor heartbeat timed out");

  private static final Set<String> PASSING_ON = Set.of("SparkException", "QueryError");

  /** The shortest value of a setting that is looked for in a message. */
  private static final int TELLING = 3;

  /** Copies the settings. */
  public Failures {
    settings = Map.copyOf(settings);
  }

  /** Of a command without settings, whose results go where it reads. */
  public Failures(String uri, String format, Storage storage) {
    this(uri, format, storage, uri, Map.of());
  }

  /** What to report for an exception that came up while the dataset was read. */
  public Failure of(Throwable e) {
    return of(e, Step.COMPUTING, () -> true);
  }

  /**
   * What to report for an exception.
   *
   * @param step what the command was doing
   * @param changed whether the dataset is another one than before; asked only if that is the
   *     question
   */
  public Failure of(Throwable e, Step step, BooleanSupplier changed) {
    Failure failure = new Case(this, Causes.of(e), step, changed).failure();
    return new Failure(failure.reason(), RunFailure.withUsersUris(failure.message()));
  }

  /** One exception that is to be explained. */
  private record Case(Failures context, Causes causes, Step step, BooleanSupplier isChanged) {

    Failure failure() {
      List<Function<Case, Optional<Failure>>> rules =
          List.of(
              Case::explained,
              Case::givenUp,
              Case::outOfMemory,
              Case::missingFile,
              Case::storeAnswer,
              Case::storeAsS3aSeesIt,
              Case::setting,
              Case::notFound,
              Case::ancientTimes,
              Case::undecompressed,
              Case::unreadable,
              Case::unusable,
              Case::kubernetes,
              Case::executorLost,
              Case::query);
      return rules.stream()
          .map(rule -> rule.apply(this))
          .flatMap(Optional::stream)
          .findFirst()
          .orElseGet(this::internal);
    }

    private Optional<Failure> explained() {
      return causes.first(RunFailure.class).map(RunFailure::failure);
    }

    private Optional<Failure> givenUp() {
      return when(SparkExit.isUnderWay(), FailureReason.EXECUTORS_UNAVAILABLE, GIVEN_UP)
          .or(ApplicationExit::underWay);
    }

    private Optional<Failure> outOfMemory() {
      if (causes.says(RESULTS_TOO_LARGE)) {
        Optional<QueryError> query = causes.first(QueryError.class);
        if (query.isPresent()) {
          return failed(
              FailureReason.OUT_OF_MEMORY,
              "the driver cannot hold the rows of query %s: they are more than spark.driver.maxResultSize; set result to Discard, or give driver.memory more and set sparkConf spark.driver.maxResultSize to some less than that"
                  .formatted(query.get().query()));
        }
        return failed(
            FailureReason.OUT_OF_MEMORY,
            "the driver cannot hold what the tasks found out: it is more than spark.driver.maxResultSize; name fewer columns in dataset.columns, or give driver.memory more and set sparkConf spark.driver.maxResultSize to some less than that");
      }
      if (causes.says(TOO_LARGE)) {
        return failed(
            FailureReason.OUT_OF_MEMORY,
            "values or rows of %s are too large for a buffer of Spark's: name fewer columns in dataset.columns, or give executor.memory more"
                .formatted(context.uri()));
      }
      if (causes.says(NO_SPACE)) {
        return failed(
            FailureReason.OUT_OF_MEMORY,
            "%s ran out of disk: give the volume of its folder /tmp more room in %s.podTemplate, or each node less data"
                .formatted(
                    onExecutor() ? "an executor" : "the driver",
                    onExecutor() ? "executor" : "driver"));
      }
      return when(
          causes.hasType(MEMORY) || causes.says(MEMORY_EXIT),
          FailureReason.OUT_OF_MEMORY,
          "a JVM ran out of memory (%s): give executor.memory or driver.memory more, or each node less data"
              .formatted(onExecutor() ? "an executor" : "the driver"));
    }

    private boolean onExecutor() {
      return causes.says(TASK_FAILED) || causes.says(MEMORY_EXIT);
    }

    /** A file in the store that is not there; it need not be one of the dataset's. */
    private Optional<Failure> missingFile() {
      if (causes.hasType(Set.of("RemoteFileChangedException"))) {
        return failed(FailureReason.DATASET_CHANGED, changed());
      }
      if (!causes.hasType(Set.of("FileNotFoundException", "SparkFileNotFoundException"))) {
        return Optional.empty();
      }
      if (step == Step.STARTING) {
        return setting();
      }
      if (step == Step.WRITING || !causes.says(ON_S3A)) {
        return Optional.empty();
      }
      return isChanged.getAsBoolean()
          ? failed(FailureReason.DATASET_CHANGED, changed())
          : setting()
              .or(
                  () ->
                      failed(
                          FailureReason.DATASET_NOT_FOUND,
                          "%s is listed, but cannot be opened under that name: give the object a key without '//', './' and blanks at its ends"
                              .formatted(object())));
    }

    private String changed() {
      return "an object of %s was replaced or removed while it was read: leave the dataset unchanged and start over"
          .formatted(context.uri());
    }

    private Optional<Failure> storeAnswer() {
      StoreErrors errors = new StoreErrors(context.storage());
      boolean writing = step == Step.WRITING;
      Optional<SdkException> exception = causes.first(SdkException.class);
      if (exception.isPresent()) {
        return exception.map(e -> errors.explain(e, object(), writing).failure());
      }
      return causes.says(ON_S3A)
          ? causes.chain().stream()
              .map(e -> StoreAnswer.find(Causes.message(e)))
              .flatMap(Optional::stream)
              .findFirst()
              .map(
                  answer -> errors.explain(answer, causes.outermost(), object(), writing).failure())
          : Optional.empty();
    }

    private Optional<Failure> storeAsS3aSeesIt() {
      if (causes.hasType(Set.of("UnknownStoreException"))) {
        return step == Step.WRITING
            ? failed(
                FailureReason.INVALID_CONFIGURATION,
                "the bucket of the results, %s, does not exist: make it, or correct storage.resultPath"
                    .formatted(object()))
            : failed(
                FailureReason.DATASET_NOT_FOUND,
                "the bucket of %s does not exist".formatted(context.uri()));
      }
      if (!causes.says(ON_S3A)) {
        return Optional.empty();
      }
      if (causes.hasType(NO_ACCESS)) {
        return failed(
            FailureReason.ACCESS_DENIED,
            "the store refuses access to %s: check the keys in storage.credentialsSecret and their rights (list, get and put)"
                .formatted(object()));
      }
      return when(
          causes.hasType(NO_ANSWER),
          FailureReason.STORAGE_UNREACHABLE,
          "the store stopped answering while %s was %s (%s)"
              .formatted(
                  object(),
                  step == Step.WRITING ? "written" : "read",
                  String.join(", ", causes.types())));
    }

    /** The object that the store was asked for, as far as the exception says. */
    private String object() {
      return causes
          .find(S3A_PATH)
          .map(path -> "s3://" + path.replaceFirst("[.,;)\\]]+$", ""))
          .orElse(step == Step.WRITING ? context.output() : context.uri());
    }

    /**
     * A setting of the manifest's that Spark or Hadoop cannot use. They do not always name it, but
     * then they quote its value. In exceptions of tasks that value may be one of the data's.
     */
    private Optional<Failure> setting() {
      boolean early = step != Step.COMPUTING && step != Step.WRITING && !causes.says(TASK_FAILED);
      boolean aboutSettings =
          causes.first(IllegalArgumentException.class).isPresent()
              || causes.first(DateTimeException.class).isPresent()
              || causes.first(NoSuchElementException.class).isPresent()
              || causes.first(ArithmeticException.class).isPresent()
              || early;
      if (!aboutSettings || causes.says(TASK_FAILED) || isOfQuery()) {
        return Optional.empty();
      }
      return new TreeMap<>(context.settings())
          .entrySet().stream()
              .filter(
                  entry ->
                      names(entry.getKey())
                          || early
                              && entry.getValue().length() >= TELLING
                              && names(entry.getValue()))
              .findFirst()
              .map(Map.Entry::getKey)
              .map(
                  name ->
                      new Failure(
                          FailureReason.INVALID_CONFIGURATION,
                          "%s cannot be used as it is: %s"
                              .formatted(
                                  name.startsWith("spark.")
                                      ? "sparkConf '" + name + "'"
                                      : "dataset.options '" + name + "'",
                                  named(causes.innermost()))));
    }

    /** Whether a message has this as a word of its own. */
    private boolean names(String text) {
      return causes.says(Pattern.compile("(?<![\\w.])" + Pattern.quote(text) + "(?![\\w]|\\.\\w)"));
    }

    private Optional<Failure> notFound() {
      return when(
          causes.chain().stream()
              .anyMatch(
                  e -> e instanceof SparkThrowable s && "PATH_NOT_FOUND".equals(s.getErrorClass())),
          FailureReason.DATASET_NOT_FOUND,
          "nothing to read at %s: check s3Path".formatted(context.uri()));
    }

    private Optional<Failure> ancientTimes() {
      if (!causes.hasType(Set.of("SparkUpgradeException"))) {
        return Optional.empty();
      }
      return failed(
          FailureReason.MALFORMED_DATA,
          "%s has dates before 1582-10-15 or times before 1900%s, and does not say by which calendar: set sparkConf '%s' to CORRECTED where another program than Spark 2, Hive or Impala wrote it, else to LEGACY"
              .formatted(
                  context.uri(),
                  causes.find(FILE).map(file -> " (" + file + ")").orElse(""),
                  causes
                      .find(ANCIENT)
                      .orElse(
                          "spark.sql.%s.datetimeRebaseModeInRead".formatted(context.format()))));
    }

    private Optional<Failure> undecompressed() {
      return when(
          causes.hasType(UNDECOMPRESSED),
          FailureReason.MALFORMED_DATA,
          "%s cannot be decompressed as its name says: it is damaged, cut off, or compressed in another way; compress and upload it anew"
              .formatted(causes.find(FILE).orElse("an object of " + context.uri())));
    }

    private Optional<Failure> unreadable() {
      // What a query makes of values, such as a division by zero, is its own doing.
      boolean data = !isOfQuery() && errorClasses().anyMatch(Case::isDataException);
      boolean reading = causes.says(TASK_FAILED) && causes.says(READING);
      if (!causes.hasType(UNREADABLE) && !causes.says(UNREADABLE_TEXT) && !data && !reading) {
        return Optional.empty();
      }
      return failed(
          FailureReason.MALFORMED_DATA,
          "%s cannot be read as %s: %s%s; correct the data, or dataset.format, schema or options"
              .formatted(
                  context.uri(),
                  context.format(),
                  what(),
                  causes.find(FILE).map(file -> " (" + file + ")").orElse("")));
    }

    private String what() {
      if (causes.says(HEADER)) {
        return "the header line of an object has other columns than the schema";
      }
      if (causes.says(FOLDERS)) {
        return "its folders of the form column=value differ in their columns or lie at several depths";
      }
      return causes.chain().stream()
          .map(e -> COLUMN_TYPE.matcher(Causes.message(e)))
          .filter(Matcher::find)
          .map(
              type ->
                  "column '%s' is %s in an object, and %s in the schema"
                      .formatted(type.group(1), type.group(3).strip(), type.group(2).strip()))
          .findFirst()
          .orElse("some of it does not fit the format or the schema");
    }

    /** Whether a query ran into something that Spark has a class for. */
    private boolean isOfQuery() {
      return causes.first(QueryError.class).isPresent() && errorClasses().findAny().isPresent();
    }

    /** Spark's classes of what went wrong, the innermost first. */
    private Stream<String> errorClasses() {
      List<Throwable> inside = new ArrayList<>(causes.chain());
      Collections.reverse(inside);
      return inside.stream()
          .flatMap(e -> ERROR_CLASS.matcher(Causes.message(e)).results())
          .map(found -> found.group(1));
    }

    /** Class 22 of SQL's states: values that do not fit what is done with them. */
    private static boolean isDataException(String errorClass) {
      String state = SparkThrowableHelper.getSqlState(errorClass);
      return state != null && state.startsWith("22");
    }

    /** Whatever Spark's analysis says of a dataset when it is opened, it says of the manifest. */
    private Optional<Failure> unusable() {
      return step == Step.OPENING
          ? causes
              .first(AnalysisException.class)
              .map(
                  e ->
                      new Failure(
                          FailureReason.MALFORMED_DATA,
                          "%s cannot be read as %s: %s; correct dataset.schema, format or options"
                              .formatted(context.uri(), context.format(), plain(e))))
          : Optional.empty();
    }

    private Optional<Failure> kubernetes() {
      Optional<Throwable> refusal =
          causes.chain().stream()
              .filter(e -> e.getClass().getSimpleName().equals("KubernetesClientException"))
              .findFirst();
      return refusal.map(
          e ->
              new Failure(
                  isForbidden(e)
                      ? FailureReason.ACCESS_DENIED
                      : FailureReason.EXECUTORS_UNAVAILABLE,
                  "the driver cannot make executors through the Kubernetes API: %s; check the rights of its service account (pods: create, get, list, watch, delete)"
                      .formatted(named(causes.innermost()))));
    }

    /** Rights do not come by waiting; room in a quota does, which is refused in the same way. */
    private static boolean isForbidden(Throwable e) {
      String message = Causes.message(e);
      return message.contains("Forbidden") && !message.contains("quota");
    }

    private Optional<Failure> executorLost() {
      if (causes.says(KILLED)) {
        return failed(
            FailureReason.EXECUTORS_UNAVAILABLE,
            "an executor was killed (exit code 137), and not for its memory: as a rule its node was drained, preempted or taken back");
      }
      return when(
          causes.says(EXECUTOR_LOST),
          FailureReason.EXECUTORS_UNAVAILABLE,
          "executors were lost faster than their tasks could be repeated; the driver's log tells why");
    }

    /** Of the values that it came upon nothing is told. */
    private Optional<Failure> query() {
      return causes
          .first(QueryError.class)
          .map(
              e ->
                  new Failure(
                      FailureReason.QUERY_FAILED,
                      "query %s failed while it ran (%s): correct it or the data; the driver's log has the details"
                          .formatted(
                              e.query(), errorClasses().findFirst().orElseGet(this::kinds))));
    }

    /** The types of exceptions, without those that only pass others on. */
    private String kinds() {
      return causes.types().stream()
          .filter(type -> !PASSING_ON.contains(type))
          .collect(Collectors.joining(", "));
    }

    private Failure internal() {
      String message =
          causes.says(TASK_FAILED) ? "a Spark task failed: " + kinds() : named(causes.outermost());
      return new Failure(FailureReason.INTERNAL, message + "; the driver's log has the details");
    }
  }

  /** Of an error that Spark has a class for, that class: its text may quote a value. */
  private static String named(Throwable e) {
    Matcher known = ERROR_CLASS.matcher(firstLine(e));
    return e.getClass().getSimpleName()
        + ": "
        + (known.lookingAt() ? known.group(1) : firstLine(e));
  }

  private static String firstLine(Throwable e) {
    return Causes.message(e).strip().lines().findFirst().orElse("");
  }

  /** Without the class of the error in front and its SQL state behind, and without a full stop. */
  private static String plain(Throwable e) {
    return firstLine(e)
        .replaceFirst("^\\[[A-Z0-9_.]+] ", "")
        .replaceFirst(" SQLSTATE: \\w+$", "")
        .replaceFirst("[.:;]$", "");
  }

  private static Optional<Failure> when(boolean applies, FailureReason reason, String message) {
    return applies ? failed(reason, message) : Optional.empty();
  }

  private static Optional<Failure> failed(FailureReason reason, String message) {
    return Optional.of(new Failure(reason, message));
  }
}
