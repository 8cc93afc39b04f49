package dev.sparkbench.runner.measurement;

import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts executors that go away while something is measured. */
public final class ExecutorLosses extends SparkListener {

  private static final Logger LOG = LoggerFactory.getLogger(ExecutorLosses.class);

  private static final long DRAIN_MILLIS = 10_000;

  private final AtomicInteger lost = new AtomicInteger();

  /** Counts one. */
  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
    lost.incrementAndGet();
    LOG.warn("executor {} went away: {}", removed.executorId(), removed.reason());
  }

  /** Does something and counts what is lost meanwhile. */
  public <T> T watch(SparkContext spark, Supplier<T> step) {
    drain(spark);
    spark.addSparkListener(this);
    try {
      T result = step.get();
      drain(spark);
      return result;
    } finally {
      spark.removeSparkListener(this);
    }
  }

  /** How many executors went away while watching. */
  public int count() {
    return lost.get();
  }

  /** Events are delivered later than they happen; this waits for those that already have. */
  private static void drain(SparkContext spark) {
    try {
      spark.listenerBus().waitUntilEmpty(DRAIN_MILLIS);
    } catch (TimeoutException e) {
      LOG.warn("Spark's events are late; the count of executors lost may be wrong");
    }
  }
}
