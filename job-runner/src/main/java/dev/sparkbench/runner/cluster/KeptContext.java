package dev.sparkbench.runner.cluster;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkContext$;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.ShutdownHookManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spark's context, which only the runner can stop: programs usually stop Spark at their end, and
 * with it their executors would go before the run is over. Where Spark itself stops the context,
 * because the JVM ends or something cannot be mended, that holds.
 */
public final class KeptContext extends SparkContext {

  private static final Logger LOG = LoggerFactory.getLogger(KeptContext.class);

  /** As {@code SparkContext.stopInNewThread} names it. */
  private static final String SPARKS_OWN_THREAD = "stop-spark-context";

  // Not initialized here: Spark's constructor calls stop when it fails, and then that holds too.
  private volatile boolean kept;

  private KeptContext(SparkConf conf) {
    super(conf);
    kept = true;
  }

  /** Starts Spark; if it has been started, gives the session that there is. */
  public static SparkSession session(SparkConf conf) {
    if (SparkContext$.MODULE$.getActive().isEmpty()) {
      // It makes itself the one that sessions are made for.
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

  /** Does nothing if a program calls it that Spark was not started by. */
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
