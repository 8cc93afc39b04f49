// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql;

import dev.sparkbench.api.contract.QueryResult;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.datasources.v2.V2TableWriteExec;
import scala.collection.JavaConverters;

/** One run of a query: its plan, and the time that Spark needed to plan it. */
public final class QueryRun {

  private static final double MILLIS_PER_SECOND = 1000;

  private final String name;
  private final QueryResult sink;
  private final Map<String, Double> planning = new TreeMap<>();
  private QueryExecution parsed;
  private String plan;

  QueryRun(String name, QueryExecution parsed, QueryResult sink) {
    this.name = name;
    this.parsed = parsed;
    this.sink = sink;
  }

  /** Keeps the facts for the output, and releases everything else. */
  void settle(LastWrite lastWrite) {
    add(parsed);
    Optional<QueryExecution> executed =
        switch (sink) {
          case Discard -> {
            Optional<QueryExecution> write = lastWrite.take();
            write.ifPresent(this::add);
            yield write;
          }
          case Collect -> Optional.of(parsed);
        };
    plan = executed.map(QueryRun::query).map(PlanDigest::of).orElse(null);
    parsed = null;
  }

  /** The plan without the sink, which Spark numbers differently each time. */
  private static SparkPlan query(QueryExecution execution) {
    SparkPlan plan = execution.executedPlan();
    return plan instanceof V2TableWriteExec write ? write.query() : plan;
  }

  private void add(QueryExecution execution) {
    JavaConverters.mapAsJavaMap(execution.tracker().phases())
        .forEach(
            (phase, summary) ->
                planning.merge(phase, summary.durationMs() / MILLIS_PER_SECOND, Double::sum));
  }

  /** Spark's execution of the query; null after {@link #settle}. */
  QueryExecution execution() {
    return parsed;
  }

  String name() {
    return name;
  }

  /** The seconds of each phase before Spark executed the query. */
  Map<String, Double> planning() {
    return planning;
  }

  /** The digest of the plan as it was executed; empty if it is not known. */
  Optional<String> plan() {
    return Optional.ofNullable(plan);
  }
}
