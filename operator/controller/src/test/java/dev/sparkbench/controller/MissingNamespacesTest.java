// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One watched namespace that was deleted, does not exist yet, or grants no rights. */
@EnableKubernetesMockClient(crud = true, https = false)
class MissingNamespacesTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String FORBIDDEN =
      "the operator's service account may not list and watch sparkbenchmarkjobs in namespace b:"
          + " grant get, list and watch";

  private final AtomicBoolean forbidden = new AtomicBoolean();
  private final AtomicInteger broken = new AtomicInteger();

  KubernetesMockServer server;
  KubernetesClient client;

  @BeforeEach
  void install() {
    Manifests.installCrd(server, client);
  }

  @Test
  void oneThatIsNotThereYetIsTakenUpWhenItIs() throws Exception {
    forbid("b", 3);
    try (SparkBenchmarkOperator operator = start(client, Set.of("a", "b"))) {
      assertThat(Http.get(operator.httpPort(), "/readyz"))
          .isEqualTo("200 ready; not watching namespace b: " + FORBIDDEN + "\n");
      assertThat(Http.get(operator.httpPort(), "/metrics"))
          .contains("sparkbench_operator_namespaces_unwatched 1.0");
      apply("a");
      apply("b");
      awaitPod("a");
      // Every index has it, like those of the other namespace.
      awaitPod("b");
      assertThat(Http.get(operator.httpPort(), "/readyz")).isEqualTo("200 ready\n");
      assertThat(Http.get(operator.httpPort(), "/metrics"))
          .contains("sparkbench_operator_namespaces_unwatched 0.0");
      client
          .resources(SparkBenchmarkJob.class)
          .inNamespace("a")
          .resource(job("a", "second"))
          .create();
      await()
          .atMost(LIMIT)
          .until(() -> client.pods().inNamespace("a").withName("second-s1-n1-t1-a1").get() != null);
    }
    assertThat(broken).hasValue(0);
  }

  @Test
  void oneThatIsLostIsTakenUpAgainAndTheOthersGoOn() throws Exception {
    server
        .expect()
        .get()
        .withPath("/forbidden")
        .andReturn(403, new StatusBuilder().withCode(403).withMessage("no rights").build())
        .always();
    try (Relay relay = new Relay(server.getPort());
        KubernetesClient remote = through(relay);
        SparkBenchmarkOperator operator = start(remote, Set.of("a", "b"))) {
      assertThat(Http.get(operator.httpPort(), "/readyz")).isEqualTo("200 ready\n");
      forbidden.set(true);
      relay.cut();
      relay.mend();
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () ->
                  assertThat(Http.get(operator.httpPort(), "/readyz"))
                      .isEqualTo("200 ready; not watching namespace b: " + FORBIDDEN + "\n"));
      apply("a");
      awaitPod("a");
      forbidden.set(false);
      apply("b");
      awaitPod("b");
      assertThat(Http.get(operator.httpPort(), "/readyz")).isEqualTo("200 ready\n");
    }
    assertThat(broken).hasValue(0);
  }

  private KubernetesClient through(Relay relay) {
    URI server = URI.create("http://127.0.0.1:%d/".formatted(relay.port()));
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(client.getConfiguration()).withMasterUrl(server.toString()).build())
        .withHttpClientBuilderConsumer(
            http ->
                http.addOrReplaceInterceptor(
                    "rights",
                    new Interceptor() {
                      @Override
                      public void before(
                          BasicBuilder builder, HttpRequest request, RequestTags tags) {
                        if (forbidden.get() && request.uri().getPath().contains("/namespaces/b/")) {
                          builder.uri(server.resolve("/forbidden"));
                        }
                      }
                    }))
        .build();
  }

  private void forbid(String namespace, int times) {
    server
        .expect()
        .get()
        .withPath(
            "/apis/sparkbench.dev/v1alpha1/namespaces/%s/sparkbenchmarkjobs?limit=1"
                .formatted(namespace))
        .andReturn(403, new StatusBuilder().withCode(403).build())
        .times(times);
  }

  private SparkBenchmarkOperator start(KubernetesClient through, Set<String> namespaces) {
    return SparkBenchmarkOperator.start(
        through,
        new OperatorConfig(
            Manifests.DEFAULTS,
            namespaces,
            Optional.empty(),
            new InetSocketAddress("127.0.0.1", 0)),
        broken::incrementAndGet);
  }

  private void apply(String namespace) {
    client.resource(job(namespace, "sales")).create();
  }

  private static SparkBenchmarkJob job(String namespace, String name) {
    SparkBenchmarkJob job = Manifests.benchmark("[1]", "  jobId: %s-%s".formatted(name, namespace));
    job.getMetadata().setNamespace(namespace);
    job.getMetadata().setName(name);
    job.getMetadata().setUid(null);
    return job;
  }

  private void awaitPod(String namespace) {
    await()
        .atMost(LIMIT)
        .until(
            () -> client.pods().inNamespace(namespace).withName("sales-s1-n1-t1-a1").get() != null);
  }
}
