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

/** One run of a query: how Spark planned it, and how long that took. */
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

  /** Writes down what is to be told, and lets go of everything else. */
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

  /** Without the sink, which Spark numbers anew each time. */
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

  /** How Spark executes it; null once all is written down. */
  QueryExecution execution() {
    return parsed;
  }

  String name() {
    return name;
  }

  /** The seconds that Spark took for each phase before it executed the query. */
  Map<String, Double> planning() {
    return planning;
  }

  /** The digest of the plan as it was executed; empty if it is not known. */
  Optional<String> plan() {
    return Optional.ofNullable(plan);
  }
}
