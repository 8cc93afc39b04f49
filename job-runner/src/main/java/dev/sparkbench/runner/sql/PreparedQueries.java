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
 * Queries over named tables, which have been parsed and are nothing but queries. Spark runs them as
 * it would for anybody else: each is a text that goes to {@link SparkSession#sql}.
 */
public final class PreparedQueries implements Prepared {

  /**
   * How many generated classes each JVM of Spark keeps. By default it is 100, and suites make more
   * than 1,000: all of them would be compiled anew in each pass.
   */
  private static final Map<String, String> DEFAULTS =
      Map.of("spark.sql.codegen.cache.maxEntries", "5000");

  private final List<NamedTable> tables;
  private final List<NamedQuery> queries;
  private final List<CanonicalQuery> canonical;
  private final QueryResult result;
  private final Map<String, String> sparkConf;

  /**
   * Takes queries over tables.
   *
   * @param tables the main one first
   * @param queries in the order in which they run; names are unique
   * @param result what becomes of the rows that a query returns
   * @param sparkConf the manifest's
   * @throws RunFailure {@code InvalidQuery} if a text is not one query; it tells of all texts
   */
  public PreparedQueries(
      List<NamedTable> tables,
      List<NamedQuery> queries,
      QueryResult result,
      Map<String, String> sparkConf) {
    this(tables, queries, List.of(), result, sparkConf);
  }

  /**
   * Takes queries over tables.
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

  /** A digest of each text; those made from the schema depend on nothing else but their names. */
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
