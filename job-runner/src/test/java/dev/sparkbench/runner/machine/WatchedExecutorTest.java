// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.resource.ResourceInformation;
import org.junit.jupiter.api.Test;

class WatchedExecutorTest {

  private final BlockingQueue<Object> sent = new LinkedBlockingQueue<>();

  @Test
  void tellsWhatItRunsOnAndThenItsCounters() throws InterruptedException {
    WatchedExecutor executor = new WatchedExecutor();
    executor.init(new RemoteContext(), Map.of());
    assertThat(sent.poll(30, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            Machine.class, machine -> assertThat(machine.executor()).isEqualTo("7"));
    assertThat(sent.poll(30, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            Sample.class,
            sample -> {
              assertThat(sample.executor()).isEqualTo("7");
              assertThat(sample.counters().jitSec()).isPositive();
            });
    executor.shutdown();
  }

  @Test
  void worksAllTheSameIfItCannotTell() {
    WatchedExecutor deaf = new WatchedExecutor();
    deaf.init(
        new RemoteContext() {
          @Override
          public void send(Object message) throws IOException {
            throw new IOException("the driver is gone");
          }
        },
        Map.of());
    deaf.shutdown();
    WatchedExecutor nameless = new WatchedExecutor();
    nameless.init(
        new RemoteContext() {
          @Override
          public String executorID() {
            throw new IllegalStateException("no name");
          }
        },
        Map.of());
    nameless.shutdown();
    assertThat(sent).isEmpty();
  }

  /** What works in an executor of a cluster, which has no address of its own. */
  private class RemoteContext implements PluginContext {

    @Override
    public MetricRegistry metricRegistry() {
      throw new UnsupportedOperationException("not needed");
    }

    @Override
    public SparkConf conf() {
      throw new UnsupportedOperationException("not needed");
    }

    @Override
    public String executorID() {
      return "7";
    }

    @Override
    public String hostname() {
      throw new NullPointerException("as Spark 3.5 does");
    }

    @Override
    public Map<String, ResourceInformation> resources() {
      throw new UnsupportedOperationException("not needed");
    }

    @Override
    public void send(Object message) throws IOException {
      sent.add(message);
    }

    @Override
    public Object ask(Object message) {
      throw new UnsupportedOperationException("not needed");
    }
  }
}
