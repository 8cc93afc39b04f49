// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which texts may be measured as queries; all of this is decided without Spark. */
class QueryGuardTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "select * from sales;",
        "TABLE sales",
        "VALUES (1, 'a'), (2, 'b')",
        "FROM sales SELECT store",
        "WITH a AS (SELECT * FROM sales), b AS (SELECT * FROM a) SELECT * FROM b",
        "SELECT store, sum(price) s FROM sales GROUP BY store HAVING s > 1 ORDER BY s LIMIT 3 OFFSET 1",
        "SELECT store FROM sales GROUP BY GROUPING SETS ((store), ())",
        "SELECT store, count(*) FROM sales GROUP BY CUBE (store)",
        "SELECT DISTINCT store FROM sales UNION ALL SELECT 'x' EXCEPT SELECT 'y' INTERSECT SELECT 'z'",
        "SELECT * FROM sales a LEFT ANTI JOIN sales b USING (store) CROSS JOIN sales c",
        "SELECT * FROM sales s, LATERAL (SELECT s.price + 1)",
        "SELECT store, x FROM sales LATERAL VIEW explode(array(1, 2)) t AS x",
        "SELECT * FROM sales WHERE price = (SELECT max(price) FROM sales) AND EXISTS (SELECT 1)",
        "SELECT row_number() OVER w FROM sales WINDOW w AS (PARTITION BY store ORDER BY price)",
        "SELECT * FROM sales PIVOT (sum(price) FOR store IN ('a', 'b'))",
        "SELECT * FROM sales UNPIVOT (v FOR n IN (price, sale))",
        "SELECT * FROM sales TABLESAMPLE (10 PERCENT)",
        "SELECT /*+ BROADCAST(b) */ * FROM sales a JOIN sales b ON a.store = b.store",
        "SELECT * FROM range(10) AS t(i)",
        "SELECT * FROM sales DISTRIBUTE BY store SORT BY price",
        "SELECT * FROM sales AS t(a, b, c)",
        "-- a comment\nSELECT 'INSERT INTO x; DROP y' /* SET a = b */"
      })
  void lets(String text) {
    assertThatCode(() -> require(text)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SET spark.sql.shuffle.partitions = 1|SET|line 1, column 1",
        "ADD JAR 's3://b/evil.jar'|ADD|line 1, column 1",
        "CREATE TABLE t (a INT)|CREATE|line 1, column 1",
        "CREATE OR REPLACE TEMPORARY VIEW sales AS SELECT 1|CREATE|line 1, column 1",
        "CREATE FUNCTION f AS 'x.Y'|CREATE|line 1, column 1",
        "CREATE TABLE t USING parquet AS SELECT 1|CREATE|line 1, column 1",
        "DROP VIEW sales|DROP|line 1, column 1",
        "CACHE TABLE sales|CACHE|line 1, column 1",
        "USE other|USE|line 1, column 1",
        "SHOW TABLES|SHOW|line 1, column 1",
        "DESCRIBE sales|DESCRIBE|line 1, column 1",
        "EXPLAIN SELECT 1|EXPLAIN|line 1, column 1",
        "INSERT INTO sales SELECT 1|INSERT|",
        "INSERT OVERWRITE DIRECTORY '/tmp/x' USING csv SELECT 1|INSERT|",
        "FROM sales INSERT INTO a SELECT 1 INSERT INTO b SELECT 2|INSERT|",
        "WITH a AS (SELECT 1) INSERT INTO sales SELECT * FROM a|INSERT|",
        "DELETE FROM sales|DELETE|line 1, column 1",
        "UPDATE sales SET price = 1|UPDATE|line 1, column 1",
        "TRUNCATE TABLE sales|TRUNCATE|line 1, column 1",
        "LOAD DATA INPATH '/x' INTO TABLE sales|LOAD|line 1, column 1",
        "REFRESH TABLE sales|REFRESH|line 1, column 1",
      })
  void refusesStatements(String text, String word, String place) {
    Failure failure = refusal(text);

    assertThat(failure.reason()).isEqualTo(FailureReason.INVALID_QUERY);
    assertThat(failure.message())
        .startsWith("query q")
        .contains(word + " is not a query: give one SELECT")
        .contains(place == null ? "" : place);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT TRANSFORM (store) USING 'cat' AS (x) FROM sales",
        "SELECT * FROM (SELECT TRANSFORM (store) USING 'cat' AS (x) FROM sales)",
        "WITH unused AS (SELECT TRANSFORM (store) USING 'cat' AS (x) FROM sales) SELECT 1",
        "SELECT (SELECT TRANSFORM (store) USING 'cat' AS (x) FROM sales LIMIT 1)",
        "SELECT * FROM sales WHERE store IN (SELECT TRANSFORM (store) USING 'cat' AS (x) FROM sales)",
        "SELECT 1 UNION SELECT TRANSFORM (store) USING 'cat' AS (x) FROM sales",
        "SELECT count(*) OVER w FROM sales WINDOW w AS (ORDER BY (SELECT TRANSFORM (store) USING 'cat' AS (x) FROM sales))",
        "FROM sales MAP store USING 'cat'"
      })
  void refusesProgramsWhereverTheyAre(String text) {
    assertThat(refusal(text).message()).contains("TRANSFORM runs a program on the executors");
  }

  @ParameterizedTest
  @CsvSource({
    "'SELECT reflect(''java.lang.System'', ''exit'', 3)', reflect, 8",
    "'SELECT store FROM sales WHERE java_method(''a.B'', ''c'') = store', java_method, 31"
  })
  void refusesMethodsOfJava(String text, String function, int column) {
    assertThat(refusal(text).message())
        .isEqualTo(
            "query q, line 1, column %d: %s calls a method of Java, which is not allowed here: leave it out"
                .formatted(column, function));
  }

  @Test
  void refusesNamesThatAreComputed() {
    assertThat(refusal("SELECT * FROM IDENTIFIER('csv.`/etc/passwd`')").message())
        .isEqualTo(
            "query q, line 1, column 15: IDENTIFIER hides which table is meant: write the table's name");
  }

  @Test
  void tellsEverythingThatIsWrongAtOnceWithItsPlace() {
    RunFailure failure =
        catchThrowableOfType(
            RunFailure.class,
            () ->
                new QueryGuard(Map.of())
                    .requireQueries(
                        List.of(
                            new NamedQuery("revenue", "SELECT store\n  FORM sales GROUP BY"),
                            new NamedQuery("fine", "SELECT 1"),
                            new NamedQuery("two", "SELECT 1; SELECT 2"),
                            new NamedQuery("empty", " "),
                            new NamedQuery("writes", "INSERT INTO sales SELECT 1"))));

    assertThat(failure.failure())
        .isEqualTo(
            new Failure(
                FailureReason.INVALID_QUERY,
                "query revenue, line 2, column 8: Syntax error at or near 'sales'; "
                    + "query two, line 1, column 11: Syntax error at or near 'SELECT': extra input 'SELECT'; "
                    + "query empty, line 1, column 2: Syntax error at or near end of input; "
                    + "query writes, line 1, column 1: INSERT is not a query: give one SELECT; for work that does anything else, use type application"));
  }

  @Test
  void tellsOfTextsThatAreTooDeep() throws InterruptedException {
    AtomicReference<Failure> failure = new AtomicReference<>();
    // With the stack of an ordinary thread; the tests' own is larger.
    Thread thread =
        new Thread(
            null, () -> failure.set(refusal("SELECT 1" + "+1".repeat(8000))), "parser", 512 << 10);
    thread.start();
    thread.join();

    assertThat(failure.get().message()).startsWith("query q is nested too deeply");
  }

  @Test
  void takesATextAsItIs() {
    // Spark would put values of the environment into it, which are not in its digest.
    assertThat(refusal("SELECT ${env:PATH}").message()).contains("line 1, column 8");
    assertThat(System.getenv("PATH")).isNotEmpty();
  }

  @Test
  void parsesByTheSettingsOfTheManifest() {
    String text = "SELECT 1 AS select";
    assertThatCode(() -> require(text)).doesNotThrowAnyException();

    assertThat(
            catchThrowableOfType(
                    RunFailure.class,
                    () ->
                        new QueryGuard(
                                Map.of(
                                    "spark.sql.ansi.enabled", "true",
                                    "spark.sql.ansi.enforceReservedKeywords", "true"))
                            .requireQueries(List.of(new NamedQuery("q", text))))
                .failure()
                .message())
        .contains("line 1, column 13", "select");
  }

  private static void require(String text) {
    new QueryGuard(Map.of()).requireQueries(List.of(new NamedQuery("q", text)));
  }

  private static Failure refusal(String text) {
    return catchThrowableOfType(RunFailure.class, () -> require(text)).failure();
  }
}
