package dev.sparkbench.controller;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, before the operator starts to watch, whether it can: whether the API server answers, knows
 * the resource, and lets the operator list what it watches. Waits until it does, so that an
 * operator that was installed before its CRD, or before the API server was up, starts by itself.
 */
final class Preflight {

  private static final Logger LOG = LoggerFactory.getLogger(Preflight.class);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  private final KubernetesClient client;
  private final Set<String> namespaces;
  private volatile Optional<String> obstacle = Optional.of("starting");

  /**
   * Prepares a look.
   *
   * @param namespaces the namespaces that will be watched; empty for all
   */
  Preflight(KubernetesClient client, Set<String> namespaces) {
    this.client = client;
    this.namespaces = namespaces;
  }

  /** Why the operator cannot watch; empty when it can. */
  Optional<String> obstacle() {
    return obstacle;
  }

  /** Returns once nothing is in the way. */
  void await() throws InterruptedException {
    // The client itself would try again for a while before it says what is wrong.
    RequestConfig once =
        new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
            .withRequestRetryBackoffLimit(0)
            .build();
    await(client.newClient(once).adapt(KubernetesClient.class));
  }

  private void await(KubernetesClient impatient) throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    Optional<String> said = Optional.empty();
    for (obstacle = look(impatient); obstacle.isPresent(); obstacle = look(impatient)) {
      if (!obstacle.equals(said)) {
        LOG.warn("waiting: {}", obstacle.get());
        said = obstacle;
      }
      Thread.sleep(pause.toMillis());
      pause = pause.multipliedBy(2);
      pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
    if (said.isPresent()) {
      LOG.info("nothing is in the way any more");
    }
  }

  private Optional<String> look(KubernetesClient impatient) {
    return (namespaces.isEmpty() ? Stream.of(Optional.<String>empty()) : namespaced())
        .flatMap(
            namespace ->
                List.of(SparkBenchmarkJob.class, Pod.class).stream()
                    .map(type -> look(impatient, type, namespace)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Stream<Optional<String>> namespaced() {
    return namespaces.stream().sorted().map(Optional::of);
  }

  private Optional<String> look(
      KubernetesClient impatient, Class<? extends HasMetadata> type, Optional<String> namespace) {
    try {
      var resources = impatient.resources(type);
      var one = new ListOptionsBuilder().withLimit(1L).build();
      if (namespace.isPresent()) {
        resources.inNamespace(namespace.get()).list(one);
      } else {
        resources.inAnyNamespace().list(one);
      }
      return Optional.empty();
    } catch (KubernetesClientException e) {
      return Optional.of(explain(type, namespace, e));
    }
  }

  private String explain(
      Class<? extends HasMetadata> type, Optional<String> namespace, KubernetesClientException e) {
    String plural = HasMetadata.getPlural(type);
    String where = namespace.map("namespace "::concat).orElse("all namespaces");
    return switch (e.getCode()) {
      case HttpURLConnection.HTTP_NOT_FOUND ->
          "the API server does not know %s: install the CRD (crds/%s.yaml, or the chart's crds.enabled)"
              .formatted(plural, HasMetadata.getFullResourceName(type));
      case HttpURLConnection.HTTP_FORBIDDEN ->
          "the operator's service account may not list %s in %s: grant get, list and watch"
              .formatted(plural, where);
      case HttpURLConnection.HTTP_UNAUTHORIZED ->
          "the API server does not accept the operator's credentials";
      default ->
          "the API server %s does not answer: %s".formatted(client.getMasterUrl(), Causes.root(e));
    };
  }
}
