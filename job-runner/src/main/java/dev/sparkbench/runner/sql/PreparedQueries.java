// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql;

import dev.sparkbench.api.catalogue.CanonicalQuery;
import dev.sparkbench.api.contract.QueryResult;
import dev.sparkbench.api.contract.SqlWorkload.NamedTable;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.table.Table;
import dev.sparkbench.runner.work.Prepared;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * Queries over named tables. They have been parsed, and each is known to be a query and nothing
 * else. Spark runs them as for any other user: each is a text for {@link SparkSession#sql}.
 */
public final class PreparedQueries implements Prepared {

  /**
   * The number of generated classes that each JVM of Spark keeps. The default is 100, but suites
   * generate more than 1,000, which would be compiled again in each pass.
   */
  private static final Map<String, String> DEFAULTS =
      Map.of("spark.sql.codegen.cache.maxEntries", "5000");

  private final List<NamedTable> tables;
  private final List<NamedQuery> queries;
  private final List<CanonicalQuery> canonical;
  private final QueryResult result;
  private final Map<String, String> sparkConf;

  /**
   * Creates the work.
   *
   * @param tables the main table first
   * @param queries in the order in which they run; names are unique
   * @param result what happens to the rows that a query returns
   * @param sparkConf the manifest's
   * @throws RunFailure {@code InvalidQuery} if a text is not one query; the message covers all
   *     texts
   */
  public PreparedQueries(
      List<NamedTable> tables,
      List<NamedQuery> queries,
      QueryResult result,
      Map<String, String> sparkConf) {
    this(tables, queries, List.of(), result, sparkConf);
  }

  /**
   * Creates the work.
   *
   * @param canonical queries to make from the main table's schema, once it is known
   */
  PreparedQueries(
      List<NamedTable> tables,
      List<NamedQuery> queries,
      List<CanonicalQuery> canonical,
      QueryResult result,
      Map<String, String> sparkConf) {
    this.tables = List.copyOf(tables);
    this.queries = List.copyOf(queries);
    this.canonical = List.copyOf(canonical);
    this.result = result;
    this.sparkConf = Map.copyOf(sparkConf);
    new QueryGuard(sparkConf).requireQueries(queries);
  }

  @Override
  public List<NamedTable> tables() {
    return tables;
  }

  /**
   * A digest of each text. Queries made from the schema need none: the schema and their names
   * determine them.
   */
  @Override
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    queries.forEach(query -> facts.put("query " + query.name(), query.digest()));
    return facts;
  }

  @Override
  public Map<String, String> defaults() {
    return DEFAULTS;
  }

  @Override
  public PlannedQueries plan(SparkSession spark, Map<String, Table> opened) {
    QuerySession session = QuerySession.of(spark, sparkConf, opened);
    Mistakes mistakes = new Mistakes();
    List<NamedQuery> all = new ArrayList<>(queries);
    if (!canonical.isEmpty()) {
      String main = tables.get(0).name();
      CanonicalQueries made = new CanonicalQueries(main, opened.get(main).columns());
      canonical.forEach(query -> made.make(query, mistakes).ifPresent(all::add));
    }
    List<AnalysedQuery> analysed =
        all.stream().flatMap(query -> session.analyse(query, mistakes).stream()).toList();
    mistakes.throwIfAny();
    return new PlannedQueries(session.spark(), analysed, result, session.remarks());
  }
}
