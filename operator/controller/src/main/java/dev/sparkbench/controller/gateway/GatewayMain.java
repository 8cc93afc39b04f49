// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import dev.sparkbench.controller.client.ApiClients;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the gateway as a process, configured by environment variables. */
public final class GatewayMain {

  private static final Logger LOG = LoggerFactory.getLogger(GatewayMain.class);
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  private GatewayMain() {}

  /** Starts the gateway and runs until the process is told to stop. */
  public static void main(String[] args) throws InterruptedException {
    GatewayConfig config;
    try {
      config = GatewayConfig.fromEnvironment(System.getenv());
    } catch (IllegalArgumentException e) {
      // Printed and not logged, because logging is part of the configuration.
      System.err.println("wrong configuration: " + e.getMessage());
      System.exit(WRONG_USAGE);
      return;
    }
    // Short timeouts, because a client waits for the answer.
    Config patience =
        new ConfigBuilder(Config.autoConfigure(null)).withRequestRetryBackoffLimit(1).build();
    KubernetesClient client = ApiClients.builder().withConfig(patience).build();
    Gateway gateway;
    try {
      gateway = Gateway.start(client, config);
    } catch (IllegalStateException e) {
      LOG.error(e.getMessage());
      System.exit(FAILED);
      return;
    }
    LOG.info("serving on port {}", gateway.port());
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  gateway.close();
                  client.close();
                  stopped.countDown();
                },
                "shutdown"));
    stopped.await();
  }
}
