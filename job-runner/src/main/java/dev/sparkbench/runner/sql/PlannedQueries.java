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
 * Queries that fit their tables, ready to run any number of times: each is a part. A part goes from
 * the text to the end of what is done with the rows, so parsing and planning are in it, as in what
 * people wait for.
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
   * Takes queries that were analysed in a session.
   *
   * @param remarks what people should know in addition
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

  /** The queries in their order, those too that were made from a schema. */
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
          // The same Dataset again would find finished what was shuffled the first time.
          Dataset<Row> rows = spark.sql(query.text());
          QueryRun run = new QueryRun(query.name(), rows.queryExecution(), sink);
          switch (sink) {
            // Not count or foreach: Spark leaves out what a count does not need, and a foreach
            // makes objects of all rows.
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
      // Also checked exceptions that Scala does not declare.
      throw new QueryError(query.name(), e);
    }
  }

  /**
   * Takes from the last run what is to be told of it, and lets go of it, so that the driver's
   * collector finds the shuffles which nobody needs any more; executors keep them on their disks
   * until it does.
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

  /** Runs every query into a digest of its result, which no sink would tell. */
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
