// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import static dev.sparkbench.controller.plan.Answers.measured;
import static dev.sparkbench.controller.plan.Answers.reported;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus.Phase;
import dev.sparkbench.controller.pods.Labels;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The number of requests of a benchmark to the API server. */
@EnableKubernetesMockClient(crud = true, https = false)
class RequestBudgetTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  KubernetesMockServer server;
  KubernetesClient client;

  private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();

  @Test
  void aBenchmarkOfFourRunsMakesNoMoreRequestsThanItsStepsNeed() {
    Manifests.installCrd(server, client);
    try (KubernetesClient counted = counted();
        SparkBenchmarkOperator operator = start(counted)) {
      assertThat(operator.httpPort()).isPositive();
      requests.clear(); // what it takes to start watching
      client.resource(Manifests.benchmark("[1, 2, 4, 8]")).create();
      FakeKubelet kubelet = new FakeKubelet(client, "team");
      for (int nodes : List.of(1, 2, 4, 8)) {
        String pod = "sales-s1-n%d-t1-a1".formatted(nodes);
        kubelet.run(pod);
        executorsRunAndEnd(pod, nodes);
        awaitRunning(pod);
        // The pod is deleted before its last state, which a kubelet reports a second later.
        kubelet.endContainer(pod, measured(nodes, 8.0 / nodes));
      }
      kubelet.run("sales-s1-report-a1");
      awaitRunning("sales-s1-report-a1");
      kubelet.endContainer("sales-s1-report-a1", reported());
      await().atMost(LIMIT).until(() -> job().getStatus().phase() == Phase.Succeeded);
      await()
          .atMost(LIMIT)
          .until(() -> client.pods().inNamespace("team").list().getItems().isEmpty());

      Map<String, Integer> total = new TreeMap<>();
      requests.forEach((request, count) -> total.put(request, count.get()));
      System.out.println(
          "requests of a benchmark with 4 runs: %d, %s"
              .formatted(total.values().stream().mapToInt(Integer::intValue).sum(), total));
      assertThat(total)
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(
                  // Started; for each pod launched and confirmed; for each run recorded; ended.
                  "PUT status",
                  1 + 2 * 5 + 4 + 1,
                  "POST pods",
                  5,
                  // Started; for each run started and measured; report started; completed.
                  "POST events",
                  1 + 2 * 4 + 1 + 1,
                  "DELETE pods",
                  5));
    }
  }

  /** What a driver does with its executors in a normal run. */
  private void executorsRunAndEnd(String driver, int nodes) {
    FakeKubelet kubelet = new FakeKubelet(client, "team");
    for (int i = 1; i <= nodes; i++) {
      String name = driver + "-exec-" + i;
      client
          .resource(
              new PodBuilder()
                  .withNewMetadata()
                  .withName(name)
                  .withNamespace("team")
                  .addToLabels(Labels.JOB, "sales")
                  .addToLabels(Labels.DRIVER, driver)
                  .endMetadata()
                  .withNewSpec()
                  .endSpec()
                  .build())
          .create();
      kubelet.run(name);
      client.pods().inNamespace("team").withName(name).delete();
    }
  }

  private SparkBenchmarkOperator start(KubernetesClient counted) {
    return SparkBenchmarkOperator.start(
        counted,
        new OperatorConfig(
            Manifests.DEFAULTS,
            Set.of("team"),
            Optional.empty(),
            new InetSocketAddress("127.0.0.1", 0)));
  }

  private KubernetesClient counted() {
    return new KubernetesClientBuilder()
        .withConfig(client.getConfiguration())
        .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("count", new Counter()))
        .build();
  }

  private SparkBenchmarkJob job() {
    return client.resources(SparkBenchmarkJob.class).inNamespace("team").withName("sales").get();
  }

  private void awaitRunning(String pod) {
    await()
        .atMost(LIMIT)
        .until(
            () -> job().getStatus().current(),
            current ->
                current != null
                    && current.pod().equals(pod)
                    && current.state() == CurrentPod.State.Running);
  }

  private final class Counter implements Interceptor {
    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
      String path = request.uri().getPath();
      String what =
          path.endsWith("/status")
              ? "status"
              : path.replaceFirst(".*/namespaces/[^/]+/([^/]+).*", "$1");
      requests
          .computeIfAbsent(request.method() + " " + what, key -> new AtomicInteger())
          .incrementAndGet();
    }
  }
}
