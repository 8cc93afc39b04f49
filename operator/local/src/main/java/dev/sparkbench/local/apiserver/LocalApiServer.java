package dev.sparkbench.local.apiserver;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A Kubernetes API server on 127.0.0.1 that keeps its objects in memory. The HTTP side is fabric8's
 * mock server; what it answers comes from this package, because the mock's own CRUD mode lacks what
 * the operator and Spark rely on (see the module's README).
 */
public final class LocalApiServer implements AutoCloseable {

  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  // It prints each request at level INFO. Kept here because loggers are held weakly.
  private static final Logger REQUESTS = Logger.getLogger(MockWebServer.class.getName());

  static {
    REQUESTS.setLevel(Level.WARNING);
  }

  private final MockWebServer web;
  private final KubernetesMockServer server;
  private final AtomicReference<PodLogs> podLogs;
  private final AtomicBoolean closed = new AtomicBoolean();

  private LocalApiServer(
      MockWebServer web, KubernetesMockServer server, AtomicReference<PodLogs> podLogs) {
    this.web = web;
    this.server = server;
    this.podLogs = podLogs;
  }

  /** Starts a server on a free port. */
  public static LocalApiServer start() {
    return start(access -> {});
  }

  /** Starts a server on a free port that tells of its requests. */
  public static LocalApiServer start(AccessLog log) {
    AtomicReference<PodLogs> podLogs = new AtomicReference<>((namespace, name) -> Optional.empty());
    Api api =
        new Api(Clock.systemUTC(), (namespace, name) -> podLogs.get().logFile(namespace, name));
    MockWebServer web = new MockWebServer();
    KubernetesMockServer server =
        new KubernetesMockServer(
            new Context(),
            web,
            new HashMap<>(),
            new MockServerDispatcher(api, web::reset, log),
            true);
    try {
      server.init(InetAddress.getByAddress("localhost", LOOPBACK), 0);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("127.0.0.1 is not an address", e);
    }
    return new LocalApiServer(web, server, podLogs);
  }

  /** The IP address to connect to. */
  public String host() {
    return "127.0.0.1";
  }

  /** The TCP port to connect to, with HTTPS. */
  public int port() {
    return server.getPort();
  }

  /**
   * The server's certificate as PEM, which clients have to trust; it is issued for {@code
   * localhost}, so they must not compare the name.
   */
  public Path certificate() {
    return Path.of(web.getSelfSignedCertificate().certificatePath());
  }

  /** Says where the logs of pods are found. */
  public void servePodLogs(PodLogs logs) {
    podLogs.set(logs);
  }

  /** A client for this server, which its user closes. */
  public KubernetesClient client() {
    // Not auto-configured: the user's own kubeconfig and proxies are none of this server's
    // business.
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("https://%s:%d/".formatted(host(), port()))
            .withTrustCerts(true)
            .withNamespace("default")
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /** Stops serving. All objects are lost. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      server.destroy();
      // It lies in two files.
      web.getSelfSignedCertificate().delete();
    }
  }
}
