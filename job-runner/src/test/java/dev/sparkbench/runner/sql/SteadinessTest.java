// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.table.Table;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which queries give the same result for the same rows. */
class SteadinessTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT now() FROM sales|now",
        "SELECT current_date() FROM sales|current_date",
        "SELECT first(price) FROM sales|first",
        "SELECT collect_list(price) FROM sales|collect_list",
        "SELECT * FROM (SELECT sale FROM sales LIMIT 5)|LIMIT without ORDER BY",
        "SELECT * FROM sales TABLESAMPLE (10 PERCENT)|TABLESAMPLE",
        "SELECT monotonically_increasing_id() FROM sales|monotonically_increasing_id",
        "SELECT (SELECT first(price) FROM sales)|first",
        "SELECT sum(rand()) OVER (PARTITION BY store ORDER BY price) FROM sales|rand"
      })
  void knowsWhatGivesAnotherResultEachTime(String text, String what) {
    assertThat(analysed(text).unsteady()).containsExactly(what);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT * FROM sales ORDER BY price LIMIT 5|LIMIT",
        "SELECT lag(price) OVER (PARTITION BY store ORDER BY price) FROM sales|lag",
        "SELECT first(price) OVER (PARTITION BY store ORDER BY price) FROM sales|first",
        "SELECT sum(price) OVER (ORDER BY price ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM sales|sum",
        "SELECT max_by(sale, price) FROM sales|max_by"
      })
  void knowsWhatTakesAnyOfEqualRows(String text, String what) {
    AnalysedQuery query = analysed(text);

    assertThat(query.ties()).containsExactly(what);
    assertThat(query.reproducible()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT * FROM sales ORDER BY price",
        "SELECT rank() OVER (PARTITION BY store ORDER BY price) FROM sales",
        "SELECT sum(price) OVER (PARTITION BY store ORDER BY price) FROM sales",
        "SELECT store, max(price), count(DISTINCT sale), approx_count_distinct(sale) FROM sales GROUP BY store"
      })
  void knowsWhatDoesNot(String text) {
    AnalysedQuery query = analysed(text);

    assertThat(query.ties()).isEmpty();
    assertThat(query.unsteady()).isEmpty();
  }

  private static AnalysedQuery analysed(String text) {
    SparkSession spark = LocalSpark.spark();
    QuerySession session =
        QuerySession.of(spark, Map.of(), Map.of("sales", Table.of(Queries.sales(1), List.of())));
    Mistakes mistakes = new Mistakes();
    AnalysedQuery query = session.analyse(new NamedQuery("q", text), mistakes).orElse(null);
    mistakes.throwIfAny();
    return query;
  }
}
