// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.machine;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The executor's side of {@link WatchPlugin}. An executor that cannot report still works: the run
 * is valid without the reports.
 */
final class WatchedExecutor implements ExecutorPlugin {

  private static final Logger LOG = LoggerFactory.getLogger(WatchedExecutor.class);

  static final Path ROOT = Path.of("/");

  private PluginContext context;
  private CounterSampler sampler;

  @Override
  public void init(PluginContext pluginContext, Map<String, String> extraConf) {
    context = pluginContext;
    try {
      send(Machine.here(context.executorID(), System.getenv(), CpuModel.read(ROOT).orElse(null)));
      sampler =
          new CounterSampler(
              context.executorID(), Counters.ofThisJvm(ROOT), this::send, System::nanoTime);
      sampler.start();
    } catch (RuntimeException e) {
      // An exception here would end the executor.
      LOG.warn("the driver will not know what this executor runs on", e);
    }
  }

  private void send(Serializable message) {
    try {
      context.send(message);
    } catch (IOException | RuntimeException e) {
      // The driver ends before its executors do.
      LOG.debug("could not report {} to the driver", message, e);
    }
  }

  @Override
  public void shutdown() {
    if (sampler != null) {
      sampler.close();
    }
  }
}
