// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.cluster;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkContext$;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.ShutdownHookManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Spark context that only the runner can stop. Programs usually stop Spark at their end, and then
 * executors would be gone before the run is over. If Spark itself stops the context, because the
 * JVM ends or after a fatal error, it does stop.
 */
public final class KeptContext extends SparkContext {

  private static final Logger LOG = LoggerFactory.getLogger(KeptContext.class);

  /** The name that {@code SparkContext.stopInNewThread} gives its thread. */
  private static final String SPARKS_OWN_THREAD = "stop-spark-context";

  // No initializer, because Spark's constructor calls stop when it fails, and this must stop it.
  private volatile boolean kept;

  private KeptContext(SparkConf conf) {
    super(conf);
    kept = true;
  }

  /** Starts Spark; if it is running already, returns its session. */
  public static SparkSession session(SparkConf conf) {
    if (SparkContext$.MODULE$.getActive().isEmpty()) {
      // The constructor registers it as the context for new sessions.
      KeptContext context = new KeptContext(conf);
      LOG.debug("started {}", context.applicationId());
    }
    return SparkSession.builder().config(conf).getOrCreate();
  }

  /** Stops Spark. */
  public static void stop(SparkSession spark) {
    if (spark.sparkContext() instanceof KeptContext context) {
      context.kept = false;
    }
    spark.stop();
  }

  /** Ignores calls by a program that did not start Spark. */
  @Override
  public void stop(int exitCode) {
    if (kept
        && !ShutdownHookManager.inShutdown()
        && !Thread.currentThread().getName().equals(SPARKS_OWN_THREAD)) {
      LOG.info("the program asked for Spark to be stopped; that is done when the run is over");
      return;
    }
    super.stop(exitCode);
  }
}
