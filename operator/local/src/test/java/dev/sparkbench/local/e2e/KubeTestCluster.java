// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import com.marcnuri.helm.Helm;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The cluster of the current kubeconfig context, with operator and gateway installed by the chart.
 * Pods of benchmarks have a namespace of their own that enforces the restricted Pod Security
 * Standard.
 */
final class KubeTestCluster implements TestCluster {

  private static final String RELEASE = "sparkbench-it";
  private static final String SYSTEM = "sparkbench-it";
  private static final String JOBS = "sparkbench-it-jobs";
  private static final String SECRET = "s3-credentials";
  private static final String CALLER = "sparkbench-it-caller";
  private static final String INSTANCE = "app.kubernetes.io/instance";
  private static final String COMPONENT = "app.kubernetes.io/component";
  private static final int GATEWAY_PORT = 8080;
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final KubeSettings settings = KubeSettings.fromProperties();
  private final KubernetesClient client = new KubernetesClientBuilder().build();
  private final S3Client s3 = settings.s3Client();
  private final Deque<Closeable> forwarded = new ArrayDeque<>();
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
    deployment("operator").scale(1);
    awaitAvailable("operator");
  }

  @Override
  public void stopOperator() {
    if (installed) {
      deployment("operator").scale(0);
      await("the end of the operator's pod").atMost(LIMIT).until(() -> pods("operator").isEmpty());
    }
  }

  @Override
  public Gateway openGateway() {
    awaitAvailable("gateway");
    Pod pod =
        pods("gateway").stream()
            .filter(Readiness.getInstance()::isReady)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no pod of the gateway is ready"));
    LocalPortForward forward =
        client
            .pods()
            .inNamespace(SYSTEM)
            .withName(pod.getMetadata().getName())
            .portForward(GATEWAY_PORT);
    forwarded.push(forward);
    return new Gateway(URI.create("http://127.0.0.1:" + forward.getLocalPort()), tokenOfACaller());
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
    forwarded.forEach(KubeTestCluster::close);
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

  /** A user who has only the right to edit the benchmarks' namespace. */
  private String tokenOfACaller() {
    client
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(JOBS)
                .withName(CALLER)
                .endMetadata()
                .build())
        .createOr(account -> account.update());
    client
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withNamespace(JOBS)
                .withName(CALLER)
                .endMetadata()
                // The chart adds benchmarks to what it allows.
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "edit")
                .addNewSubject("", "ServiceAccount", CALLER, JOBS)
                .build())
        .createOr(binding -> binding.update());
    awaitRight();
    return client
        .serviceAccounts()
        .inNamespace(JOBS)
        .withName(CALLER)
        .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
        .getStatus()
        .getToken();
  }

  /** A cluster combines its roles a little after they were created. */
  private void awaitRight() {
    SubjectAccessReview review =
        new SubjectAccessReviewBuilder()
            .withNewSpec()
            .withUser("system:serviceaccount:%s:%s".formatted(JOBS, CALLER))
            .withNewResourceAttributes()
            .withNamespace(JOBS)
            .withGroup(SparkBenchmarkJob.GROUP)
            .withResource("sparkbenchmarkjobs")
            .withVerb("create")
            .endResourceAttributes()
            .endSpec()
            .build();
    await("the right of " + CALLER)
        .atMost(LIMIT)
        .until(
            () ->
                client
                    .authorization()
                    .v1()
                    .subjectAccessReview()
                    .create(review)
                    .getStatus()
                    .getAllowed());
  }

  private void awaitAvailable(String component) {
    deployment(component)
        .waitUntilCondition(KubeTestCluster::isAvailable, LIMIT.toSeconds(), SECONDS);
  }

  private RollableScalableResource<Deployment> deployment(String component) {
    return client
        .apps()
        .deployments()
        .inNamespace(SYSTEM)
        .resource(
            client
                .apps()
                .deployments()
                .inNamespace(SYSTEM)
                .withLabel(INSTANCE, RELEASE)
                .withLabel(COMPONENT, component)
                .list()
                .getItems()
                .get(0));
  }

  private List<Pod> pods(String component) {
    return client
        .pods()
        .inNamespace(SYSTEM)
        .withLabel(INSTANCE, RELEASE)
        .withLabel(COMPONENT, component)
        .list()
        .getItems();
  }

  private static void close(Closeable part) {
    try {
      part.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
