// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.controller.OperatorConfig.Leadership;
import dev.sparkbench.controller.http.HttpEndpoints;
import dev.sparkbench.controller.http.Readiness;
import dev.sparkbench.controller.metrics.OperatorMetrics;
import dev.sparkbench.controller.spec.SpecResolver;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.config.Cloner;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator, running until it is closed. */
public final class SparkBenchmarkOperator implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SparkBenchmarkOperator.class);

  private static final Duration FIRST_LOOK_AGAIN = Duration.ofMillis(100);
  private static final Duration LAST_LOOK_AGAIN = Duration.ofSeconds(15);
  private static final int FIRST_RETRY_MILLIS = 100;
  private static final long LONGEST_RETRY_MILLIS = 30_000;

  private final KubernetesClient client;
  private final OperatorConfig config;
  private final Runnable whenBroken;
  private final OperatorMetrics metrics = new OperatorMetrics();
  private final Preflight preflight;
  private final Operator operator;
  private final HttpEndpoints http;
  private volatile Optional<WatchedNamespaces> namespaces = Optional.empty();
  private volatile boolean leading;
  private volatile boolean closing;

  private SparkBenchmarkOperator(
      KubernetesClient client, OperatorConfig config, Runnable whenBroken) {
    this.client = client;
    this.config = config;
    this.whenBroken = whenBroken;
    this.leading = config.leadership().isEmpty();
    this.preflight =
        new Preflight(
            client, config.namespaces(), Pauses.asleep(FIRST_LOOK_AGAIN, LAST_LOOK_AGAIN));
    this.operator =
        new Operator(
            overrides -> {
              overrides
                  .withKubernetesClient(client)
                  .withCloseClientOnStop(false)
                  .withUseSSAToPatchPrimaryResource(false)
                  .withResourceCloner(cloner(client))
                  // Reading the CRD requires a cluster-wide right; Preflight does not need it.
                  .checkingCRDAndValidateLocalModel(false)
                  .withMetrics(metrics.ofReconciliations())
                  .withInformerStoppedHandler((informer, e) -> informerStopped(e))
                  .withReconciliationTerminationTimeout(Duration.ofSeconds(5));
              config
                  .leadership()
                  .map(this::election)
                  .ifPresent(overrides::withLeaderElectionConfiguration);
            });
    metrics.showLeader(() -> leading);
    metrics.showUnwatched(
        () ->
            namespaces
                .map(watched -> watched.unwatched().size())
                .orElse(config.namespaces().size()));
    this.http = HttpEndpoints.start(config.http(), this::readiness, metrics::scrape);
  }

  private void begin() throws InterruptedException {
    Map<String, String> obstacles = preflight.await();
    Set<String> watchable = new TreeSet<>(config.namespaces());
    watchable.removeAll(obstacles.keySet());
    WatchedNamespaces watched =
        new WatchedNamespaces(
            operator.register(
                new SparkBenchmarkJobReconciler(
                    client,
                    new SpecResolver(config.defaults(), config.allowed()),
                    metrics,
                    Clock.systemUTC()),
                settings -> configure(settings, watchable)),
            config.namespaces(),
            preflight,
            whenBroken);
    operator.start();
    namespaces = Optional.of(watched);
    watched.start(obstacles);
  }

  /**
   * What this release does not understand of a resource is not in its JSON, so it must be copied
   * separately.
   */
  private static Cloner cloner(KubernetesClient client) {
    return new Cloner() {
      @Override
      @SuppressWarnings("unchecked")
      public <R extends HasMetadata> R clone(R resource) {
        return resource instanceof SparkBenchmarkJob job
            ? (R) job.copy()
            : client.getKubernetesSerialization().clone(resource);
      }
    };
  }

  /** Starts an operator that has no other replicas. */
  public static SparkBenchmarkOperator start(KubernetesClient client, OperatorConfig config) {
    return start(client, config, () -> {});
  }

  /**
   * Starts an operator. Returns when it watches resources, in at least one namespace. Until then it
   * waits for the API server and the CRD, and its probes report this.
   *
   * @param client the client of the API server; it stays open when the operator is closed
   * @param config the configuration
   * @param whenBroken called when the process has to end: another replica has taken the lead, and
   *     two must not work; or no watch is left, and a new process may succeed
   * @throws IllegalStateException if it cannot start, usually because it may not use its Lease
   */
  public static SparkBenchmarkOperator start(
      KubernetesClient client, OperatorConfig config, Runnable whenBroken) {
    // The server starts before the watches, so that probes see a process that is alive but not
    // ready.
    SparkBenchmarkOperator operator = new SparkBenchmarkOperator(client, config, whenBroken);
    try {
      operator.begin();
      return operator;
    } catch (InterruptedException e) {
      operator.http.close();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted before it was ready", e);
    } catch (OperatorException e) {
      operator.http.close();
      throw new IllegalStateException("cannot start: " + Causes.root(e), e);
    }
  }

  /** The port of the probes and metrics. */
  public int httpPort() {
    return http.port();
  }

  /**
   * Waits for reconciliations in progress, then stops and releases the Lease. Benchmarks continue
   * without the operator.
   */
  @Override
  public void close() {
    closing = true;
    namespaces.ifPresent(WatchedNamespaces::close);
    operator.stop();
    // Not earlier, because two replicas must not work.
    config.leadership().ifPresent(leadership -> HeldLease.release(client, leadership));
    http.close();
    metrics.close();
  }

  private void configure(ControllerConfigurationOverrider<?> settings, Set<String> watchable) {
    settings.withRetry(
        new GenericRetry()
            .setInitialInterval(FIRST_RETRY_MILLIS)
            .setIntervalMultiplier(2)
            .setMaxInterval(LONGEST_RETRY_MILLIS)
            .withoutMaxAttempts());
    // A benchmark needs a few steps per second at most; this limits the effect of any mistake.
    settings.withRateLimiter(ReconciliationRate.usual(Clock.systemUTC()));
    if (config.namespaces().isEmpty()) {
      settings.watchingAllNamespaces();
    } else {
      settings.settingNamespaces(watchable);
    }
  }

  private Readiness readiness() {
    Optional<String> early = preflight.obstacle();
    if (early.isPresent()) {
      return new Readiness(false, early.get());
    }
    return namespaces
        .filter(watched -> !watched.isBlind())
        .map(
            watched -> new Readiness(true, watched.remark().map("ready; "::concat).orElse("ready")))
        .orElse(new Readiness(false, "not watching the API server"));
  }

  /** A watch ends only if it cannot be continued. */
  private void informerStopped(Throwable e) {
    if (e == null || closing) {
      return;
    }
    LOG.error("a watch has ended: {}", Causes.root(e));
    if (config.namespaces().isEmpty()) {
      whenBroken.run();
    } else {
      namespaces.ifPresent(WatchedNamespaces::wake);
    }
  }

  private LeaderElectionConfiguration election(Leadership leadership) {
    return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(leadership.lease())
        .withLeaseNamespace(leadership.namespace())
        .withIdentity(leadership.identity())
        .withLeaderCallbacks(new LeaderCallbacks(this::lead, this::followAgain, this::hear))
        // The framework would call System.exit, which blocks forever if the process is ending
        // already.
        .withExitOnStopLeading(false)
        .build();
  }

  private void lead() {
    leading = true;
    LOG.info("this replica works");
  }

  private void followAgain() {
    leading = false;
    if (!closing) {
      LOG.error("the Lease is lost; another replica works");
      whenBroken.run();
    }
  }

  private void hear(String identity) {
    LOG.info("{} works", identity);
  }
}
