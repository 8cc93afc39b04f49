// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local;

import dev.sparkbench.controller.gateway.Gateway;
import dev.sparkbench.controller.gateway.GatewayConfig;
import dev.sparkbench.local.apiserver.LocalApiServer;
import dev.sparkbench.local.kubelet.LocalImage;
import dev.sparkbench.local.kubelet.ProcessKubelet;
import dev.sparkbench.local.s3.LocalS3;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Map;

/**
 * A cluster on this machine: an API server with the benchmark's CRD, a kubelet that runs pods as
 * processes, and an object store. All listen on 127.0.0.1 only. The operator is not part of it.
 */
public final class LocalCluster implements AutoCloseable {

  /** The bucket that exists from the start. */
  public static final String BUCKET = "sparkbench";

  /** The Secret with the object store's credentials. */
  public static final String CREDENTIALS_SECRET = "s3-credentials";

  /** The namespace that has the Secret from the start. */
  public static final String NAMESPACE = "default";

  private static final String CRD = "/crds/sparkbenchmarkjobs.sparkbench.dev.yaml";
  private static final String USER = "local";
  private static final int TOKEN_BYTES = 24;

  private final Path folder;
  private final String token = randomToken();
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private LocalS3 s3;
  private LocalApiServer server;
  private KubernetesClient client;
  private ProcessKubelet kubelet;

  private LocalCluster(Path folder) {
    this.folder = folder;
  }

  /**
   * Starts a cluster.
   *
   * @param folder where it keeps objects and logs; objects of an earlier cluster are there again,
   *     its logs are removed
   * @param images the images that pods can run, by name
   */
  public static LocalCluster start(Path folder, Map<String, LocalImage> images) {
    LocalCluster cluster = new LocalCluster(folder.toAbsolutePath().normalize());
    try {
      cluster.startParts(images);
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** A client with all rights, which ends with the cluster. */
  public KubernetesClient client() {
    return client;
  }

  /** The token of a user who may do everything; each cluster has another one. */
  public String token() {
    return token;
  }

  /** Writes a kubeconfig that only its owner may read. */
  public void writeKubeconfig(Path file) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, server.kubeconfig(token));
  }

  /** The object store. */
  public LocalS3 s3() {
    return s3;
  }

  /** The kubelet. */
  public ProcessKubelet kubelet() {
    return kubelet;
  }

  /** The folder with the logs of pods. */
  public Path podsFolder() {
    return folder.resolve("pods");
  }

  /** The folder with the objects of a bucket. */
  public Path bucketFolder(String bucket) {
    return folder.resolve("s3").resolve(bucket);
  }

  /** Creates a namespace for benchmarks, with the object store's credentials. */
  public void createNamespace(String namespace) {
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    createCredentials(namespace);
  }

  /** Creates a service account, unless it exists; pods that name it need it. */
  public void createServiceAccount(String namespace, String name) {
    createIfAbsent(
        new ServiceAccountBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(name)
            .endMetadata()
            .build());
  }

  /** Creates a priority class, unless it exists; pods that name it need it. */
  public void createPriorityClass(String name) {
    createIfAbsent(
        new PriorityClassBuilder()
            .withNewMetadata()
            .withName(name)
            .endMetadata()
            .withValue(0)
            .build());
  }

  private void createIfAbsent(HasMetadata object) {
    if (client.resource(object).get() == null) {
      client.resource(object).create();
    }
  }

  /** Creates the Secret with the object store's credentials in a namespace. */
  public void createCredentials(String namespace) {
    client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(CREDENTIALS_SECRET)
                .endMetadata()
                .addToStringData("AWS_ACCESS_KEY_ID", s3.accessKey())
                .addToStringData("AWS_SECRET_ACCESS_KEY", s3.secretKey())
                .build())
        .create();
  }

  /**
   * Starts the gateway in front of this cluster. It ends with the cluster, and accepts the {@link
   * #token}.
   *
   * @return its address
   */
  public URI startGateway() {
    Gateway gateway =
        Gateway.start(
            client,
            GatewayConfig.fromEnvironment(
                Map.of(
                    "SPARKBENCH_GATEWAY_HOST",
                    "127.0.0.1",
                    "SPARKBENCH_GATEWAY_PORT",
                    "0",
                    "SPARKBENCH_GATEWAY_PLAIN_HTTP",
                    "true",
                    // No drain time, because there is no load balancer in front of it.
                    "SPARKBENCH_GATEWAY_DRAIN_SECONDS",
                    "0",
                    "SPARKBENCH_GATEWAY_DEFAULT_NAMESPACE",
                    NAMESPACE,
                    "SPARKBENCH_S3_BUCKET",
                    BUCKET)));
    parts.push(gateway);
    return URI.create("http://127.0.0.1:" + gateway.port());
  }

  /** The operator's configuration for this cluster, as environment variables. */
  public Map<String, String> operatorEnvironment() {
    return Map.ofEntries(
        Map.entry("SPARKBENCH_RUNNER_IMAGE", RunnerImage.NAME),
        Map.entry("SPARKBENCH_S3_BUCKET", BUCKET),
        Map.entry("SPARKBENCH_S3_ENDPOINT", s3.endpoint().toString()),
        Map.entry("SPARKBENCH_S3_REGION", s3.region()),
        Map.entry("SPARKBENCH_S3_PATH_STYLE_ACCESS", "true"),
        Map.entry("SPARKBENCH_S3_CREDENTIALS_SECRET", CREDENTIALS_SECRET),
        // Applications are allowed, because the user may run any code on this machine anyway.
        Map.entry("SPARKBENCH_ALLOWED_SPARK_PROPERTIES", "*"),
        Map.entry("SPARKBENCH_ALLOWED_SECRETS", "*"),
        Map.entry("SPARKBENCH_ALLOWED_APPLICATIONS", "true"),
        Map.entry("SPARKBENCH_HEALTH_HOST", "127.0.0.1"),
        Map.entry("SPARKBENCH_HEALTH_PORT", "0"));
  }

  /** Ends all processes, then stops serving. The files stay. */
  @Override
  public synchronized void close() {
    IllegalStateException problems =
        new IllegalStateException("the local cluster did not stop cleanly");
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        problems.addSuppressed(e);
      }
    }
    if (problems.getSuppressed().length > 0) {
      throw problems;
    }
  }

  private void startParts(Map<String, LocalImage> images) {
    s3 = LocalS3.start(folder.resolve("s3"), 0);
    parts.push(s3);
    s3.createBucket(BUCKET);
    server = LocalApiServer.start();
    parts.push(server);
    server.acceptToken(token, USER);
    client = server.client();
    parts.push(client);
    installCrd();
    createCredentials(NAMESPACE);
    kubelet = ProcessKubelet.start(server, podsFolder(), images);
    parts.push(kubelet);
  }

  private static String randomToken() {
    byte[] bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private void installCrd() {
    try (InputStream crd = LocalCluster.class.getResourceAsStream(CRD)) {
      client.load(crd).create();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + CRD, e);
    }
  }
}
