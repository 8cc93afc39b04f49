// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.fixture.LocalSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What queries may read, and how mistakes in them are reported. */
class PreparedQueriesTest {

  @TempDir Path folder;

  @BeforeEach
  void usualSettings() {
    LocalSpark.spark();
  }

  @Test
  void tellsAllMistakesWithPlacesAndNearNamesBeforeAnythingRuns() {
    Queries queries =
        Queries.over("sales", Queries.sales(2))
            .query("revenue", "SELECT store,\n  sum(prise)\nFROM sales GROUP BY store")
            .query("fine", "SELECT * FROM sales")
            .query("table", "SELECT * FROM sails")
            .query("function", "SELECT summ(price) FROM sales")
            .query("types", "SELECT store FROM sales WHERE sum(price) > 1");

    Failure failure = catchThrowableOfType(RunFailure.class, queries::plan).failure();

    assertThat(failure.reason()).isEqualTo(FailureReason.INVALID_QUERY);
    assertThat(failure.message())
        .contains(
            "query revenue, line 2, column 7: A column or function parameter with name `prise` cannot be resolved. Did you mean one of the following? [`price`, ")
        .contains("query table, line 1, column 15: The table or view `sails` cannot be found")
        .contains("query function, line 1, column 8: Cannot resolve function `summ`")
        .contains("query types, line 1, column 1: The WHERE condition")
        .doesNotContain("fine", "[UNRESOLVED", "Project");
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv.`%s`", "text.`%s`", "json.`file://%s`", "global_temp.`%s`"})
  void doesNotReadFilesAroundTheTables(String relation) throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), "x\n");

    Failure failure =
        catchThrowableOfType(
                RunFailure.class,
                () ->
                    Queries.over("sales", Queries.sales(1))
                        .query("q", "SELECT * FROM " + relation.formatted(file))
                        .plan())
            .failure();

    assertThat(failure.message()).startsWith("query q, line 1, column 15: ");
    assertThat(failure.reason()).isEqualTo(FailureReason.INVALID_QUERY);
  }

  @Test
  void readsNoTableThatIsNotDeclared() {
    Queries queries =
        Queries.over("sales", Queries.sales(1))
            .query("q", "SELECT * FROM sales JOIN (SELECT * FROM left_behind) USING (sale)");
    Queries.sales(1).createOrReplaceTempView("left_behind");
    try {
      assertThat(catchThrowableOfType(RunFailure.class, queries::plan).failure().message())
          .contains("it reads what is not a declared table", "use sales, or declare it");
    } finally {
      SparkSession.active().catalog().dropTempView("left_behind");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "VALUES (1), (2)",
        "SELECT * FROM range(3)",
        "WITH a AS (SELECT * FROM sales) SELECT * FROM a x JOIN a y ON x.sale = y.sale",
        "SELECT * FROM sales WHERE price > (SELECT avg(price) FROM stores)",
        "SELECT STORE, Sum(Price) FROM SALES GROUP BY store"
      })
  void readsDeclaredTablesAndWhatIsWrittenOut(String text) {
    PlannedQueries work =
        Queries.over("sales", Queries.sales(1))
            .and("stores", Queries.sales(1))
            .query("q", text)
            .plan();

    assertThat(Queries.run(work)).hasSize(1);
  }

  @Test
  void tellsTheCaseOfNamesApartOnlyIfTheManifestSaysSo() {
    Queries queries =
        Queries.over("sales", Queries.sales(1))
            .query("q", "SELECT Store FROM sales")
            .sparkConf(Map.of("spark.sql.caseSensitive", "true"));

    assertThat(catchThrowableOfType(RunFailure.class, queries::plan).failure().message())
        .contains("`Store` cannot be resolved");
  }

  @Test
  void hasColumnsUnderTheirOwnNames() {
    PlannedQueries work =
        Queries.over(
                "odd",
                SparkSession.active()
                    .sql("SELECT 1 AS `a.b`, 2 AS `x``y`, 3 AS `größe (cm)`, 4 AS c, 5 AS C"))
            .query("q", "SELECT `a.b`, `x``y`, `größe (cm)` FROM odd")
            .plan();

    List<Row> rows =
        work.spark().sql("SELECT `a.b` + `x``y` + `größe (cm)` FROM odd").collectAsList();

    assertThat(rows.get(0).getInt(0)).isEqualTo(6);
    assertThat(work.spark().sql("SELECT * FROM odd").columns())
        .containsExactly("a.b", "x`y", "größe (cm)", "c", "C");
    assertThat(work.result(Queries.run(work)).remarks())
        .containsExactly(
            "table odd has columns c and C, so names in queries have to be in the case of the tables");
  }

  @Test
  void leavesTheSessionThatReadsTheTablesAsItIs() {
    SparkSession spark = SparkSession.active();
    Queries.over("sales", Queries.sales(1)).query("q", "SELECT 1").plan();

    assertThat(spark.conf().get("spark.sql.caseSensitive")).isEqualTo("true");
    assertThat(spark.catalog().tableExists("sales")).isFalse();
  }

  @Test
  void isKnownByTheDigestsOfItsTexts() {
    PreparedQueries prepared =
        Queries.over("sales", Queries.sales(1))
            .query("one", "SELECT 1")
            .query("other", "SELECT 2")
            .prepare();

    // printf 'SELECT 1' | sha256sum | cut -c-32
    assertThat(prepared.facts())
        .containsEntry("query one", "e004ebd5b5532a4b85984a62f8ad48a8")
        .containsOnlyKeys("query one", "query other");
    assertThat(prepared.defaults()).isEqualTo(Map.of("spark.sql.codegen.cache.maxEntries", "5000"));
    assertThat(prepared.tables()).extracting(table -> table.name()).containsExactly("sales");
  }
}
