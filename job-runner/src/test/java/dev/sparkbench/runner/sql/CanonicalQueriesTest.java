// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sparkbench.api.catalogue.CanonicalQuery;
import dev.sparkbench.api.contract.QueryResult;
import dev.sparkbench.api.contract.SqlWorkload.NamedTable;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.fixture.RunRequests;
import dev.sparkbench.runner.table.Table;
import dev.sparkbench.runner.work.digest.DigestComparison;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Queries that are made from a schema; Spark runs all of them. */
class CanonicalQueriesTest {

  private static final List<CanonicalQuery> ALL = List.of(CanonicalQuery.values());

  @BeforeEach
  void session() {
    LocalSpark.spark();
  }

  @Test
  void areMadeForAnOrdinaryTable() {
    Dataset<Row> sales = Queries.sales(2);

    assertThat(texts(plan(sales, ALL)))
        .isEqualTo(
            Map.of(
                "scan", "SELECT * FROM `dataset`",
                "aggregate",
                    "SELECT count(*) AS n, count(`store`), min(`store`), max(`store`), count(`sale`), sum(CAST(`sale` AS DOUBLE)), min(`sale`), max(`sale`), count(`price`), sum(CAST(`price` AS DOUBLE)), min(`price`), max(`price`) FROM `dataset`",
                "group_by",
                    "SELECT `store`, count(*) AS n, sum(CAST(`sale` AS DOUBLE)), min(`sale`), max(`sale`), sum(CAST(`price` AS DOUBLE)), min(`price`), max(`price`) FROM `dataset` GROUP BY `store`",
                "sort", "SELECT * FROM `dataset` ORDER BY `sale`",
                "join",
                    "SELECT t.*, g.n FROM `dataset` AS t JOIN (SELECT `store` AS k, count(*) AS n FROM `dataset` GROUP BY `store`) AS g ON t.`store` = g.k",
                "distinct", "SELECT DISTINCT * FROM `dataset`",
                "window",
                    "SELECT *, rank() OVER (PARTITION BY `store` ORDER BY `sale`) AS place, count(*) OVER (PARTITION BY `store`) AS n FROM `dataset`"));
  }

  @Test
  void returnNoMoreRowsThanThereAreAndTheSameEachTime() {
    PlannedQueries work = plan(Queries.sales(3), ALL);
    work.check();
    Map<String, Long> rows = new LinkedHashMap<>();
    work.digests().forEach((name, digest) -> rows.put(name, digest.rows()));

    assertThat(rows)
        .isEqualTo(
            Map.of(
                "scan",
                800L,
                "aggregate",
                1L,
                "group_by",
                7L,
                "sort",
                800L,
                "join",
                800L,
                "distinct",
                800L,
                "window",
                800L));
    assertThat(work.result(Queries.run(work)).outputs())
        .allSatisfy((name, output) -> assertThat(output.path("reproducible").asBoolean()).isTrue())
        .allSatisfy((name, output) -> assertThat(output.has("varies_by_ties")).isFalse());
    PlannedQueries again = plan(Queries.sales(1), List.of(CanonicalQuery.WINDOW));
    again.check();
    assertThat(
            DigestComparison.results(
                work.digests().get("window").toJson(), again.digests().get("window").toJson()))
        .isEmpty();
  }

  @Test
  void areMadeForTablesThatAreNot() {
    SparkSession spark = SparkSession.active();
    List<Dataset<Row>> tables =
        List.of(
            spark.sql("SELECT array(1) AS only"),
            spark.sql(
                "SELECT 'x' AS `a.b ``c```, map(1, 2) AS m, array(map(1, 2)) AS n, 1.5 AS `select`, true AS place"),
            spark.sql("SELECT 'x' AS k, 1 AS K, date'2020-01-01' AS d, x'00' AS bytes"));
    for (Dataset<Row> table : tables) {
      List<CanonicalQuery> possible =
          ALL.stream()
              .filter(
                  query ->
                      // An array can be sorted and compared, but people do not group by arrays.
                      !table.schema().toDDL().startsWith("only ARRAY")
                          || List.of(
                                  CanonicalQuery.SCAN,
                                  CanonicalQuery.AGGREGATE,
                                  CanonicalQuery.SORT,
                                  CanonicalQuery.DISTINCT)
                              .contains(query))
              .toList();
      PlannedQueries work = plan(table, possible);

      assertThat(work.parts())
          .as(table.schema().toDDL())
          .hasSameSizeAs(possible)
          .allSatisfy(part -> assertThat(part.computation().get()).isNotNull());
    }
  }

  @Test
  void sayWhatATableDoesNotHave() {
    Dataset<Row> maps = SparkSession.active().sql("SELECT map(1, 2) AS m");

    assertThat(texts(plan(maps, List.of(CanonicalQuery.SCAN, CanonicalQuery.AGGREGATE))))
        .containsEntry("aggregate", "SELECT count(*) AS n FROM `dataset`");
    assertThat(
            catchThrowableOfType(
                    RunFailure.class,
                    () -> plan(maps, List.of(CanonicalQuery.SORT, CanonicalQuery.WINDOW)))
                .failure()
                .message())
        .isEqualTo(
            "the canonical query sort needs a column whose values have an order (maps have none), and table dataset has none: name in sql.canonical only the queries that it can do; "
                + "the canonical query window needs a column whose values can be grouped by and have an order, and table dataset has none: name in sql.canonical only the queries that it can do");
  }

  private static Map<String, String> texts(PlannedQueries work) {
    Map<String, String> texts = new LinkedHashMap<>();
    work.queries().forEach(query -> texts.put(query.name(), query.text()));
    return texts;
  }

  private static PlannedQueries plan(Dataset<Row> rows, List<CanonicalQuery> queries) {
    return new PreparedQueries(
            List.of(new NamedTable("dataset", RunRequests.of("s3://bucket/key").dataset())),
            List.of(),
            queries,
            QueryResult.Discard,
            Map.of())
        .plan(SparkSession.active(), Map.of("dataset", Table.of(rows, List.of())));
  }
}
