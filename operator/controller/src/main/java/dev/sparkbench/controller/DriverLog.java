package dev.sparkbench.controller;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.controller.pods.DriverPods;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what drivers have printed. It is for people: one that cannot be read changes nothing. The
 * kubelet of a lost node does not answer, so neither time nor threads are spent on waiting for it.
 */
final class DriverLog {

  private static final Logger LOG = LoggerFactory.getLogger(DriverLog.class);

  private static final int LINES = 20;
  private static final int BYTES = 16 * 1024;
  private static final int AT_A_TIME = 4;
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final KubernetesClient client;
  private final Semaphore places = new Semaphore(AT_A_TIME);

  DriverLog(KubernetesClient client) {
    this.client =
        client
            .newClient(
                new RequestConfigBuilder()
                    .withRequestTimeout((int) TIMEOUT.toMillis())
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .adapt(KubernetesClient.class);
  }

  /** The last lines of a pod's log; empty if it has none, is gone, or cannot be had at once. */
  String end(SparkBenchmarkJob job, String pod) {
    if (!places.tryAcquire()) {
      return "";
    }
    try {
      String log =
          client
              .pods()
              .inNamespace(job.getMetadata().getNamespace())
              .withName(pod)
              .inContainer(DriverPods.CONTAINER)
              .limitBytes(BYTES)
              .tailingLines(LINES)
              .getLog();
      return log == null ? "" : log.strip();
    } catch (KubernetesClientException e) {
      LOG.debug("the log of pod {} could not be read: {}", pod, e.getMessage());
      return "";
    } finally {
      places.release();
    }
  }
}
