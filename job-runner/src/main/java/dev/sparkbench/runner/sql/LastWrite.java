// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql;

import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.V2WriteCommand;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.util.QueryExecutionListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers how Spark executed the last write. A write plans its query again as a part of its own
 * plan, and only listeners get this plan.
 */
final class LastWrite implements QueryExecutionListener {

  private static final Logger LOG = LoggerFactory.getLogger(LastWrite.class);

  private static final long DRAIN_MILLIS = 10_000;

  private final SparkSession spark;
  private QueryExecution last;

  private LastWrite(SparkSession spark) {
    this.spark = spark;
  }

  /** Starts listening. */
  static LastWrite of(SparkSession spark) {
    LastWrite listener = new LastWrite(spark);
    spark.listenerManager().register(listener);
    return listener;
  }

  @Override
  public synchronized void onSuccess(String name, QueryExecution execution, long nanos) {
    if (execution.logical() instanceof V2WriteCommand) {
      last = execution;
    }
  }

  @Override
  public void onFailure(String name, QueryExecution execution, Exception e) {
    // The caller gets the failure as an exception.
  }

  /** The last write, once; empty if Spark's events are late. */
  Optional<QueryExecution> take() {
    try {
      spark.sparkContext().listenerBus().waitUntilEmpty(DRAIN_MILLIS);
    } catch (TimeoutException e) {
      LOG.warn("Spark's events are late; the plan of a query is not known");
    }
    synchronized (this) {
      Optional<QueryExecution> taken = Optional.ofNullable(last);
      last = null;
      return taken;
    }
  }
}
