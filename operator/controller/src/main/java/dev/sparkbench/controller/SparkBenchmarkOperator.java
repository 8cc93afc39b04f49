package dev.sparkbench.controller;

import dev.sparkbench.controller.spec.SpecResolver;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.time.Clock;
import java.time.Duration;

/** The operator, running until it is closed. */
public final class SparkBenchmarkOperator implements AutoCloseable {

  private static final int FIRST_RETRY_MILLIS = 500;
  private static final long LONGEST_RETRY_MILLIS = 30_000;

  private final Operator operator;
  private final HealthServer health;

  private SparkBenchmarkOperator(Operator operator, HealthServer health) {
    this.operator = operator;
    this.health = health;
  }

  /**
   * Starts the operator.
   *
   * @param client how to reach the API server; stays open when the operator is closed
   * @param config the configuration
   */
  public static SparkBenchmarkOperator start(KubernetesClient client, OperatorConfig config) {
    Operator operator =
        new Operator(
            overrides ->
                overrides
                    .withKubernetesClient(client)
                    .withCloseClientOnStop(false)
                    .withUseSSAToPatchPrimaryResource(false)
                    .checkingCRDAndValidateLocalModel(true)
                    .withReconciliationTerminationTimeout(Duration.ofSeconds(5)));
    SparkBenchmarkJobReconciler reconciler =
        new SparkBenchmarkJobReconciler(
            client, new SpecResolver(config.defaults()), Clock.systemUTC());
    operator.register(
        reconciler,
        settings -> {
          settings.withRetry(
              new GenericRetry()
                  .setInitialInterval(FIRST_RETRY_MILLIS)
                  .setIntervalMultiplier(2)
                  .setMaxInterval(LONGEST_RETRY_MILLIS)
                  .withoutMaxAttempts());
          if (config.namespaces().isEmpty()) {
            settings.watchingAllNamespaces();
          } else {
            settings.settingNamespaces(config.namespaces());
          }
        });
    // Before the operator, so that probes see a process that lives but is not ready yet.
    HealthServer health = HealthServer.start(config.health(), operator.getRuntimeInfo());
    try {
      operator.start();
    } catch (RuntimeException e) {
      health.close();
      throw e;
    }
    return new SparkBenchmarkOperator(operator, health);
  }

  /** The port that health is served on. */
  public int healthPort() {
    return health.port();
  }

  /** Lets the reconciliations at work finish, then stops. Benchmarks go on without the operator. */
  @Override
  public void close() {
    operator.stop();
    health.close();
  }
}
