// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import static dev.sparkbench.api.contract.FailureReason.ACCESS_DENIED;
import static dev.sparkbench.api.contract.FailureReason.DATASET_CHANGED;
import static dev.sparkbench.api.contract.FailureReason.DATASET_NOT_FOUND;
import static dev.sparkbench.api.contract.FailureReason.EXECUTORS_UNAVAILABLE;
import static dev.sparkbench.api.contract.FailureReason.INVALID_CONFIGURATION;
import static dev.sparkbench.api.contract.FailureReason.MALFORMED_DATA;
import static dev.sparkbench.api.contract.FailureReason.OUT_OF_MEMORY;
import static dev.sparkbench.api.contract.FailureReason.STORAGE_UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.runner.cluster.Cluster;
import dev.sparkbench.runner.cluster.Session;
import dev.sparkbench.runner.failure.Failures;
import dev.sparkbench.runner.failure.Step;
import dev.sparkbench.runner.fixture.AtWait;
import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.fixture.RunRequests;
import dev.sparkbench.runner.fixture.StandInStore;
import dev.sparkbench.runner.fixture.StandInStore.Request;
import dev.sparkbench.runner.fixture.TestStore;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.deploy.history.SingleEventLogFileWriter;
import org.apache.spark.scheduler.ExecutorExited;
import org.apache.spark.scheduler.cluster.k8s.ExecutorPodsLifecycleManager;
import org.apache.spark.scheduler.cluster.k8s.PodFailed;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import scala.Option;

/** Exceptions of Spark, Hadoop, the SDK and the JVM, and how they are explained. */
class ProvokedFailuresTest {

  private static final AtomicInteger BUCKETS = new AtomicInteger();

  private static final Cluster MUST_NOT_START =
      request -> {
        throw new AssertionError("no executors for a run that cannot succeed");
      };

  static {
    // Has credentials set for the SDK.
    TestStore.get();
  }

  private final StandInStore store = StandInStore.start();
  private final String bucket = "stand-in-" + BUCKETS.incrementAndGet();
  private final String data = "s3://" + bucket + "/data.csv";

  @TempDir Path folder;

  @AfterEach
  void close() {
    store.close();
  }

  // Answers of the store to executors while they read.

  static Stream<Arguments> answers() {
    return Stream.of(
        Arguments.of(400, "ExpiredToken", ACCESS_DENIED, "the session token has expired"),
        Arguments.of(301, "PermanentRedirect", ACCESS_DENIED, "is in another region"),
        Arguments.of(403, "AccessDenied", ACCESS_DENIED, "refuses access to"),
        Arguments.of(403, "InvalidObjectState", ACCESS_DENIED, "is archived"),
        Arguments.of(400, "KMS.DisabledException", ACCESS_DENIED, "cannot use the encryption key"),
        Arguments.of(503, "SlowDown", STORAGE_UNREACHABLE, "asks for fewer requests"),
        Arguments.of(500, "InternalError", STORAGE_UNREACHABLE, "answers HTTP 500"));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void refusedWhileReading(int status, String code, FailureReason reason, String words) {
    store.put(bucket, "data.csv", "x\n1\n");

    Failure failure =
        run(request(), whileComputing(() -> store.refuse(Request::reads, status, code)));

    assertThat(failure.message()).contains(words, data);
    assertThat(failure.reason()).as(failure.message()).isEqualTo(reason);
  }

  @ParameterizedTest
  @MethodSource("answers")
  void refusedBeforeSparkStarts(int status, String code, FailureReason reason, String words) {
    store.put(bucket, "data.csv", "x\n1\n");
    // With a throttled store, it takes half a minute until this is reported.
    Assumptions.assumeFalse(status == 503);
    store.refuse(Request::reads, status, code);

    Failure failure = run(request(), MUST_NOT_START);

    assertThat(failure.message()).contains(words, data);
    assertThat(failure.reason()).as(failure.message()).isEqualTo(reason);
  }

  @Test
  void anObjectThatGoesWhileItIsRead() {
    store.put(bucket, "data.csv", "x\n1\n");

    Failure failure = run(request(), whileComputing(() -> store.remove(bucket, "data.csv")));

    assertThat(failure.reason()).as(failure.message()).isEqualTo(DATASET_CHANGED);
  }

  @Test
  void anObjectThatIsListedButNotThere() {
    store.put(bucket, "data.csv", "x\n1\n");

    Failure failure =
        run(
            request(),
            whileComputing(
                // The runner itself reads only the first byte, to check its right.
                () ->
                    store.refuse(
                        r ->
                            r.path().endsWith("data.csv")
                                && !"bytes=0-0".equals(r.headers().get("Range")),
                        404,
                        "NoSuchKey")));

    assertThat(failure.message()).contains("is listed, but cannot be opened under that name");
    assertThat(failure.reason()).isEqualTo(DATASET_NOT_FOUND);
  }

  @Test
  void aFolderOfEventLogsThatIsMissing() {
    store.put(bucket, "data.csv", "x\n1\n");
    String events = "s3a://" + bucket + "/events";
    Cluster logging =
        request -> {
          SparkSession spark = configured(new LocalSpark().start(request)).spark();
          Configuration hadoop = spark.sparkContext().hadoopConfiguration();
          // As a SparkContext does it when it starts.
          new SingleEventLogFileWriter(
                  "app", Option.empty(), URI.create(events), spark.sparkContext().getConf(), hadoop)
              .start();
          throw new AssertionError("there is no such folder");
        };

    Failure failure =
        run(
            request()
                .sparkConf(Map.of("spark.eventLog.enabled", "true", "spark.eventLog.dir", events)),
            logging);

    assertThat(failure.message()).startsWith("sparkConf 'spark.eventLog.dir' cannot be used");
    assertThat(failure.reason()).isEqualTo(INVALID_CONFIGURATION);
  }

  // Settings.

  static Stream<Map.Entry<String, String>> settings() {
    return Map.of(
        "spark.sql.shuffle.partitions", "many",
        "spark.sql.session.timeZone", "Middle/Earth",
        "spark.executor.memoryOverhead", "lots",
        "spark.locality.wait", "a while",
        "spark.sql.parquet.int96RebaseModeInRead", "PERHAPS",
        "spark.hadoop.fs.s3a.connection.maximum", "plenty",
        "spark.hadoop.fs.s3a.connection.timeout", "eternity",
        "spark.hadoop.fs.s3a.encryption.algorithm", "ROT13")
        .entrySet()
        .stream();
  }

  @ParameterizedTest
  @MethodSource("settings")
  void aValueThatCannotBeRead(Map.Entry<String, String> setting) {
    store.put(bucket, "data.csv", "x\n1\n");

    Failure failure =
        run(request().sparkConf(Map.of(setting.getKey(), setting.getValue())), MUST_NOT_START);

    assertThat(failure.message()).startsWith("sparkConf '" + setting.getKey() + "' ");
    assertThat(failure.reason()).isEqualTo(INVALID_CONFIGURATION);
  }

  // Writing.

  @Test
  void resultsThatMayNotBeWritten() {
    store.put(bucket, "data.csv", "x\n1\n");
    store.refuse(Request::writes, 403, "AccessDenied");

    Failure failure = run(request(), MUST_NOT_START);

    assertThat(failure)
        .isEqualTo(
            new Failure(
                ACCESS_DENIED,
                "%s refuses to have results written to s3://%s/out/.writable (AccessDenied): check the keys in storage.credentialsSecret and their rights there (put and delete), or set storage.resultPath"
                    .formatted(store.endpoint(), bucket)));
  }

  @Test
  void leavesNothingBehindOfTryingToWrite() {
    store.put(bucket, "data.csv", "x\n1\n");

    run(request(), stopping());

    assertThat(store.keys()).noneMatch(key -> key.endsWith(".writable"));
    assertThat(store.requests())
        .anyMatch(request -> request.writes() && request.path().endsWith("/out/.writable"));
  }

  @Test
  void modelsThatMayNotBeReplaced() {
    store.put(bucket, "data.csv", "x\n1\n");
    store.refuse(r -> r.method().equals("DELETE"), 403, "AccessDenied");
    RunRequests request = request().type(JobType.ML).tasks("kmeans");

    assertThat(run(request, stopping()).message()).contains("stopped on purpose");
    assertThat(
            run(request.parameters(Map.of("kmeans.saveModel", "true")), MUST_NOT_START).message())
        .contains("refuses to have results written to s3://" + bucket + "/out/models/2_nodes/");
  }

  // Schemas and data.

  static Stream<Arguments> schemas() {
    return Stream.of(
        Arguments.of("code CHAR(2)", "CHAR"),
        Arguments.of("m MAP<STRING, INT>", "MAP"),
        Arguments.of("v VOID", "VOID"),
        Arguments.of("s STRUCT<a: INT>", "STRUCT"),
        Arguments.of("a INTERVAL", "INTERVAL"),
        Arguments.of("a INT, a INT", "a"));
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void aSchemaThatCsvCannotHave(String schema, String words) {
    store.put(bucket, "data.csv", schema.replaceFirst(" .*", "") + "\n1\n");

    Failure failure = run(request().schema(schema), configuring());

    assertThat(failure.message()).contains(words);
    assertThat(failure.reason()).as(failure.message()).isEqualTo(MALFORMED_DATA);
  }

  @Test
  void anOptionThatSparkCannotUse() {
    store.put(bucket, "data.csv", "x\n1\n");

    Failure failure = run(request().options(Map.of("maxColumns", "many")), configuring());

    assertThat(failure.message()).startsWith("dataset.options 'maxColumns' cannot be used");
    assertThat(failure.reason()).isEqualTo(INVALID_CONFIGURATION);
  }

  @Test
  void filesThatCannotBeRead() throws IOException {
    Path parquet = folder.resolve("x.parquet");
    LocalSpark.spark()
        .sql("SELECT CAST(id AS INT) AS a, 'hush-hush' AS s FROM range(1000)")
        .coalesce(1)
        .write()
        .parquet(parquet.toUri().toString());
    Path file;
    try (Stream<Path> files = Files.list(parquet)) {
      file = files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(file);
    Path cut = Files.write(folder.resolve("cut.parquet"), Arrays.copyOf(bytes, 200));
    byte[] spoilt = bytes.clone();
    Arrays.fill(spoilt, 4, 40, (byte) 0xff);
    Path broken = Files.write(folder.resolve("broken.parquet"), spoilt);
    Path half = folder.resolve("half.csv.gz");
    try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(half))) {
      gzip.write("hush-hush\n".repeat(100_000).getBytes(StandardCharsets.UTF_8));
    }
    Files.write(half, Arrays.copyOf(Files.readAllBytes(half), 200));
    Path noGzip = Files.writeString(folder.resolve("no.csv.gz"), "hush-hush\n");
    Path noOrc = Files.writeString(folder.resolve("no.orc"), "hush-hush, but not ORC\n".repeat(9));
    SparkSession spark = LocalSpark.spark();

    assertUnreadable(
        () -> spark.read().schema("a BOOLEAN, s STRING").parquet(path(file)).collect());
    assertUnreadable(() -> spark.read().schema("a INT, s INT").parquet(path(file)).collect());
    assertUnreadable(() -> spark.read().parquet(path(cut)).collect());
    assertUnreadable(() -> spark.read().schema("a INT, s STRING").parquet(path(broken)).collect());
    assertUnreadable(() -> spark.read().schema("s STRING").csv(path(half)).collect());
    assertUnreadable(() -> spark.read().schema("s STRING").csv(path(noGzip)).collect());
    assertUnreadable(() -> spark.read().schema("a INT").orc(path(noOrc)).collect());
    assertUnreadable(
        () ->
            spark
                .read()
                .schema("a INT")
                .option("mode", "FAILFAST")
                .csv(path(Files.writeString(folder.resolve("x.csv"), "hush-hush\n")))
                .collect());
    assertUnreadable(
        () -> {
          spark.conf().set("spark.sql.ansi.enabled", "true");
          try {
            spark.sql("SELECT CAST(s AS INT) FROM VALUES ('hush-hush') AS t(s)").collect();
          } finally {
            spark.conf().unset("spark.sql.ansi.enabled");
          }
        });
  }

  /** Explains the exception, and its text alone, as it may arrive from an executor. */
  private void assertUnreadable(org.assertj.core.api.ThrowableAssert.ThrowingCallable reading) {
    Throwable thrown = catchThrowable(reading);
    assertThat(thrown).isNotNull();
    for (Throwable e : List.of(thrown, new SparkException(thrown.getMessage()))) {
      Failure failure = failures().of(e, Step.COMPUTING, () -> false);
      assertThat(failure.message())
          .doesNotContain("hush")
          .containsPattern(Pattern.quote(data.toString()) + " cannot be (read|decompressed) as ");
      assertThat(failure.reason()).as(failure.message() + "\n" + thrown).isEqualTo(MALFORMED_DATA);
    }
  }

  @Test
  void datesOfAnotherCalendar() {
    String written = path(folder.resolve("ancient"));
    SparkSession spark = LocalSpark.spark();
    String mode = "spark.sql.parquet.datetimeRebaseModeInWrite";
    spark.conf().set(mode, "EXCEPTION");
    Throwable thrown;
    try {
      thrown =
          catchThrowable(() -> spark.sql("SELECT DATE '1500-01-01' AS d").write().parquet(written));
    } finally {
      spark.conf().unset(mode);
    }

    assertThat(thrown).isNotNull();
    assertThat(failures().of(thrown).reason()).isEqualTo(MALFORMED_DATA);
    assertThat(failures().of(thrown).message()).contains("dates before 1582-10-15");
  }

  // Memory and executors.

  @Test
  void resultsThatTheDriverMayNotHold() {
    SparkSession spark = LocalSpark.spark();
    SparkConf conf = spark.sparkContext().conf();
    conf.set("spark.driver.maxResultSize", "1k");
    Throwable thrown;
    try {
      thrown = catchThrowable(() -> spark.range(0, 100_000, 1, 4).collectAsList());
    } finally {
      conf.remove("spark.driver.maxResultSize");
    }

    assertThat(failures().of(thrown).message()).contains("spark.driver.maxResultSize");
    assertThat(failures().of(thrown).reason()).isEqualTo(OUT_OF_MEMORY);
  }

  @Test
  void noRoomForAnArray() {
    store.put(bucket, "data.csv", "x\n1\n");
    Failure failure =
        run(
            request(),
            request -> {
              throw new AssertionError(new long[Integer.MAX_VALUE].length);
            });

    assertThat(failure.reason()).isEqualTo(OUT_OF_MEMORY);
  }

  static Stream<Arguments> exits() {
    return Stream.of(
        Arguments.of(137, "OOMKilled", OUT_OF_MEMORY),
        Arguments.of(52, "Error", OUT_OF_MEMORY),
        Arguments.of(137, "Error", EXECUTORS_UNAVAILABLE),
        Arguments.of(143, "Error", EXECUTORS_UNAVAILABLE),
        Arguments.of(1, "Error", EXECUTORS_UNAVAILABLE));
  }

  @ParameterizedTest
  @MethodSource("exits")
  void executorsThatEnded(int exitCode, String word, FailureReason reason) throws Exception {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("executor")
            .endMetadata()
            .withNewSpec()
            .endSpec()
            .withNewStatus()
            .withPhase("Failed")
            .addNewContainerStatus()
            .withName("executor")
            .withNewState()
            .withNewTerminated()
            .withExitCode(exitCode)
            .withReason(word)
            .endTerminated()
            .endState()
            .endContainerStatus()
            .endStatus()
            .build();
    // The words of Spark, which are private to it.
    Method findExitReason =
        Arrays.stream(ExecutorPodsLifecycleManager.class.getDeclaredMethods())
            .filter(method -> method.getName().endsWith("findExitReason"))
            .findFirst()
            .orElseThrow();
    findExitReason.setAccessible(true);
    ExecutorExited exited =
        (ExecutorExited)
            findExitReason.invoke(
                new ExecutorPodsLifecycleManager(
                    new SparkConf(false)
                        .set("spark.kubernetes.executor.podTemplateContainerName", "executor"),
                    null,
                    null),
                new PodFailed(pod),
                1L);
    String lost =
        new ExecutorLostFailure("1", exited.exitCausedByApp(), Option.apply(exited.message()))
            .toErrorString();

    assertThat(
            failures()
                .of(
                    new SparkException(
                        "Job aborted due to stage failure: Task 0 in stage 1.0 failed 4 times, most recent failure: Lost task 0.3 in stage 1.0 (TID 3) (10.0.0.5 executor 1): "
                            + lost))
                .reason())
        .as(lost)
        .isEqualTo(reason);
  }

  private Failures failures() {
    return new Failures(data, "csv", store.storage());
  }

  private static String path(Path file) {
    return file.toUri().toString();
  }

  private RunRequests request() {
    return RunRequests.of(data)
        .storage(store.storage())
        .output("s3://" + bucket + "/out/2_nodes.json");
  }

  private static Failure run(RunRequests request, Cluster cluster) {
    RunReport report = Run.execute(request.build(), cluster);
    assertThat(report.succeeded()).isFalse();
    return report.failure();
  }

  /** A cluster that reads from this store. */
  private Cluster configuring() {
    return request -> configured(new LocalSpark().start(request));
  }

  private Session configured(Session session) {
    Map.of(
            "endpoint", store.endpoint(),
            "attempts.maximum", "1",
            "retry.limit", "1",
            "retry.interval", "10ms",
            "retry.throttle.limit", "1",
            "retry.throttle.interval", "10ms")
        .forEach(
            (name, value) ->
                session
                    .spark()
                    .sparkContext()
                    .hadoopConfiguration()
                    .set("fs.s3a.bucket." + bucket + "." + name, value));
    return session;
  }

  private Cluster stopping() {
    return request -> {
      throw new IllegalStateException("stopped on purpose");
    };
  }

  /** A cluster in which something happens once the dataset is opened and its schema is known. */
  private Cluster whileComputing(Runnable happens) {
    // The first wait is for the schema, the second for the first pass.
    return new AtWait(configuring(), 2, happens);
  }
}
