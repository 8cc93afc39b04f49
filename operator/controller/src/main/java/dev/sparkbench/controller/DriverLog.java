package dev.sparkbench.controller;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.controller.pods.DriverPods;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what drivers have printed. It is for people: one that cannot be read changes nothing. */
final class DriverLog {

  private static final Logger LOG = LoggerFactory.getLogger(DriverLog.class);

  private static final int LINES = 20;

  private final KubernetesClient client;

  DriverLog(KubernetesClient client) {
    this.client = client;
  }

  /** The last lines of a pod's log; empty if it has none, or is gone. */
  String end(SparkBenchmarkJob job, String pod) {
    try {
      String log =
          client
              .pods()
              .inNamespace(job.getMetadata().getNamespace())
              .withName(pod)
              .inContainer(DriverPods.CONTAINER)
              .tailingLines(LINES)
              .getLog();
      return log == null ? "" : log.strip();
    } catch (KubernetesClientException e) {
      LOG.debug("the log of pod {} could not be read: {}", pod, e.getMessage());
      return "";
    }
  }
}
