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
 * A Kubernetes API server on 127.0.0.1 that keeps its objects in memory; what it answers, and what
 * it does not, says the module's README.
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

  /** Starts a server on a free port that tells of its requests. */
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

  /** The server's certificate as PEM, which clients have to trust; it is issued for the host. */
  public Path certificate() {
    return certificate.file();
  }

  /** Says where the logs of pods are found. */
  public void servePodLogs(PodLogs logs) {
    podLogs.set(logs);
  }

  /**
   * Makes a user known to those who ask by {@code TokenReview} and {@code SubjectAccessReview}; he
   * may do everything. The server itself lets in everybody who reaches it.
   */
  public void acceptToken(String token, String user) {
    reviews.accept(token, user);
  }

  /**
   * Takes a right away from everybody, as when a role is being changed.
   *
   * @param namespace where; empty for objects of the whole cluster
   * @param verb such as {@code create}
   * @param resource plural and group, such as {@code pods}
   */
  public void withhold(String namespace, String verb, String resource) {
    rights.withhold(namespace, verb, resource);
  }

  /** Gives back what {@link #withhold} took. */
  public void restore(String namespace, String verb, String resource) {
    rights.restore(namespace, verb, resource);
  }

  /** A kubeconfig for this server, with one of its tokens. */
  public String kubeconfig(String token) {
    return Kubeconfig.yaml(
        "https://%s:%d".formatted(host(), port()), certificate.certificate(), token);
  }

  /** A client for this server, which its user closes. */
  public KubernetesClient client() {
    // Not auto-configured: the user's own kubeconfig and proxies are none of this server's
    // business.
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("https://%s:%d/".formatted(host(), port()))
            .withCaCertFile(certificate().toString())
            .withNamespace("default")
            // A busy machine takes its time, and a request that is sent again has been done
            // already.
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
