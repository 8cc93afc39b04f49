// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A Kubernetes API server on 127.0.0.1 that keeps its objects in memory. The module's README lists
 * what it supports.
 */
public final class LocalApiServer implements AutoCloseable {

  private static final int REQUEST_MILLIS = 60_000;

  private final AtomicReference<PodLogs> podLogs =
      new AtomicReference<>((namespace, name, container) -> Optional.empty());
  private final Reviews reviews = new Reviews();
  private final Rights rights = new Rights();
  private final ServerCertificate certificate = new ServerCertificate();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Api api;
  private final WebServer web;

  private LocalApiServer(AccessLog log) {
    api =
        new Api(
            Clock.systemUTC(),
            (namespace, name, container) -> podLogs.get().logFile(namespace, name, container),
            reviews,
            rights);
    web = new WebServer(api, log, certificate);
  }

  /** Starts a server on a free port. */
  public static LocalApiServer start() {
    return start(access -> {});
  }

  /** Starts a server on a free port that reports its requests. */
  public static LocalApiServer start(AccessLog log) {
    return new LocalApiServer(log);
  }

  /** The IP address to connect to. */
  public String host() {
    return web.host();
  }

  /** The TCP port to connect to, with HTTPS. */
  public int port() {
    return web.port();
  }

  /** The server's certificate as PEM, which clients must trust; it is issued for the host. */
  public Path certificate() {
    return certificate.file();
  }

  /** Sets the source of the logs of pods. */
  public void servePodLogs(PodLogs logs) {
    podLogs.set(logs);
  }

  /**
   * Adds a user for {@code TokenReview} and {@code SubjectAccessReview}, with all rights. The
   * server itself accepts every client.
   */
  public void acceptToken(String token, String user) {
    reviews.accept(token, user);
  }

  /**
   * Removes a right of all users, as a change of a role would.
   *
   * @param namespace the namespace; empty for cluster-wide objects
   * @param verb such as {@code create}
   * @param resource plural and group, such as {@code pods}
   */
  public void withhold(String namespace, String verb, String resource) {
    rights.withhold(namespace, verb, resource);
  }

  /** Restores the rights that {@link #withhold} removed. */
  public void restore(String namespace, String verb, String resource) {
    rights.restore(namespace, verb, resource);
  }

  /** A kubeconfig for this server, with one of its tokens. */
  public String kubeconfig(String token) {
    return Kubeconfig.yaml(
        "https://%s:%d".formatted(host(), port()), certificate.certificate(), token);
  }

  /** A client of this server; the caller closes it. */
  public KubernetesClient client() {
    // Not auto-configured, because the user's own kubeconfig and proxies must not be used.
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("https://%s:%d/".formatted(host(), port()))
            .withCaCertFile(certificate().toString())
            .withNamespace("default")
            // No retries: a busy machine may be slow, and a repeated request would have been
            // carried out already.
            .withRequestTimeout(REQUEST_MILLIS)
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /** Stops serving. All objects are lost. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      web.close();
      api.close();
      certificate.close();
    }
  }
}
