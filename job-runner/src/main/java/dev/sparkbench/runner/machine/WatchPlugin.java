// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.machine;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Spark plugin with which executors report their machines and counters to the driver. They use
 * Spark's own connection, so no task runs for it. {@link ExecutorWatch} has the reports.
 */
public final class WatchPlugin implements SparkPlugin {

  private static final Logger LOG = LoggerFactory.getLogger(WatchPlugin.class);

  private static final String PROPERTY = "spark.plugins";

  /** Spark creates it by its class name. */
  public WatchPlugin() {}

  /** Spark's properties with this plugin added to those that they have. */
  public static Map<String, String> addedTo(Map<String, String> properties) {
    String ours = WatchPlugin.class.getName();
    Map<String, String> added = new TreeMap<>(properties);
    added.merge(PROPERTY, ours, (others, own) -> others.isBlank() ? own : others + "," + own);
    return added;
  }

  /** The driver's side: records the reports of executors and of the driver itself. */
  @Override
  public DriverPlugin driverPlugin() {
    return new Driver();
  }

  /** Records a report. */
  @Override
  public ExecutorPlugin executorPlugin() {
    return new WatchedExecutor();
  }

  private static final class Driver implements DriverPlugin {

    private ExecutorWatch watch;
    private CounterSampler own;

    @Override
    public Map<String, String> init(SparkContext spark, PluginContext context) {
      watch = ExecutorWatch.of(spark);
      spark.addSparkListener(new Losses(watch));
      try {
        own =
            new CounterSampler(
                "driver",
                Counters.ofThisJvm(WatchedExecutor.ROOT),
                sample -> watch.driverCounted(sample, System.currentTimeMillis()),
                System::nanoTime);
        own.start();
      } catch (RuntimeException e) {
        // An exception here would end Spark.
        LOG.warn("it will be unknown whether a CPU limit stops the driver", e);
      }
      return Map.of();
    }

    @Override
    public void shutdown() {
      if (own != null) {
        own.close();
      }
    }

    @Override
    public Object receive(Object message) {
      if (message instanceof Machine machine) {
        watch.arrived(machine);
      } else if (message instanceof Sample sample) {
        watch.counted(sample, System.currentTimeMillis());
      }
      return null;
    }
  }

  private static final class Losses extends SparkListener {

    private final ExecutorWatch watch;

    Losses(ExecutorWatch watch) {
      this.watch = watch;
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved event) {
      watch.gone(event.executorId());
    }
  }
}
