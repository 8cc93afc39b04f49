// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "select*from t",
        "\n\t with x as (select 1) select * from x;",
        "(((SELECT 1)))",
        "( -- a comment\n SELECT 1)",
        "-- INSERT\n--\nVALUES (1)",
        "/* INSERT */ FROM t SELECT a",
        "/* a /* nested */ comment */TABLE t",
      })
  void aQueryIsNotRefused(String text) {
    assertThat(QueryText.problemWith(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO t SELECT 1",
        "insert overwrite t select 1",
        "CREATE TABLE t AS SELECT 1",
        "SET spark.sql.ansi.enabled=true",
        "ADD JAR 's3a://b/x.jar'",
        "CACHE TABLE t",
        "DROP VIEW t",
        "EXPLAIN SELECT 1",
        "DESCRIBE t",
        "USE x",
        "SHOW TABLES",
        "MERGE INTO t USING s ON true WHEN MATCHED THEN DELETE",
        "MAP a USING 'cat' FROM t",
        "REDUCE a USING 'cat' FROM t",
        "-- SELECT\nDELETE FROM t",
        "/* SELECT */ UPDATE t SET a = 1",
        "(TRUNCATE TABLE t)",
      })
  void whatIsNoQueryIs(String text) {
    assertThat(QueryText.problemWith(text))
        .hasValueSatisfying(
            problem ->
                assertThat(problem)
                    .startsWith("begins with ")
                    .endsWith(
                        "; only queries can be measured, which begin with SELECT, WITH, FROM, VALUES or TABLE; for work that writes or sets something, use type application"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SELCT 1 | begins with SELCT; did you mean SELECT?
          wiht x AS (SELECT 1) SELECT 1 | begins with WIHT; did you mean WITH?
          -- nothing | has no query in it; give one, such as SELECT … FROM …
          /* never ended | has no query in it; give one, such as SELECT … FROM …
          ; SELECT 1 | begins with '; SELECT 1'; a query begins with SELECT, WITH, FROM, VALUES or TABLE
          """)
  void aMistakeIsTold(String text, String problem) {
    assertThat(QueryText.problemWith(text)).contains(problem);
  }
}
