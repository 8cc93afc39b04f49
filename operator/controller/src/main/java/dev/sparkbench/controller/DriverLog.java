// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.controller.pods.DriverPods;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the output of drivers, for people. If it cannot be read, nothing else changes. The kubelet
 * of a lost node does not answer, so no thread waits long for it.
 */
final class DriverLog {

  private static final Logger LOG = LoggerFactory.getLogger(DriverLog.class);

  private static final int LINES = 20;
  private static final int BYTES = 16 * 1024;
  private static final int AT_A_TIME = 4;
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final URI server;
  private final HttpClient http;
  private final Semaphore places = new Semaphore(AT_A_TIME);

  DriverLog(KubernetesClient client) {
    this.server = URI.create(client.getMasterUrl().toString());
    this.http =
        client
            .getHttpClient()
            .newBuilder()
            .tag(new RequestConfigBuilder().withRequestRetryBackoffLimit(0).build())
            .build();
  }

  /**
   * The last lines of a pod's log; empty if there are none, the pod is gone, or the log is not
   * available at once.
   */
  String end(SparkBenchmarkJob job, String pod) {
    if (!places.tryAcquire()) {
      return "";
    }
    try {
      return read(job.getMetadata().getNamespace(), pod);
    } finally {
      places.release();
    }
  }

  /**
   * Requests the log without the client's own method. That method first waits until the pod is
   * ready, which never happens after its end, and takes longer than its timeout.
   */
  private String read(String namespace, String pod) {
    URI uri =
        server.resolve(
            "api/v1/namespaces/%s/pods/%s/log?container=%s&tailLines=%d&limitBytes=%d"
                .formatted(namespace, pod, DriverPods.CONTAINER, LINES, BYTES));
    CompletableFuture<HttpResponse<String>> answer =
        http.sendAsync(
            http.newHttpRequestBuilder()
                .uri(uri)
                .timeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .build(),
            String.class);
    try {
      HttpResponse<String> log = answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      return log.isSuccessful() ? log.body().strip() : "";
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("the log of pod {} could not be read: {}", pod, e.toString());
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    } finally {
      answer.cancel(true);
    }
  }
}
