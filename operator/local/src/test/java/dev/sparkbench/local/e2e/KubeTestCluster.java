package dev.sparkbench.local.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import com.marcnuri.helm.Helm;
import dev.sparkbench.api.contract.S3Uri;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The cluster of the current kubeconfig context, with the operator installed by the chart. Pods of
 * benchmarks have a namespace of their own that enforces the restricted Pod Security Standard.
 */
final class KubeTestCluster implements TestCluster {

  private static final String RELEASE = "sparkbench-it";
  private static final String SYSTEM = "sparkbench-it";
  private static final String JOBS = "sparkbench-it-jobs";
  private static final String SECRET = "s3-credentials";
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final KubeSettings settings = KubeSettings.fromProperties();
  private final KubernetesClient client = new KubernetesClientBuilder().build();
  private final S3Client s3 = settings.s3Client();
  private boolean installed;

  KubeTestCluster() {
    createNamespace(SYSTEM);
    createNamespace(JOBS);
    client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(JOBS)
                .withName(SECRET)
                .endMetadata()
                .addToStringData("AWS_ACCESS_KEY_ID", settings.accessKey())
                .addToStringData("AWS_SECRET_ACCESS_KEY", settings.secretKey())
                .build())
        .createOr(secret -> secret.update());
  }

  @Override
  public KubernetesClient client() {
    return client;
  }

  @Override
  public String namespace() {
    return JOBS;
  }

  @Override
  public String bucket() {
    return settings.bucket();
  }

  @Override
  public void put(S3Uri object, byte[] content) {
    s3.putObject(
        put -> put.bucket(object.bucket()).key(object.key()), RequestBody.fromBytes(content));
  }

  @Override
  public byte[] get(S3Uri object) {
    return s3.getObjectAsBytes(get -> get.bucket(object.bucket()).key(object.key())).asByteArray();
  }

  @Override
  public void startOperator() {
    if (!installed) {
      install();
      installed = true;
    }
    operator().scale(1);
    operator().waitUntilCondition(KubeTestCluster::isAvailable, LIMIT.toSeconds(), SECONDS);
  }

  @Override
  public void stopOperator() {
    if (installed) {
      operator().scale(0);
      await("the end of the operator's pod")
          .atMost(LIMIT)
          .until(() -> client.pods().inNamespace(SYSTEM).list().getItems().isEmpty());
    }
  }

  @Override
  public void kill(Pod pod) {
    // No signal from outside reaches a container; this has the kubelet send the one that kills.
    client.resource(pod).withGracePeriod(0).delete();
  }

  @Override
  public List<String> runningContainers() {
    return client.pods().inNamespace(JOBS).list().getItems().stream()
        .filter(pod -> List.of("Pending", "Running").contains(pod.getStatus().getPhase()))
        .map(pod -> pod.getMetadata().getName())
        .toList();
  }

  @Override
  public void close() {
    if (installed) {
      Helm.uninstall(RELEASE).withNamespace(SYSTEM).ignoreNotFound().call();
    }
    s3.close();
    client.close();
  }

  private void install() {
    try {
      Path values = Files.createTempFile("sparkbench-it", ".yaml");
      Files.writeString(
          values, client.getKubernetesSerialization().asYaml(settings.chartValues(JOBS, SECRET)));
      try {
        new Helm(settings.chart())
            .upgrade()
            .install()
            .withName(RELEASE)
            .withNamespace(SYSTEM)
            .withValuesFile(values)
            .call();
      } finally {
        Files.delete(values);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RollableScalableResource<Deployment> operator() {
    return client
        .apps()
        .deployments()
        .inNamespace(SYSTEM)
        .resource(
            client
                .apps()
                .deployments()
                .inNamespace(SYSTEM)
                .withLabel("app.kubernetes.io/instance", RELEASE)
                .list()
                .getItems()
                .get(0));
  }

  private static boolean isAvailable(Deployment deployment) {
    return deployment != null
        && Integer.valueOf(1).equals(deployment.getStatus().getAvailableReplicas())
        && deployment
            .getMetadata()
            .getGeneration()
            .equals(deployment.getStatus().getObservedGeneration());
  }

  private void createNamespace(String name) {
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(Map.of("pod-security.kubernetes.io/enforce", "restricted"))
                .endMetadata()
                .build())
        .createOr(namespace -> namespace.update());
  }
}
