package dev.sparkbench.controller;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the operator as a process, configured by environment variables. */
public final class OperatorMain {

  private static final Logger LOG = LoggerFactory.getLogger(OperatorMain.class);
  private static final int WRONG_USAGE = 2;

  private OperatorMain() {}

  /** Starts the operator and stays until the process is told to stop. */
  public static void main(String[] args) throws InterruptedException {
    OperatorConfig config;
    try {
      config = OperatorConfig.fromEnvironment(System.getenv());
    } catch (IllegalArgumentException e) {
      LOG.error("wrong configuration: {}", e.getMessage());
      System.exit(WRONG_USAGE);
      return;
    }
    KubernetesClient client = new KubernetesClientBuilder().build();
    SparkBenchmarkOperator operator = SparkBenchmarkOperator.start(client, config);
    LOG.info("ready; health on port {}", operator.healthPort());
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
