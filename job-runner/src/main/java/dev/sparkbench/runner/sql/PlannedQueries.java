// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql;

import dev.sparkbench.api.contract.QueryResult;
import dev.sparkbench.runner.failure.QueryError;
import dev.sparkbench.runner.work.Part;
import dev.sparkbench.runner.work.Result;
import dev.sparkbench.runner.work.Work;
import dev.sparkbench.runner.work.digest.QueryDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Queries that fit their tables and can run any number of times. Each query is a part. A part
 * begins with the text and ends when the rows are processed. So it includes parsing and planning,
 * which people wait for too.
 */
public final class PlannedQueries implements Work<QueryRun> {

  private final SparkSession spark;
  private final List<AnalysedQuery> queries;
  private final QueryResult sink;
  private final List<String> remarks;
  private final LastWrite lastWrite;
  private final List<QueryRun> unsettled = new ArrayList<>();
  private final Map<String, QueryDigest> digests = new LinkedHashMap<>();

  /**
   * Creates parts from queries that were analysed in a session.
   *
   * @param remarks further remarks for people
   */
  PlannedQueries(
      SparkSession spark, List<AnalysedQuery> queries, QueryResult sink, List<String> remarks) {
    this.spark = spark;
    this.remarks = List.copyOf(remarks);
    this.queries = List.copyOf(queries);
    this.sink = sink;
    this.lastWrite = LastWrite.of(spark);
  }

  /** The session in which the tables are known by their names. */
  public SparkSession spark() {
    return spark;
  }

  /** The queries in their order, including those made from a schema. */
  public List<NamedQuery> queries() {
    return queries.stream().map(AnalysedQuery::query).toList();
  }

  @Override
  public List<Part<QueryRun>> parts() {
    return queries.stream()
        .map(query -> new Part<>(query.query().name(), () -> run(query.query())))
        .toList();
  }

  private QueryRun run(NamedQuery query) {
    return naming(
        query,
        () -> {
          // The same Dataset would reuse the shuffles of its first run.
          Dataset<Row> rows = spark.sql(query.text());
          QueryRun run = new QueryRun(query.name(), rows.queryExecution(), sink);
          switch (sink) {
            // Not count or foreach: for a count, Spark leaves out columns, and a foreach creates
            // objects for all rows.
            case Discard -> rows.write().format("noop").mode("overwrite").save();
            case Collect -> rows.collect();
          }
          unsettled.add(run);
          return run;
        });
  }

  private static <T> T naming(NamedQuery query, Supplier<T> step) {
    try {
      return step.get();
    } catch (Exception e) {
      // Among others, checked exceptions that Scala does not declare.
      throw new QueryError(query.name(), e);
    }
  }

  /**
   * Keeps the facts about the last run and releases everything else, so that the driver's garbage
   * collector finds the shuffles that are no longer needed. Until it does, executors keep them on
   * their disks.
   */
  @Override
  public void beforeEachPart() {
    settle();
    System.gc();
  }

  private void settle() {
    unsettled.forEach(run -> run.settle(lastWrite));
    unsettled.clear();
  }

  /** Runs every query to compute a digest of its result, because the sinks do not give one. */
  @Override
  public boolean check() {
    for (AnalysedQuery query : queries) {
      NamedQuery named = query.query();
      digests.put(
          named.name(),
          naming(named, () -> QueryDigest.of(spark.sql(named.text()).queryExecution())));
      beforeEachPart();
    }
    return true;
  }

  /** The digests of the results by query; empty before {@link #check}. */
  public Map<String, QueryDigest> digests() {
    return Map.copyOf(digests);
  }

  @Override
  public Result result(List<QueryRun> computed) {
    settle();
    return new QueryOutputs(queries, sink, computed, digests, remarks);
  }
}
