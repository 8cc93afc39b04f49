// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.contract.SqlWorkload.NamedTable;
import dev.sparkbench.api.contract.SuiteWorkload;
import dev.sparkbench.api.contract.SuiteWorkload.Generate;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.fixture.RunRequests;
import dev.sparkbench.runner.fixture.TestStore;
import dev.sparkbench.runner.storage.ObjectStore;
import dev.sparkbench.runner.table.Table;
import dev.sparkbench.runner.work.Part;
import dev.sparkbench.runner.work.Prepared;
import dev.sparkbench.runner.work.Result;
import dev.sparkbench.runner.work.Work;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("tpch")
class SuiteFamilyTest {

  private static final TestStore STORE = TestStore.get();
  private static final String BUCKET = STORE.newBucket();

  private static ObjectStore store;

  @BeforeAll
  static void generate() {
    store = ObjectStore.open(STORE.storage());
    Preparation.ensure(request("0.01"), store, LocalSpark::spark);
  }

  @AfterAll
  static void close() {
    store.close();
  }

  @Test
  void comparesAnswersWithTheKnownOnes() {
    Prepared prepared = new SuiteFamily().prepare(request("0.01", "q6", "q1", "q11"), store);
    assertThat(prepared.tables())
        .extracting(NamedTable::name)
        .containsExactly(
            "customer", "lineitem", "nation", "orders", "part", "partsupp", "region", "supplier");
    assertThat(prepared.tables())
        .extracting(table -> table.dataset().uri())
        .contains("s3://%s/data/lineitem/".formatted(BUCKET));
    Work<?> work = plan(prepared);

    assertThat(work.check()).isTrue();

    Result result = passOf(work);
    assertThat(result.outputs().keySet()).containsExactly("q6", "q1", "q11");
    assertThat(result.outputs().values())
        .allSatisfy(
            output -> {
              assertThat(output.path("answer").asText()).isEqualTo("equal");
              assertThat(output.has("text")).isFalse();
            });
    assertThat(result.remarks())
        .contains(
            Suite.TPCH.fairUse(),
            "the answers of 3 of 3 queries are the known ones of tpch at scale 0.01");
    SuiteResult known = (SuiteResult) result;
    assertThat(new SuiteResult(known.suite(), known.scale(), known.queries(), Map.of()).remarks())
        .contains("the answers were not checked, because none are known for tpch at scale 0.01");
  }

  /** As if a plugin confused one nation with another. */
  @Test
  void aWrongAnswerFailsTheRunBeforeAnythingIsMeasured() throws IOException {
    Prepared prepared = new SuiteFamily().prepare(request("0.01", "q1", "q5"), store);
    SparkSession spark = LocalSpark.spark();
    Map<String, Table> tables = opened(spark, prepared);
    tables.put(
        "nation",
        Table.of(
            spark
                .read()
                .parquet("s3a://%s/data/nation".formatted(BUCKET))
                .selectExpr("n_nationkey", "'x' AS n_name", "n_regionkey", "n_comment"),
            List.of()));
    Work<?> work = prepared.plan(spark, tables);

    assertThatThrownBy(work::check)
        .isInstanceOfSatisfying(
            RunFailure.class,
            e -> assertThat(e.failure().reason()).isEqualTo(FailureReason.QUERY_FAILED))
        .hasMessage(
            "1 of 2 queries gave wrong answers for tpch at scale 0.01, so that their times are worth nothing: q5 (known and found: 5 rows and 1 rows); look for what changes results among sparkConf and the image's plugins");
  }

  @Test
  void withoutKnownAnswersNothingIsSaidToBeRight() {
    assertThat(KnownAnswers.of(Suite.TPCH, new Scale("7")).size()).isZero();
    KnownAnswers.Check check =
        KnownAnswers.of(Suite.TPCH, new Scale("7")).check("q1", answer("q1"));
    assertThat(check.verdict()).isEqualTo(KnownAnswers.Verdict.UNKNOWN);
    assertThat(check.isWrong()).isFalse();
  }

  private static JsonNode answer(String query) {
    return new com.fasterxml.jackson.databind.ObjectMapper().createObjectNode().put("rows", 1);
  }

  @Test
  void readsOnlyWhatHasBeenPrepared() {
    assertThatThrownBy(() -> new SuiteFamily().prepare(request("1", "q1"), store))
        .isInstanceOfSatisfying(
            RunFailure.class,
            e -> assertThat(e.failure().reason()).isEqualTo(FailureReason.INVALID_CONFIGURATION));
    assertThatThrownBy(() -> new SuiteFamily().prepare(request("0.01", "q23"), store))
        .hasMessageContaining(
            "names 'q23', which is none of its 22 queries; nearest: 'q2', 'q3', 'q13'");
  }

  /** A failed attempt leaves no object that looks complete. */
  @Test
  void anObjectIsThereAsAWholeOrNotAtAll() {
    SparkSession spark = LocalSpark.spark();
    ParquetObject object =
        new ParquetObject(
            new Path("s3a://%s/broken.parquet".formatted(BUCKET)),
            spark.sessionState().newHadoopConf());
    SuiteTable table = Suite.TPCH.table("orders");
    var rows = table.rows(new Scale("0.01"), 0, 1);
    var failing =
        new java.util.Iterator<org.apache.spark.sql.catalyst.InternalRow>() {
          private int left = 10_000;

          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public org.apache.spark.sql.catalyst.InternalRow next() {
            if (left-- == 0) {
              throw new IllegalStateException("killed");
            }
            return rows.next();
          }
        };

    assertThatThrownBy(() -> object.write(table.schema(), failing)).hasMessage("killed");

    assertThat(STORE.keys(BUCKET)).noneMatch(key -> key.contains("broken"));
  }

  private static Work<?> plan(Prepared prepared) {
    SparkSession spark = LocalSpark.spark();
    return prepared.plan(spark, opened(spark, prepared));
  }

  private static Map<String, Table> opened(SparkSession spark, Prepared prepared) {
    return prepared.tables().stream()
        .collect(
            Collectors.toMap(
                NamedTable::name,
                table ->
                    Table.of(
                        spark.read().parquet(table.dataset().uri().replaceFirst("^s3:", "s3a:")),
                        List.of()),
                (a, b) -> a,
                TreeMap::new));
  }

  private static <T> Result passOf(Work<T> work) {
    List<T> computed = new ArrayList<>();
    for (Part<T> part : work.parts()) {
      computed.add(part.computation().get());
      work.beforeEachPart();
    }
    return work.result(computed);
  }

  private static RunRequest request(String scale, String... queries) {
    return RunRequests.of("s3://%s/data/".formatted(BUCKET))
        .workload(
            new SuiteWorkload(JobType.TPCH, scale, List.of(queries), Generate.IfMissing, null))
        .build();
  }
}
