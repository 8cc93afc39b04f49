// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import static dev.sparkbench.controller.Manifests.DEFAULTS;
import static dev.sparkbench.controller.Manifests.benchmark;
import static dev.sparkbench.controller.Manifests.manifest;
import static dev.sparkbench.controller.Manifests.smallest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.BadRecords;
import dev.sparkbench.api.contract.Dataset;
import dev.sparkbench.api.contract.Partitions;
import dev.sparkbench.api.contract.ResultLayout;
import dev.sparkbench.api.contract.RunMeasurement;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.contract.Storage;
import dev.sparkbench.api.contract.TaskWorkload;
import dev.sparkbench.api.resource.MeasurementSpec.Order;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobSpec.FailurePolicy;
import dev.sparkbench.api.resource.SparkBenchmarkJobSpec.PodRetention;
import dev.sparkbench.api.scaling.ComparisonGoal;
import dev.sparkbench.api.scaling.Goal;
import dev.sparkbench.api.scaling.Price;
import dev.sparkbench.controller.spec.Benchmark.Assessment;
import dev.sparkbench.controller.spec.Benchmark.LifeCycle;
import dev.sparkbench.controller.spec.Benchmark.Limits;
import dev.sparkbench.controller.spec.Benchmark.Measurement;
import dev.sparkbench.controller.spec.Benchmark.PodSettings;
import dev.sparkbench.controller.spec.Benchmark.PodSize;
import dev.sparkbench.controller.spec.Benchmark.Pods;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecResolverTest {

  private final SpecResolver resolver = new SpecResolver(DEFAULTS, Allowed.EVERYTHING);

  @Test
  void fillsInEveryDefault() {
    assertThat(resolver.resolve(smallest("[2, 1]", "")))
        .isEqualTo(
            new Resolution.Valid(
                BenchmarkBuilder.builder()
                    .jobId("sales")
                    .nodeList(List.of(1, 2))
                    .workload(
                        new TaskWorkload(
                            JobType.DESCRIPTIVE, List.of("row_count", "min_max_mean"), Map.of()))
                    .dataset(
                        new Dataset(
                            "s3://bucket/user123/datasets/sales.csv",
                            "csv",
                            Map.of(),
                            null,
                            BadRecords.Fail,
                            List.of(),
                            null,
                            List.of(),
                            null,
                            null))
                    .storage(new Storage("http://s3:9000", "eu-central-1", true))
                    .layout(
                        new ResultLayout(S3Uri.parse("s3://bucket/user123/result/sales/output/")))
                    .measurement(
                        new Measurement(
                            new ObjectMapper()
                                .convertValue(
                                    Map.of(
                                        "warmups", 1,
                                        "maxWarmupSeconds", 120,
                                        "iterations", 2,
                                        "cacheInMemory", false,
                                        "partitions", "Pinned",
                                        "partitionCount", 2),
                                    RunMeasurement.class),
                            3,
                            Order.Ascending,
                            false))
                    .assessment(new Assessment(Goal.NONE, Optional.empty(), ComparisonGoal.NONE))
                    .pods(
                        new Pods(
                            new PodSize(1, 1024, true, Map.of()),
                            new PodSize(1, 1024, true, Map.of()),
                            new PodSettings(
                                "runner:1",
                                Optional.of("IfNotPresent"),
                                List.of("registry"),
                                Optional.of("jobs"),
                                Optional.of("s3-credentials")),
                            Map.of()))
                    .limits(
                        new Limits(
                            2,
                            Duration.ofSeconds(10),
                            Duration.ofSeconds(300),
                            Duration.ofSeconds(3600)))
                    .lifeCycle(
                        new LifeCycle(
                            FailurePolicy.Continue,
                            PodRetention.OnFailure,
                            Optional.empty(),
                            false,
                            Optional.empty()))
                    .variants(List.of())
                    .build()));
  }

  /** More samples than the status keeps are not measured by default. */
  @ParameterizedTest
  @CsvSource({"2, 3", "33, 3", "34, 2", "50, 2"})
  void makesAsManyTrialsAsThereIsRoomFor(int iterations, int trials) {
    assertThat(
            valid(smallest("[1]", "  measurement: {iterations: %d}".formatted(iterations)))
                .measurement()
                .trials())
        .isEqualTo(trials);
  }

  @ParameterizedTest
  @CsvSource({
    "{executorHourPrice: \"0.40\"}, 0.40, 0.40",
    "{executorHourPrice: \"0.40\"; driverHourPrice: \"0.10\"}, 0.40, 0.10",
    // Half of the executors for 60 % less; the driver is not on spot capacity.
    "{executorHourPrice: \"0.40\"; spotSharePercent: 50; spotDiscountPercent: 60}, 0.28, 0.40"
  })
  void takesOffWhatSpotCapacitySaves(String cost, BigDecimal executor, BigDecimal driver) {
    Price price =
        valid(benchmark("[1]", "  cost: " + cost.replace(';', ',')))
            .assessment()
            .price()
            .orElseThrow();
    assertThat(price.perExecutorHour()).isEqualByComparingTo(executor);
    assertThat(price.perDriverHour()).isEqualByComparingTo(driver);
  }

  @Test
  void takesItOffThePricesOfInstanceTypesToo() {
    Price price =
        valid(
                benchmark(
                    "[1]",
                    """
                      cost:
                        executorHourPrice: "0.40"
                        spotSharePercent: 50
                        spotDiscountPercent: 60
                        instanceTypes:
                        - {name: m5.large, executorHourPrice: "0.10"}
                        - {name: Standard_D8s_v5, executorHourPrice: "1"}
                    """))
            .assessment()
            .price()
            .orElseThrow();
    assertThat(price.perExecutorHourByType())
        .isEqualTo(
            Map.of("m5.large", new BigDecimal("0.07"), "Standard_D8s_v5", new BigDecimal("0.7")));
  }

  @Test
  void keepsWhatTheUserWrote() {
    Benchmark benchmark =
        valid(
            benchmark(
                "[1]",
                """
                  jobId: job_001
                  dataset: {format: csv, options: {Header: "FALSE", delimiter: "|"}, columns: [a], schema: "a INT", badRecords: Drop}
                  storage: {bucket: other, endpoint: "https://minio:9000", region: us-west-1, pathStyleAccess: false, credentialsSecret: mine, resultPath: out/here}
                  measurement: {warmups: 0, iterations: 7, trials: 14, order: Shuffled, cache: Memory, maxWarmupSeconds: 60, partitions: PerNodeCount}
                  driver: {cores: 2, memory: 2Gi}
                  executor: {cores: 4, memory: 512Mi, limitCpu: false}
                  sparkConf: {spark.sql.ansi.enabled: "true", spark.sql.shuffle.partitions: "50", spark.executor.memoryOverhead: 1g}
                  image: mine:2
                  imagePullPolicy: Always
                  imagePullSecrets: [{name: pull}]
                  serviceAccountName: me
                  retry: {maxAttempts: 5, backoffSeconds: 1}
                  timeouts: {startSeconds: 60, runSeconds: 600}
                  failurePolicy: Stop
                  podRetention: Never
                  suspend: true
                  ttlSecondsAfterFinished: 60
                """));

    assertThat(benchmark.jobId()).isEqualTo("job_001");
    assertThat(benchmark.dataset())
        .isEqualTo(
            new Dataset(
                "s3://other/user123/datasets/sales.csv",
                "csv",
                Map.of("Header", "FALSE", "delimiter", "|"),
                "a INT",
                BadRecords.Drop,
                List.of("a"),
                null,
                List.of(),
                null,
                null));
    assertThat(benchmark.layout().output()).hasToString("s3://other/out/here/job_001/output/");
    assertThat(benchmark.storage())
        .isEqualTo(new Storage("https://minio:9000", "us-west-1", false));
    assertThat(benchmark.pods().driver()).isEqualTo(new PodSize(2, 2048, true, Map.of()));
    assertThat(benchmark.pods().executor()).isEqualTo(new PodSize(4, 512, false, Map.of()));
    assertThat(benchmark.pods().settings())
        .isEqualTo(
            new PodSettings(
                "mine:2",
                Optional.of("Always"),
                List.of("pull"),
                Optional.of("me"),
                Optional.of("mine")));
    assertThat(benchmark.measurement().run().iterations()).isEqualTo(7);
    assertThat(benchmark.measurement().trials()).isEqualTo(14);
    assertThat(benchmark.measurement().run().maxWarmupSeconds()).isEqualTo(60);
    assertThat(benchmark.measurement().order()).isEqualTo(Order.Shuffled);
    assertThat(benchmark.measurement().run().cacheInMemory()).isTrue();
    assertThat(benchmark.measurement().run().partitions()).isEqualTo(Partitions.PerNodeCount);
    assertThat(benchmark.pods().sparkConf()).containsEntry("spark.sql.shuffle.partitions", "50");
    assertThat(benchmark.limits().backoffAfter(3)).isEqualTo(Duration.ofSeconds(4));
    assertThat(benchmark.limits().startTimeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(benchmark.lifeCycle().podRetention()).isEqualTo(PodRetention.Never);
    assertThat(benchmark.lifeCycle().suspended()).isTrue();
    assertThat(benchmark.lifeCycle().ttl()).contains(Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @CsvSource({
    "user/a.csv, csv",
    "user/a.CSV.gz, csv",
    "user/a.jsonl, json",
    "user/*.parquet, parquet",
    "user/x.snappy.orc, orc",
    "user/x.csv.zst, csv",
    "user/sales.parquet/, parquet",
    "user/data/, ",
    "user/part-00000, "
  })
  void tellsTheFormatFromTheExtension(String path, String format) {
    assertThat(valid(withPath(path)).dataset().format()).isEqualTo(format);
  }

  @ParameterizedTest
  @CsvSource({
    "sales.csv, s3://bucket/result/sales/output/",
    "sales.parquet/, s3://bucket/result/sales/output/",
    "user/*, s3://bucket/result/sales/output/",
    "s3://other/a/b/sales.csv, s3://other/a/result/sales/output/"
  })
  void putsResultsBesideTheDataset(String path, String results) {
    assertThat(valid(withPath(path)).layout().output()).hasToString(results);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("mistakes")
  void namesFieldValueAndRemedy(String more, String expected) {
    assertThat(problems(benchmark("[1]", more))).containsExactly(expected);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        arguments(
            "  jobId: a/b",
            "spec.jobId: 'a/b' must be 1 to 63 letters, digits, '_', '.' or '-', the first a letter or digit"),
        arguments(
            "  storage: {resultPath: ../up}",
            "spec.storage.resultPath: '../up' must not contain '..'"),
        arguments(
            "  storage: {resultPath: user123/datasets/sales.csv/results}",
            "spec.storage.resultPath: 'user123/datasets/sales.csv/results' would put the results into what s3Path names, where the next run reads them as data; give a prefix outside of s3://bucket/user123/datasets/sales.csv"),
        arguments(
            "  measurement: {iterations: 51}",
            "spec.measurement.iterations: 51 must be from 1 to 50"),
        arguments(
            "  measurement: {maxWarmupSeconds: -1}",
            "spec.measurement.maxWarmupSeconds: -1 must be from 0 to 3600"),
        arguments(
            "  cost: {executorHourPrice: '0.36', driverHourPrice: much}",
            "spec.cost.driverHourPrice: 'much' must be a decimal number in quotes, such as \"0.36\""),
        arguments(
            "  cost: {executorHourPrice: '0.36', spotSharePercent: 101}",
            "spec.cost.spotSharePercent: 101 must be from 0 to 100"),
        arguments(
            "  cost: {executorHourPrice: '0.36', instanceTypes: [{name: 'a b', executorHourPrice: '1'}]}",
            "spec.cost.instanceTypes.name: 'a b' is not an instance type; give the value of the nodes' label node.kubernetes.io/instance-type"),
        arguments(
            "  cost: {executorHourPrice: '0.36', instanceTypes: [{name: a, executorHourPrice: '1'}, {name: a, executorHourPrice: '2'}]}",
            "spec.cost.instanceTypes.name: 'a' is there twice; give one price for each instance type"),
        arguments(
            "  cost: {executorHourPrice: '0.36', instanceTypes: [{name: a, executorHourPrice: cheap}]}",
            "spec.cost.instanceTypes.executorHourPrice: 'cheap' must be a decimal number in quotes, such as \"0.36\""),
        arguments("  measurement: {trials: 0}", "spec.measurement.trials: 0 must be from 1 to 20"),
        arguments(
            "  measurement: {iterations: 50, trials: 3}",
            "spec.measurement.trials: 3 trials of 50 iterations make more samples of a node count than the 100 that are kept; lower one of the two"),
        arguments(
            "  measurement: {warmups: -1}", "spec.measurement.warmups: -1 must be from 0 to 20"),
        arguments(
            "  executor: {memory: 1g}",
            "spec.executor.memory: '1g' must be a whole number of Mi or Gi, such as 512Mi or 2Gi"),
        arguments(
            "  executor: {memory: 64Mi}",
            "spec.executor.memory: '64Mi' is too little for Spark to start; give at least 466Mi"),
        arguments(
            "  driver: {memory: 465Mi}",
            "spec.driver.memory: '465Mi' is too little for Spark to start; give at least 466Mi"),
        arguments("  driver: {cores: 0}", "spec.driver.cores: 0 must be from 1 to 64"),
        arguments(
            "  driver: {podTemplate: {metadata: {}, sepc: {}}}",
            "spec.driver.podTemplate.sepc: is not a field of a PodTemplateSpec; did you mean spec?"),
        arguments("  retry: {maxAttempts: 0}", "spec.retry.maxAttempts: 0 must be from 1 to 10"),
        arguments(
            "  timeouts: {startSeconds: 1}",
            "spec.timeouts.startSeconds: 1 must be from 5 to 86400"),
        arguments(
            "  sparkConf: {spark.executor.instances: '3'}",
            "spec.sparkConf: 'spark.executor.instances' is set by the operator from nodeList; remove it"),
        arguments(
            "  sparkConf: {spark.sql.shuffle.partitions: '3'}",
            "spec.sparkConf: 'spark.sql.shuffle.partitions' is pinned, so that only the node count differs between runs; remove it, set measurement.partitionCount to another number, or measurement.partitions to PerNodeCount"),
        arguments(
            "  sparkConf: {spark.hadoop.fs.s3a.connection.ssl.enabled: 'false'}",
            "spec.sparkConf: 'spark.hadoop.fs.s3a.connection.ssl.enabled' is set by the operator; use storage"),
        arguments(
            "  sparkConf: {spark.hadoop.fs.s3a.secret.key: x}",
            "spec.sparkConf: 'spark.hadoop.fs.s3a.secret.key' would put a secret into the manifest; use storage.credentialsSecret"),
        arguments(
            "  sparkConf: {spark.hadoop.fs.s3a.encryption.key: 'MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE='}",
            "spec.sparkConf: 'spark.hadoop.fs.s3a.encryption.key' would put a secret into the manifest; give the pods the key in an environment variable from a Secret, in both podTemplates, and name it here as ${env.NAME}"),
        Arguments.of(
            "  storage: {resultCredentialsSecret: other}",
            "spec.storage.resultCredentialsSecret: 'other' is for results that lie in a bucket of their own, and they lie in the dataset's, 'bucket'; give spec.storage.resultPath as s3://bucket/prefix, or remove it"),
        Arguments.of(
            "  storage: {resultCredentialsSecret: other, resultPath: 's3://bucket/results'}",
            "spec.storage.resultCredentialsSecret: 'other' is for results that lie in a bucket of their own, and they lie in the dataset's, 'bucket'; give spec.storage.resultPath as s3://bucket/prefix, or remove it"),
        Arguments.of(
            "  storage: {certificates: {}}",
            "spec.storage.certificates: must name either a secret or a configMap"),
        Arguments.of(
            "  storage: {certificates: {secret: a, configMap: b}}",
            "spec.storage.certificates: must name either a secret or a configMap"),
        Arguments.of(
            "  sparkConf: {fs.s3a.attempts.maximum: '1'}",
            "spec.sparkConf: 'fs.s3a.attempts.maximum' is not a Spark property; its name must begin with 'spark.'"),
        arguments(
            "  sparkConf: {spark.sql.files.ignoreCorruptFiles: 'true'}",
            "spec.sparkConf: 'spark.sql.files.ignoreCorruptFiles' would leave data out without a word; remove it"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("datasetMistakes")
  void refusesWhatWouldReadTheDatasetWrongly(String dataset, String expected) {
    assertThat(problems(benchmark("[1]", "  dataset: " + dataset))).containsExactly(expected);
  }

  static Stream<Arguments> datasetMistakes() {
    return Stream.of(
        arguments(
            "{options: {MODE: PERMISSIVE}}",
            "spec.dataset.options.MODE: 'PERMISSIVE' cannot be set: use dataset.badRecords, Fail or Drop"),
        arguments(
            "{options: {inferSchema: 'true'}}",
            "spec.dataset.options.inferSchema: 'true' cannot be set: the schema is inferred from a sample; use dataset.schema for another one"),
        arguments(
            "{options: {path: 's3a://other/x'}}",
            "spec.dataset.options.path: 's3a://other/x' cannot be set: use s3Path"),
        arguments(
            "{options: {pathGlobFilter: '*.csv'}}",
            "spec.dataset.options.pathGlobFilter: '*.csv' cannot be set: it would read other objects than s3Path names; use a pattern there, such as data/*.csv"),
        arguments(
            "{options: {ignoreCorruptFiles: 'true'}}",
            "spec.dataset.options.ignoreCorruptFiles: 'true' cannot be set: it would leave data out without a word; remove it"),
        arguments(
            "{options: {columnNameOfCorruptRecord: x}}",
            "spec.dataset.options.columnNameOfCorruptRecord: 'x' is set by the runner; remove it"),
        arguments(
            "{options: {compression: gzip}}",
            "spec.dataset.options.compression: 'gzip' cannot be set: an object's compression is known by its name, such as .csv.gz"),
        // The value of an unknown option may be a secret.
        arguments(
            "{format: parquet, options: {password: hush}}",
            "spec.dataset.options.password: is not an option for parquet; known are mergeSchema"),
        arguments(
            "{format: orc, options: {header: 'true'}}",
            "spec.dataset.options.header: is not an option for orc; known are mergeSchema"),
        arguments(
            "{format: delta, options: {header: 'true'}}",
            "spec.dataset.options.header: is not an option for delta; known are timestampAsOf, versionAsOf"),
        arguments(
            "{format: delta, options: {timestampAsOf: yesterday}}",
            "spec.dataset.options.timestampAsOf: 'yesterday' must be a time such as 2026-01-31T12:00:00Z"),
        arguments(
            "{format: delta, options: {versionAsOf: '1', timestampAsOf: '2026-01-31T12:00:00Z'}}",
            "spec.dataset.options.timestampAsOf: says another version than 'versionAsOf'; remove one"),
        arguments(
            "{format: iceberg, options: {snapshot-id: latest}}",
            "spec.dataset.options.snapshot-id: 'latest' must be a whole number"),
        arguments(
            "{format: iceberg, schema: id BIGINT}",
            "spec.dataset.schema: is only for objects, not for iceberg: a table has its schema; remove it"),
        arguments(
            "{options: {header: 'yes'}}",
            "spec.dataset.options.header: 'yes' must be true or false"),
        arguments(
            "{options: {quote: ab}}",
            "spec.dataset.options.quote: 'ab' must be one character, or nothing for none"),
        arguments(
            "{options: {delimiter: ''}}", "spec.dataset.options.delimiter: '' must be not empty"),
        arguments(
            "{options: {maxColumns: '0'}}",
            "spec.dataset.options.maxColumns: '0' must be a whole number from 1 to 1000000"),
        arguments(
            "{options: {encoding: klingon}}",
            "spec.dataset.options.encoding: 'klingon' must be an encoding such as UTF-8 or ISO-8859-1"),
        arguments(
            "{options: {dateFormat: 'TT.MM.JJJJ'}}",
            "spec.dataset.options.dateFormat: 'TT.MM.JJJJ' must be a pattern such as yyyy-MM-dd HH:mm:ss"),
        arguments(
            "{options: {timeZone: Mars}}",
            "spec.dataset.options.timeZone: 'Mars' must be a time zone such as UTC or Europe/Berlin"),
        arguments(
            "{options: {Header: 'true', header: 'false'}}",
            "spec.dataset.options.header: is there twice, in different cases; remove one"),
        arguments(
            "{options: {sep: ;, delimiter: ','}}",
            "spec.dataset.options.sep: is another name of 'delimiter'; remove one"),
        arguments(
            "{format: json, options: {encoding: UTF-16}}",
            "spec.dataset.options.encoding: 'UTF-16' has no line ends that Spark can find without reading from the beginning; convert the data to UTF-8, or add multiLine: \"true\" if each object is one JSON document"),
        arguments(
            "{format: parquet, badRecords: Drop}",
            "spec.dataset.badRecords: Drop is only for csv and json, not for parquet; remove it"),
        arguments(
            "{format: json, badRecords: Drop, options: {multiLine: 'true'}}",
            "spec.dataset.badRecords: Drop would drop every record of an object that has one bad record, because options.multiLine is 'true'; remove one of the two"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{options: {encoding: UTF-16, quote: '', escape: '\"', comment: '#'}}",
        "{options: {charset: windows-1252, nullValue: NA, dateFormat: dd.MM.yyyy, timeZone: UTC}}",
        "{format: json, options: {multiLine: 'true', allowComments: 'true'}, badRecords: Fail}",
        "{format: parquet, options: {mergeSchema: 'true'}}"
      })
  void acceptsWhatSaysWhatTheDataLooksLike(String dataset) {
    assertThat(resolver.resolve(benchmark("[1]", "  dataset: " + dataset)))
        .isInstanceOf(Resolution.Valid.class);
  }

  /** A ported job may have many mistakes, and a hostile one long values. */
  @Test
  void aFullRefusalStaysReadable() {
    String entries =
        IntStream.range(0, 40)
            .mapToObj(
                i -> "? %s%d\n      : '%s'".formatted("x".repeat(60_000), i, "y".repeat(4_000)))
            .collect(Collectors.joining("\n      "));
    for (String field : List.of("sparkConf:\n      ", "dataset:\n    options:\n      ")) {
      List<String> problems = problems(benchmark("[1]", "  " + field + entries));
      assertThat(problems).hasSizeLessThanOrEqualTo(21);
      assertThat(problems.get(20)).matches("spec: has \\d+ more mistakes of such kinds");
      assertThat(problems).allSatisfy(problem -> assertThat(problem).hasSizeLessThan(700));
    }
    List<String> problems = problems(withPath("x".repeat(50_000)));
    assertThat(problems).allSatisfy(problem -> assertThat(problem).hasSizeLessThan(400));
  }

  @Test
  void knownOptionsAreListedWhereNoneIsNear() {
    assertThat(problems(benchmark("[1]", "  dataset: {options: {delimter: ','}}")))
        .containsExactly(
            "spec.dataset.options.delimter: is not an option for csv; did you mean delimiter?");
  }

  @Test
  void namesEveryMistakeOfAnEmptySpec() {
    assertThat(problems(manifest("metadata: {name: x}\nspec: {}")))
        .containsExactly(
            "spec.nodeList: is missing; give the node counts, such as [1, 2, 4, 8]",
            "spec.jobConfig.type: is missing; give one of descriptive, ml, sql, tpch, tpcds, application",
            "spec.s3Path: is missing; give a key in the bucket, or s3://bucket/key");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a/../b.csv | spec.s3Path: 'a/../b.csv' must not contain '..'",
        "https://host/b.csv | spec.s3Path: 'https://host/b.csv' must be a key in the bucket, or s3://bucket/key",
        "s3://demo_data/b.csv | spec.s3Path: 's3://demo_data/b.csv' has a bucket that Hadoop's S3A cannot reach; bucket names have lower-case letters, digits, '-' and '.' only",
        "s3://only-bucket | spec.s3Path: 's3://only-bucket' is not of the form s3://bucket/key",
        "user/data.csv.xz | spec.s3Path: 'user/data.csv.xz' cannot be decompressed: Spark does not know .xz; use .gz, .bz2, .zst or .deflate",
        "user/sales.tar.gz | spec.s3Path: 'user/sales.tar.gz' cannot be decompressed: Spark does not know .tar.gz; use .gz, .bz2, .zst or .deflate",
        "result/ | spec.storage.resultPath: is missing, and its default would put the results into what s3Path names, where the next run reads them as data; give a prefix outside of s3://bucket/result/"
      })
  void refusesPathsThatLeadNowhere(String path, String expected) {
    assertThat(problems(withPath(path))).contains(expected);
  }

  @Test
  void countsTheContainersOfADriver() {
    String template =
        "  driver: {podTemplate: {spec: {containers: [%s]}}}"
            .formatted("{name: s, image: i}, ".repeat(12) + "{name: driver}");
    assertThat(problems(benchmark("[1]", template)))
        .anyMatch(
            problem ->
                problem.startsWith("spec.driver.podTemplate: makes a pod of 13 containers, "));
  }

  @Test
  void reachesResultsWithCredentialsOfTheirOwn() {
    Benchmark benchmark =
        valid(
            benchmark(
                "[1]",
                "  storage: {resultPath: 's3://other/x', resultCredentialsSecret: keys, certificates: {configMap: authority}}"));

    assertThat(benchmark.storage().results()).isEqualTo(new Storage.Results("other", "keys"));
    assertThat(benchmark.storage().certificates())
        .isEqualTo(new Storage.Certificates(null, "authority"));
  }

  @Test
  void asksForABucketWhenNobodyNamesOne() {
    JobDefaults noBucket = JobDefaults.ofImage("i");
    assertThat(new SpecResolver(noBucket).resolve(benchmark("[1]")))
        .isEqualTo(
            new Resolution.Invalid(
                List.of(
                    new Violation(
                        "spec.storage.bucket",
                        "is missing, and the operator has no default; set it, or give spec.s3Path as s3://bucket/key"))));
  }

  private Benchmark valid(SparkBenchmarkJob job) {
    Resolution resolution = resolver.resolve(job);
    assertThat(resolution).isInstanceOf(Resolution.Valid.class);
    return ((Resolution.Valid) resolution).benchmark();
  }

  private List<String> problems(SparkBenchmarkJob job) {
    Resolution resolution = resolver.resolve(job);
    assertThat(resolution).isInstanceOf(Resolution.Invalid.class);
    return ((Resolution.Invalid) resolution)
        .violations().stream().map(Violation::toString).toList();
  }

  private static SparkBenchmarkJob withPath(String path) {
    return manifest(
        "metadata: {name: sales}\nspec: {s3Path: '%s', nodeList: [1], jobConfig: {type: descriptive, tasks: [row_count]}}"
            .formatted(path));
  }
}
