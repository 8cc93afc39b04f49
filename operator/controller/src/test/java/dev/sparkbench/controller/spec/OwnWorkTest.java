// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import static dev.sparkbench.controller.Manifests.DEFAULTS;
import static dev.sparkbench.controller.Manifests.work;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.catalogue.CanonicalQuery;
import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.ApplicationWorkload;
import dev.sparkbench.api.contract.BadRecords;
import dev.sparkbench.api.contract.Dataset;
import dev.sparkbench.api.contract.QueryResult;
import dev.sparkbench.api.contract.SqlWorkload;
import dev.sparkbench.api.contract.SqlWorkload.NamedTable;
import dev.sparkbench.api.contract.SqlWorkload.Query;
import dev.sparkbench.api.contract.SuiteWorkload;
import dev.sparkbench.api.contract.SuiteWorkload.Generate;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SQL, suites and applications: how a manifest is resolved, and what is refused. */
class OwnWorkTest {

  private final SpecResolver resolver = new SpecResolver(DEFAULTS, Allowed.EVERYTHING);

  @Test
  void queriesAndTablesHaveWholeAddresses() {
    Benchmark benchmark =
        valid(
            work(
                """

                    type: sql
                    sql:
                      table: sales
                      tables:
                      - {name: stores, s3Path: user123/stores.csv, options: {sep: ";"}, badRecords: Drop}
                      - {name: days, s3Path: "s3://lake/days/", format: delta}
                      queries:
                      - {name: revenue, text: "SELECT sum(price) FROM sales"}
                      - {name: top, from: user123/queries/top.sql}
                      - {from: "s3://lake/queries/"}
                      canonical: [sort]
                      result: Collect\
                """,
                ""));
    assertThat(benchmark.workload())
        .isEqualTo(
            new SqlWorkload(
                JobType.SQL,
                "sales",
                List.of(
                    new NamedTable(
                        "stores",
                        table(
                            "s3://bucket/user123/stores.csv",
                            "csv",
                            Map.of("sep", ";"),
                            BadRecords.Drop)),
                    new NamedTable("days", table("s3://lake/days/", "delta", Map.of(), null))),
                List.of(
                    new Query("revenue", "SELECT sum(price) FROM sales", null),
                    new Query("top", null, "s3://bucket/user123/queries/top.sql"),
                    new Query(null, null, "s3://lake/queries/")),
                List.of(CanonicalQuery.SORT),
                QueryResult.Collect));
  }

  @Test
  void withoutAnySqlThereAreTheCanonicalQueries() {
    for (String config : List.of("{type: sql}", "{type: sql, sql: {table: dataset}}")) {
      assertThat(valid(work(config, "")).workload())
          .isEqualTo(
              new SqlWorkload(
                  JobType.SQL,
                  "dataset",
                  null,
                  null,
                  List.of(CanonicalQuery.values()),
                  QueryResult.Discard));
    }
    assertThat(
            ((SqlWorkload)
                    valid(work("{type: sql, sql: {queries: [{name: a, text: TABLE x}]}}", ""))
                        .workload())
                .canonical())
        .isEmpty();
  }

  @Test
  void aSuiteIsReadAsItSays() {
    Benchmark benchmark = valid(work("{type: tpch, tpch: {scale: \"0.01\"}}", ""));
    assertThat(benchmark.workload())
        .isEqualTo(
            new SuiteWorkload(JobType.TPCH, "0.01", null, Generate.IfMissing, QueryResult.Discard));
    assertThat(benchmark.isPrepared()).isTrue();
    assertThat(benchmark.dataset().uri()).isEqualTo("s3://bucket/user123/data/");
    assertThat(benchmark.dataset().format()).isNull();
    assertThat(
            valid(
                    work(
                        "{type: tpcds, tpcds: {scale: \"3000\", queries: [q14b, q3], generate: Never, result: Collect}}",
                        ""))
                .workload())
        .isEqualTo(
            new SuiteWorkload(
                JobType.TPCDS, "3000", List.of("q14b", "q3"), Generate.Never, QueryResult.Collect));
  }

  @Test
  void anApplicationsJarsHaveWholeAddresses() {
    assertThat(
            valid(
                    work(
                        "{type: application, application: {mainClass: com.example.Nightly, jar: jobs/nightly.jar, jars: [\"s3://lake/a.jar\", \"local:///opt/b.jar\"], arguments: [\"--in\", $(dataset), --out=$(scratch)/out, $(nodes), $(partitions), $(table.stores), $5, $$(HOME)], compare: [out/], tables: [{name: stores, s3Path: user123/stores/}, {name: days, s3Path: \"s3://lake/days\", format: delta}]}}",
                        ""))
                .workload())
        .isEqualTo(
            new ApplicationWorkload(
                JobType.APPLICATION,
                "com.example.Nightly",
                "s3://bucket/jobs/nightly.jar",
                List.of("s3://lake/a.jar", "local:///opt/b.jar"),
                List.of(
                    "--in",
                    "$(dataset)",
                    "--out=$(scratch)/out",
                    "$(nodes)",
                    "$(partitions)",
                    "$(table.stores)",
                    "$5",
                    "$$(HOME)"),
                false,
                List.of("out/"),
                List.of(
                    new NamedTable(
                        "stores", table("s3://bucket/user123/stores/", null, Map.of(), null)),
                    new NamedTable("days", table("s3://lake/days", "delta", Map.of(), null)))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {type: ml, tasks: [kmeans]} | 1 | 120 | 2 | 6
          {type: sql} | 1 | 120 | 3 | 12
          {type: tpch, tpch: {scale: "1"}} | 1 | 120 | 3 | 12
          {type: tpcds, tpcds: {scale: "1"}} | 1 | 120 | 3 | 12
          {type: application, application: {mainClass: A}} | 0 | 0 | 1 | 12
          {type: application, application: {mainClass: A, repeatable: true}} | 1 | 120 | 3 | 12
          """)
  void howItIsMeasuredDependsOnTheType(
      String config, int warmups, int longest, int iterations, int partitions) {
    Benchmark benchmark = valid(work(config, "  executor: {cores: 3}"));
    assertThat(benchmark.measurement().run().warmups()).isEqualTo(warmups);
    assertThat(benchmark.measurement().run().maxWarmupSeconds()).isEqualTo(longest);
    assertThat(benchmark.measurement().run().iterations()).isEqualTo(iterations);
    assertThat(benchmark.measurement().trials()).isEqualTo(3);
    assertThat(benchmark.measurement().run().partitionCount()).isEqualTo(partitions);
  }

  @Test
  void partitionsAreAsManyAsAskedFor() {
    assertThat(
            valid(work("{type: sql}", "  measurement: {partitionCount: 64}"))
                .measurement()
                .run()
                .partitionCount())
        .isEqualTo(64);
    assertThat(
            valid(work("{type: sql}", "  measurement: {partitions: PerNodeCount}"))
                .measurement()
                .run()
                .partitionCount())
        .isNull();
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {type: sql, sql: {table: Sales}} | | spec.jobConfig.sql.table: 'Sales' is not a valid name of a table; give a letter from a to z and up to 62 of a-z, 0-9 and _
          {type: sql, sql: {tables: [{name: dataset, s3Path: a.csv}]}} | | spec.jobConfig.sql.tables[0].name: 'dataset' is the name of the dataset too; give another one here, or in sql.table
          {type: sql, sql: {table: t, tables: [{name: a, s3Path: a.csv}, {name: a, s3Path: b.csv}]}} | | spec.jobConfig.sql.tables[1].name: 'a' is there twice; names of tables must be unique
          {type: sql, sql: {tables: [{name: a, s3Path: ../x}]}} | | spec.jobConfig.sql.tables[0].s3Path: '../x' must not contain '..'
          {type: sql, sql: {tables: [{name: a, s3Path: "gs://b/x"}]}} | | spec.jobConfig.sql.tables[0].s3Path: 'gs://b/x' must be a key in the bucket, or s3://bucket/key
          {type: sql, sql: {tables: [{name: a, s3Path: x.csv.xz}]}} | | spec.jobConfig.sql.tables[0].s3Path: 'x.csv.xz' cannot be decompressed: Spark does not know .xz; use .gz, .bz2, .zst or .deflate
          {type: sql, sql: {tables: [{name: a, s3Path: x.csv, options: {delimitr: ";"}}]}} | | spec.jobConfig.sql.tables[0].options.delimitr: is not an option for csv; did you mean delimiter?
          {type: sql, sql: {tables: [{name: a, s3Path: x/, options: {sep: ";"}}]}} | | spec.jobConfig.sql.tables[0].format: is missing, and the extension of 'x/' does not show whether options and badRecords fit; give one of csv, json, parquet, orc, delta, iceberg
          {type: sql, sql: {tables: [{name: a, s3Path: x.parquet, badRecords: Drop}]}} | | spec.jobConfig.sql.tables[0].badRecords: Drop is only for csv and json, not for parquet; remove it
          {type: sql, sql: {tables: [{name: a, s3Path: x, format: delta}, {name: b, s3Path: y, format: iceberg}]}} | | spec.jobConfig.sql.tables: are of the formats delta and iceberg, whose jars do not go together; use one of the two
          {type: sql, sql: {tables: [{name: a, s3Path: user123/}]}} | | spec.storage.resultPath: is missing, and its default would put the results into what table a reads, where the next run reads them as data; give a prefix outside of s3://bucket/user123/
          {type: sql, sql: {queries: [{name: a}]}} | | spec.jobConfig.sql.queries[0]: must have either text or from
          {type: sql, sql: {queries: [{text: SELECT 1}]}} | | spec.jobConfig.sql.queries[0].name: is missing; name the query in results
          {type: sql, sql: {queries: [{name: a, from: q/}]}} | | spec.jobConfig.sql.queries[0].name: is not for a folder, whose objects give the names; remove it
          {type: sql, sql: {queries: [{name: A, from: q.sql}]}} | | spec.jobConfig.sql.queries[0].name: 'A' is not a valid name of a query; give a letter from a to z and up to 62 of a-z, 0-9, _ and -
          {type: sql, sql: {queries: [{name: a, from: q.sql}, {name: a, text: SELECT 1}]}} | | spec.jobConfig.sql.queries[1].name: 'a' is there twice; names of queries must be unique
          {type: sql, sql: {queries: [{name: sort, text: SELECT 1}], canonical: [sort]}} | | spec.jobConfig.sql.queries[0].name: 'sort' is the name of a canonical query that runs too; give another one
          {type: sql, sql: {canonical: [sort, sort]}} | | spec.jobConfig.sql.canonical: 'sort' is there twice; canonical queries must be unique
          {type: sql, sql: {queries: [{name: a, from: "q/*.sql"}]}} | | spec.jobConfig.sql.queries[0].from: 'q/*.sql' is a pattern; give an object, or a folder with a / at the end, whose *.sql objects are all used
          {type: sql, sql: {queries: [{name: a, from: ../q.sql}]}} | | spec.jobConfig.sql.queries[0].from: '../q.sql' must not contain '..'
          {type: sql, sql: {queries: [{name: a, text: INSERT INTO x SELECT 1}]}} | | spec.jobConfig.sql.queries[0].text: query a begins with INSERT; only queries can be measured, which begin with SELECT, WITH, FROM, VALUES or TABLE; for work that writes or sets something, use type application
          {type: sql, sql: {queries: [{name: a, text: SELCT 1}]}} | | spec.jobConfig.sql.queries[0].text: query a begins with SELCT; did you mean SELECT?
          {type: sql, tasks: [row_count]} | | spec.jobConfig.tasks: is not for type sql; remove it
          {type: descriptive, tasks: [row_count], sql: {}} | | spec.jobConfig.sql: is not for type descriptive; remove it
          {type: sql, tpch: {scale: "1"}} | | spec.jobConfig.tpch: is not for type sql; remove it
          {type: sql} | dataset: {columns: [a]} | spec.dataset.columns: is not for type sql, where queries say which columns they read; remove it
          {type: sql} | dataset: {label: a} | spec.dataset.label: is not for type sql, where queries say which columns they read; remove it
          {type: tpch} | | spec.jobConfig.tpch: is missing; give at least its scale, such as {scale: "1"}
          {type: tpch, tpch: {scale: "3001"}} | | spec.jobConfig.tpch.scale: '3001' is not a scale; give a whole number from 1 to 3000, or a part of one from 0.01 to 0.99
          {type: tpch, tpch: {scale: "0.001"}} | | spec.jobConfig.tpch.scale: '0.001' is not a scale; give a whole number from 1 to 3000, or a part of one from 0.01 to 0.99
          {type: tpch, tpch: {scale: "1", queries: [q23]}} | | spec.jobConfig.tpch.queries: 'q23' is not a query of tpch; known are q1 to q22
          {type: tpcds, tpcds: {scale: "1", queries: [q14]}} | | spec.jobConfig.tpcds.queries: 'q14' is not a query of tpcds; did you mean q14a and q14b?
          {type: tpcds, tpcds: {scale: "1", queries: [first]}} | | spec.jobConfig.tpcds.queries: 'first' is not a query of tpcds; known are q1 to q99
          {type: tpcds, tpcds: {scale: "1", queries: [q1, q1]}} | | spec.jobConfig.tpcds.queries: 'q1' is there twice; queries must be unique
          {type: tpch, tpch: {scale: "1"}} | dataset: {format: parquet} | spec.dataset.format: is not for type tpch, whose tables are created and read as Parquet; remove it
          {type: tpch, tpch: {scale: "1"}} | executor: {memory: 512Mi} | spec.executor.memory: 512 MiB are not enough to create the tables of tpch with 1 cores, which takes 704 MiB; give at least that, or set jobConfig.tpch.generate to Never if the tables are there
          {type: tpcds, tpcds: {scale: "1"}} | executor: {cores: 2, memory: 512Mi} | spec.executor.memory: 512 MiB are not enough to create the tables of tpcds with 2 cores, which takes 528 MiB; give at least that, or set jobConfig.tpcds.generate to Never if the tables are there
          {type: tpch, tpch: {scale: "1"}} | storage: {resultPath: user123/data/r} | spec.storage.resultPath: 'user123/data/r' would put the results into what s3Path names, where the next run reads them as data; give a prefix outside of s3://bucket/user123/data/
          {type: application} | | spec.jobConfig.application: is missing; give at least its mainClass
          {type: application, application: {mainClass: a-b}} | | spec.jobConfig.application.mainClass: 'a-b' is not the name of a class; give it with its package, such as com.example.Nightly
          {type: application, application: {mainClass: A, jar: "http://x/a.jar"}} | | spec.jobConfig.application.jar: 'http://x/a.jar' cannot be fetched; give a key in the bucket, s3://bucket/key, or local:///path in the image
          {type: application, application: {mainClass: A, jar: "local://opt/a.jar"}} | | spec.jobConfig.application.jar: 'local://opt/a.jar' names no file of the image; give local:///path, with three slashes
          {type: application, application: {mainClass: A, jars: [jobs/]}} | | spec.jobConfig.application.jars: 'jobs/' is a folder; give a jar
          {type: application, application: {mainClass: A, jar: ../a.jar}} | | spec.jobConfig.application.jar: '../a.jar' must not contain '..'
          {type: application, application: {mainClass: A, arguments: [$(datset)]}} | | spec.jobConfig.application.arguments: '$(datset)' has $(datset), which is not known; did you mean $(dataset)?
          {type: application, application: {mainClass: A, arguments: [--id=$(POD_NAME)]}} | | spec.jobConfig.application.arguments: '--id=$(POD_NAME)' has $(POD_NAME), which is not known; there are $(dataset), $(scratch), $(nodes), $(partitions), and $(table.NAME) for each of tables; for a dollar sign write $$
          {type: application, application: {mainClass: A, arguments: [$(table.store)], tables: [{name: stores, s3Path: a}]}} | | spec.jobConfig.application.arguments: '$(table.store)' has $(table.store), which is not known; did you mean $(table.stores)?
          {type: application, application: {mainClass: A, arguments: [$(table.customers)]}} | | spec.jobConfig.application.arguments: '$(table.customers)' has $(table.customers), which is not known; jobConfig.application.tables has no table of that name
          {type: application, application: {mainClass: A, tables: [{name: a-b, s3Path: a}]}} | | spec.jobConfig.application.tables[0].name: 'a-b' is not a valid name of a table; give a letter from a to z and up to 62 of a-z, 0-9 and _
          {type: application, application: {mainClass: A, tables: [{name: a, s3Path: a}, {name: a, s3Path: b}]}} | | spec.jobConfig.application.tables[1].name: 'a' is there twice; names of tables must be unique
          {type: application, application: {mainClass: A, tables: [{name: dataset, s3Path: a}]}} | | spec.jobConfig.application.tables[0].name: 'dataset' is the name of the dataset too; give another one
          {type: application, application: {mainClass: A, tables: [{name: a, s3Path: ../a}]}} | | spec.jobConfig.application.tables[0].s3Path: '../a' must not contain '..'
          {type: application, application: {mainClass: A, tables: [{name: a, s3Path: a, format: delta}, {name: b, s3Path: b, format: iceberg}]}} | | spec.jobConfig.application.tables: are of the formats delta and iceberg, whose jars do not go together; use one of the two
          {type: application, application: {mainClass: A, tables: [{name: a, s3Path: t/}]}} | storage: {resultPath: t/r} | spec.storage.resultPath: 't/r' would put the results into what table a reads, where the next run reads them as data; give a prefix outside of s3://bucket/t/
          {type: application, application: {mainClass: A, compare: [out]}} | | spec.jobConfig.application.compare: is for output below $(scratch), but no argument names that folder; add an argument such as $(scratch)/out
          {type: application, application: {mainClass: A, arguments: [$(scratch)], compare: [/out]}} | | spec.jobConfig.application.compare: '/out' must be a path below $(scratch), such as out/
          {type: application, application: {mainClass: A, arguments: [$(scratch)], compare: [a/../..]}} | | spec.jobConfig.application.compare: 'a/../..' must not contain '..'
          {type: application, application: {mainClass: A}} | measurement: {iterations: 2} | spec.measurement.iterations: 2 is too many for a program that is called once in each run; raise measurement.trials instead, or set jobConfig.application.repeatable to true if main can be called again
          {type: application, application: {mainClass: A}} | measurement: {warmups: 1} | spec.measurement.warmups: 1 is too many for a program that is called once in each run; raise measurement.trials instead, or set jobConfig.application.repeatable to true if main can be called again
          {type: application, application: {mainClass: A}} | measurement: {cache: Memory} | spec.measurement.cache: Memory is not for type application, which reads by itself; remove it
          {type: application, application: {mainClass: A}} | dataset: {schema: a INT} | spec.dataset.schema: is not for type application, which reads by itself; remove it
          {type: application, application: {mainClass: A}} | sparkConf: {spark.jars: "s3a://b/a.jar"} | spec.sparkConf: 'spark.jars' has no effect on the driver without spark-submit; use image, with the jars in its /app/jars, or for type application jobConfig.application.jars
          {type: application, application: {mainClass: A}} | sparkConf: {spark.driver.userClassPathFirst: "true"} | spec.sparkConf: 'spark.driver.userClassPathFirst' is not supported, because two copies of a library in one JVM do not fit together; shade the library in the jar, or use image, with the other version in it
          {type: sql} | {measurement: {partitions: PerNodeCount, partitionCount: 8}} | spec.measurement.partitionCount: 8 is for partitions: Pinned, and they are PerNodeCount; remove one of the two
          {type: sql} | measurement: {partitionCount: 0} | spec.measurement.partitionCount: 0 must be from 1 to 100000
          """)
  void namesFieldValueAndRemedy(String config, String more, String expected) {
    String fields = more == null ? "" : more.replaceFirst("^\\{(.*)}$", "$1");
    assertThat(problems(work(config, "  " + fields))).containsExactly(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"enabled", "dir", "rolling.enabled", "compress"})
  void theOperatorsEventLogHasNoOtherSettings(String property) {
    assertThat(
            problems(
                work(
                    "{type: sql}",
                    "  eventLog: true\n  sparkConf: {spark.eventLog.%s: 'true'}"
                        .formatted(property))))
        .containsExactly(
            "spec.sparkConf: 'spark.eventLog.%s' is set by the operator, because eventLog is true; remove one of the two"
                .formatted(property));
  }

  @Test
  void oneEventLogIsEnough() {
    assertThat(
            valid(work("{type: sql}", "  sparkConf: {spark.eventLog.dir: /tmp}"))
                .measurement()
                .eventLog())
        .isFalse();
    assertThat(valid(work("{type: sql}", "  eventLog: true")).measurement().eventLog()).isTrue();
  }

  @Test
  void aTypeIsNeeded() {
    assertThat(problems(work("{}", "")))
        .containsExactly(
            "spec.jobConfig.type: is missing; give one of descriptive, ml, sql, tpch, tpcds, application");
  }

  private static Dataset table(
      String uri, String format, Map<String, String> options, BadRecords badRecords) {
    return new Dataset(uri, format, options, null, badRecords, null, null, null, null, null);
  }

  private Benchmark valid(SparkBenchmarkJob job) {
    Resolution resolution = resolver.resolve(job);
    assertThat(resolution).isInstanceOf(Resolution.Valid.class);
    return ((Resolution.Valid) resolution).benchmark();
  }

  private List<String> problems(SparkBenchmarkJob job) {
    return Optional.of(resolver.resolve(job))
        .map(Resolution.Invalid.class::cast)
        .map(invalid -> invalid.violations().stream().map(Violation::toString).toList())
        .orElseThrow();
  }
}
