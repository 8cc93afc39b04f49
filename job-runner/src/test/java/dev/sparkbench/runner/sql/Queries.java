// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql;

import dev.sparkbench.api.contract.QueryResult;
import dev.sparkbench.api.contract.SqlWorkload.NamedTable;
import dev.sparkbench.runner.fixture.RunRequests;
import dev.sparkbench.runner.table.Table;
import dev.sparkbench.runner.work.Part;
import dev.sparkbench.runner.work.digest.QueryDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Builds queries over tables that are there already. */
final class Queries {

  private final Map<String, Table> tables = new LinkedHashMap<>();
  private final List<NamedQuery> queries = new ArrayList<>();
  private QueryResult result = QueryResult.Discard;
  private Map<String, String> sparkConf = Map.of();

  private Queries() {}

  static Queries over(String name, Dataset<Row> rows) {
    return new Queries().and(name, rows);
  }

  Queries and(String name, Dataset<Row> rows) {
    tables.put(name, Table.of(rows, List.of()));
    return this;
  }

  Queries query(String name, String text) {
    queries.add(new NamedQuery(name, text));
    return this;
  }

  Queries result(QueryResult value) {
    result = value;
    return this;
  }

  Queries sparkConf(Map<String, String> value) {
    sparkConf = value;
    return this;
  }

  PreparedQueries prepare() {
    List<NamedTable> named =
        tables.keySet().stream()
            .map(name -> new NamedTable(name, RunRequests.of("s3://bucket/" + name).dataset()))
            .toList();
    return new PreparedQueries(named, queries, result, sparkConf);
  }

  PlannedQueries plan() {
    return prepare().plan(SparkSession.active(), tables);
  }

  /** Runs all once. */
  static List<QueryRun> run(PlannedQueries work) {
    List<QueryRun> runs = new ArrayList<>();
    for (Part<QueryRun> part : work.parts()) {
      work.beforeEachPart();
      runs.add(part.computation().get());
    }
    return runs;
  }

  /** The digest of what a text returns. */
  static QueryDigest digest(String text) {
    return QueryDigest.of(SparkSession.active().sql(text).queryExecution());
  }

  /** Eight hundred rows of three columns, in the given number of partitions. */
  static Dataset<Row> sales(int parts) {
    return SparkSession.active()
        .range(0, 800, 1, parts)
        .selectExpr(
            "concat('s', id % 7) AS store", "id AS sale", "CAST(id AS DOUBLE) / 3 AS price");
  }
}
