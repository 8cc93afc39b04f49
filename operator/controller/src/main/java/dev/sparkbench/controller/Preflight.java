// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks, before the operator starts to watch, in which namespaces it can: whether the API server
 * answers, knows the resource, and allows the operator to list what it watches. It waits until this
 * is so in at least one namespace. So an operator that was installed before its CRD, or before the
 * API server was up, starts by itself. It does not wait for the other namespaces, because a problem
 * of one namespace must not affect the rest.
 */
final class Preflight {

  private static final Logger LOG = LoggerFactory.getLogger(Preflight.class);

  private final KubernetesClient client;
  private final Set<String> namespaces;
  private final Pauses pauses;
  private volatile Optional<String> obstacle = Optional.of("starting");

  /**
   * Creates a check.
   *
   * @param namespaces the namespaces that will be watched; empty for all
   * @param pauses the time between two checks
   */
  Preflight(KubernetesClient client, Set<String> namespaces, Pauses pauses) {
    this.client = impatient(client);
    this.namespaces = new TreeSet<>(namespaces);
    this.pauses = pauses;
  }

  /** Why the operator cannot watch anything; empty if it can. */
  Optional<String> obstacle() {
    return obstacle;
  }

  /**
   * Returns when something can be watched.
   *
   * @return the namespaces that cannot be watched, and why
   */
  Map<String, String> await() throws InterruptedException {
    Optional<String> said = Optional.empty();
    while (true) {
      Map<String, String> obstacles = new TreeMap<>();
      obstacle =
          namespaces.isEmpty()
              ? look(Optional.empty())
              : obstacles(namespaces, obstacles).size() < namespaces.size()
                  ? Optional.empty()
                  : obstacles.values().stream().findFirst();
      if (obstacle.isEmpty()) {
        said.ifPresent(text -> LOG.info("nothing is in the way any more"));
        return obstacles;
      }
      if (!obstacle.equals(said)) {
        LOG.warn("waiting: {}", obstacle.get());
        said = obstacle;
      }
      pauses.pause();
    }
  }

  /** Why a namespace cannot be watched; empty if it can. */
  Optional<String> look(String namespace) {
    return look(Optional.of(namespace));
  }

  private Map<String, String> obstacles(Set<String> where, Map<String, String> found) {
    where.forEach(namespace -> look(namespace).ifPresent(why -> found.put(namespace, why)));
    return found;
  }

  private Optional<String> look(Optional<String> namespace) {
    return Stream.of(SparkBenchmarkJob.class, Pod.class)
        .flatMap(type -> look(type, namespace).stream())
        .findFirst();
  }

  private Optional<String> look(Class<? extends HasMetadata> type, Optional<String> namespace) {
    try {
      var resources = client.resources(type);
      var one = new ListOptionsBuilder().withLimit(1L).build();
      if (namespace.isPresent()) {
        resources.inNamespace(namespace.get()).list(one);
      } else {
        resources.inAnyNamespace().list(one);
      }
    } catch (KubernetesClientException e) {
      return Optional.of(explain(type, namespace, e));
    }
    return mayWatch(type, namespace) ? Optional.empty() : Optional.of(forbidden(type, namespace));
  }

  /** Asks for the right to watch, because a permitted watch would not end. */
  private boolean mayWatch(Class<? extends HasMetadata> type, Optional<String> namespace) {
    try {
      SelfSubjectAccessReview review =
          client
              .authorization()
              .v1()
              .selfSubjectAccessReview()
              .create(
                  new SelfSubjectAccessReviewBuilder()
                      .withNewSpec()
                      .withNewResourceAttributes()
                      .withGroup(HasMetadata.getGroup(type))
                      .withResource(HasMetadata.getPlural(type))
                      .withVerb("watch")
                      .withNamespace(namespace.orElse(null))
                      .endResourceAttributes()
                      .endSpec()
                      .build());
      return review.getStatus() == null || review.getStatus().getAllowed();
    } catch (KubernetesClientException e) {
      // If even asking is not allowed, the watch itself will show it.
      LOG.debug("cannot ask for the right to watch: {}", e.getMessage());
      return true;
    }
  }

  private String explain(
      Class<? extends HasMetadata> type, Optional<String> namespace, KubernetesClientException e) {
    String plural = HasMetadata.getPlural(type);
    return switch (e.getCode()) {
      case HttpURLConnection.HTTP_NOT_FOUND ->
          "the API server does not know %s: install the CRD (crds/%s.yaml, or the chart's crds.enabled)"
              .formatted(plural, HasMetadata.getFullResourceName(type));
      case HttpURLConnection.HTTP_FORBIDDEN -> forbidden(type, namespace);
      case HttpURLConnection.HTTP_UNAUTHORIZED ->
          "the API server does not accept the operator's credentials";
      default ->
          "the API server %s does not answer: %s".formatted(client.getMasterUrl(), Causes.root(e));
    };
  }

  private static String forbidden(Class<? extends HasMetadata> type, Optional<String> namespace) {
    return "the operator's service account may not list and watch %s in %s: grant get, list and watch"
        .formatted(
            HasMetadata.getPlural(type),
            namespace.map("namespace "::concat).orElse("all namespaces"));
  }

  /**
   * Without retries, because the client itself would try again for a while before it reports the
   * problem.
   */
  private static KubernetesClient impatient(KubernetesClient client) {
    RequestConfig once =
        new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
            .withRequestRetryBackoffLimit(0)
            .build();
    return client.newClient(once).adapt(KubernetesClient.class);
  }
}
