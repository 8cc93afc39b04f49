// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers benchmarks over HTTP: {@code POST /submit-job} and related operations, based on the
 * resource. It runs nothing and stores nothing itself, and several may run side by side.
 */
public final class Gateway implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  private static final int WORKERS = 8;
  static final int QUEUE = 500;
  private static final Duration SWEEP = Duration.ofSeconds(10);

  private final Duration drain;
  private final Waiters waiters;
  private final Jobs jobs;
  private final JobWatch watch;
  private final Api api;
  private final HttpFrontend http;
  private final ThreadPoolExecutor workers;
  private final ScheduledExecutorService sweeper;

  private Gateway(KubernetesClient client, GatewayConfig config) {
    workers = workers();
    sweeper = Executors.newSingleThreadScheduledExecutor(threads());
    drain = config.times().drain();
    waiters = new Waiters(config.maxWaiting(), config.maxWaitingPerCaller());
    Peers peers = new Peers(Clock.systemUTC());
    jobs = new Jobs(client);
    watch = new JobWatch(client, config.namespaces(), waiters);
    Access access = new Access(client, config.audiences(), peers, Clock.systemUTC());
    api =
        new Api(
            new Endpoints(config, access, jobs, watch, waiters, peers, workers), watch::readiness);
    try {
      http = new HttpFrontend(config, api);
    } catch (RuntimeException e) {
      stopThreads();
      throw e;
    }
    sweeper.scheduleWithFixedDelay(
        this::sweep, SWEEP.toSeconds(), SWEEP.toSeconds(), TimeUnit.SECONDS);
  }

  /**
   * Starts a gateway. It serves at once, and is ready when it watches the resources.
   *
   * @param client the client of the API server, with the gateway's own rights; it stays open when
   *     the gateway is closed
   * @throws IllegalStateException if it cannot listen
   */
  public static Gateway start(KubernetesClient client, GatewayConfig config) {
    return new Gateway(client, config);
  }

  /** The address of the server. */
  public int port() {
    return http.port();
  }

  /** The number of requests that wait for the end of a benchmark. */
  int waiting() {
    return waiters.size();
  }

  JobWatch watch() {
    return watch;
  }

  int idleConnections() {
    return http.idleConnections();
  }

  void renewCertificate() {
    http.renewCertificate();
  }

  /**
   * Reports "not ready", and keeps serving until no more requests are sent here. Then it asks
   * waiting clients to come again, and stops. Benchmarks continue.
   */
  @Override
  public void close() {
    api.stop();
    try {
      Thread.sleep(drain.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    api.close();
    waiters.close();
    http.close();
    stopThreads();
  }

  private void stopThreads() {
    watch.close();
    sweeper.shutdownNow();
    workers.shutdownNow();
  }

  /**
   * Checks resources that clients wait for and that the watch does not have. The watch misses
   * resources that were created and deleted while it was interrupted.
   */
  void sweep() {
    for (SparkBenchmarkJob awaited : waiters.awaited()) {
      String namespace = awaited.getMetadata().getNamespace();
      if (watch.find(namespace, awaited.getMetadata().getName()).isEmpty()) {
        try {
          jobs.find(namespace, JobState.jobId(awaited))
              .filter(now -> isSame(now, awaited))
              .ifPresentOrElse(waiters::changed, () -> waiters.deleted(awaited));
        } catch (KubernetesClientException e) {
          LOG.warn("cannot look after {}: {}", JobState.jobId(awaited), e.getMessage());
        }
      }
    }
  }

  private static boolean isSame(SparkBenchmarkJob one, SparkBenchmarkJob other) {
    return one.getMetadata().getUid().equals(other.getMetadata().getUid());
  }

  private static ThreadPoolExecutor workers() {
    ThreadPoolExecutor workers =
        new ThreadPoolExecutor(
            WORKERS, WORKERS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(QUEUE), threads());
    workers.allowCoreThreadTimeOut(true);
    return workers;
  }

  private static ThreadFactory threads() {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "gateway-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
