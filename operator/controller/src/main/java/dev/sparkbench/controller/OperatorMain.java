// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import dev.sparkbench.controller.client.ApiClients;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the operator as a process, configured by environment variables. */
public final class OperatorMain {

  private static final Logger LOG = LoggerFactory.getLogger(OperatorMain.class);
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  private OperatorMain() {}

  /** Starts the operator and runs until the process is told to stop. */
  public static void main(String[] args) throws InterruptedException {
    OperatorConfig config;
    try {
      config = OperatorConfig.fromEnvironment(System.getenv());
    } catch (IllegalArgumentException e) {
      // Printed and not logged, because logging is part of the configuration.
      System.err.println("wrong configuration: " + e.getMessage());
      System.exit(WRONG_USAGE);
      return;
    }
    KubernetesClient client = ApiClients.builder().build();
    SparkBenchmarkOperator operator;
    try {
      operator = SparkBenchmarkOperator.start(client, config, () -> System.exit(FAILED));
    } catch (IllegalStateException e) {
      LOG.error(e.getMessage());
      System.exit(FAILED);
      return;
    }
    LOG.info("watching; probes and metrics on port {}", operator.httpPort());
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  operator.close();
                  client.close();
                  stopped.countDown();
                },
                "shutdown"));
    stopped.await();
  }
}
