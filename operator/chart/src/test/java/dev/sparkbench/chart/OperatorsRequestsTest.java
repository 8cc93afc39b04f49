package dev.sparkbench.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus.Phase;
import dev.sparkbench.controller.OperatorConfig;
import dev.sparkbench.controller.SparkBenchmarkOperator;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the operator asks of the API server, against what the chart lets it. */
@NeedsHelm
@EnableKubernetesMockClient(crud = true)
class OperatorsRequestsTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String ACCOUNT = Chart.NAMESPACE + "/" + Chart.FULL_NAME;
  private static final String TEAM = "team-a";

  KubernetesMockServer server;
  KubernetesClient client;

  private final Set<ApiRequest> requests = ConcurrentHashMap.newKeySet();

  @ParameterizedTest
  @ValueSource(strings = {"watchNamespaces: []", "watchNamespaces: [team-a, team-b]"})
  void theOperatorAsksForNothingThatItMayNot(String values) {
    server.expectCustomResource(
        CustomResourceDefinitionContext.fromCustomResourceType(SparkBenchmarkJob.class));
    Objects chart = Chart.render(values);
    client.resource(chart.one(CustomResourceDefinition.class)).create();
    Map<String, String> environment = new TreeMap<>(Environment.ofOperator(chart));
    environment.put("SPARKBENCH_HEALTH_HOST", "127.0.0.1");
    environment.put("SPARKBENCH_HEALTH_PORT", "0");

    try (KubernetesClient recorded = recordedClient()) {
      SparkBenchmarkOperator operator =
          SparkBenchmarkOperator.start(recorded, OperatorConfig.fromEnvironment(environment));
      try {
        benchmarkThatFailsTwice();
      } finally {
        operator.close();
      }
    }

    assertThat(requests)
        .extracting(ApiRequest::resource, ApiRequest::verb)
        .contains(
            org.assertj.core.api.Assertions.tuple("sparkbenchmarkjobs", "watch"),
            org.assertj.core.api.Assertions.tuple("sparkbenchmarkjobs/status", "update"),
            org.assertj.core.api.Assertions.tuple("pods", "watch"),
            org.assertj.core.api.Assertions.tuple("pods", "create"),
            org.assertj.core.api.Assertions.tuple("pods", "delete"),
            org.assertj.core.api.Assertions.tuple("pods", "deletecollection"),
            org.assertj.core.api.Assertions.tuple("events", "create"));
    Rights rights = Rights.of(chart);
    assertThat(requests.stream().sorted(Comparator.comparing(ApiRequest::toString)))
        .allMatch(request -> rights.allow(ACCOUNT, request));
  }

  private void benchmarkThatFailsTwice() {
    client
        .resource(
            client
                .getKubernetesSerialization()
                .unmarshal(
                    """
                    apiVersion: sparkbench.dev/v1alpha1
                    kind: SparkBenchmarkJob
                    metadata: {name: sales, namespace: team-a, generation: 1}
                    spec:
                      s3Path: s3://bucket/sales.csv
                      jobConfig: {type: descriptive, tasks: [row_count]}
                      nodeList: [1]
                      retry: {maxAttempts: 2, backoffSeconds: 0}
                      podRetention: Never
                    """,
                    SparkBenchmarkJob.class))
        .create();
    end("sales-g1-n1-t1-a1");
    end("sales-g1-n1-t1-a2");
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              SparkBenchmarkJob job =
                  client
                      .resources(SparkBenchmarkJob.class)
                      .inNamespace(TEAM)
                      .withName("sales")
                      .get();
              assertThat(job.getStatus().phase()).isEqualTo(Phase.Failed);
              assertThat(client.pods().inNamespace(TEAM).list().getItems()).isEmpty();
            });
  }

  /** Ends a pod as a node does that runs short of memory. */
  private void end(String name) {
    var pod = client.pods().inNamespace(TEAM).withName(name);
    await().atMost(LIMIT).until(pod::get, java.util.Objects::nonNull);
    pod.editStatus(
        it ->
            new PodBuilder(it)
                .withNewStatus()
                .withPhase("Failed")
                .withReason("Evicted")
                .endStatus()
                .build());
  }

  private KubernetesClient recordedClient() {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(client.getConfiguration()).withRequestRetryBackoffLimit(0).build())
        .withHttpClientBuilderConsumer(
            http -> http.addOrReplaceInterceptor("recorder", new Recorder()))
        .build();
  }

  private final class Recorder implements Interceptor {
    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
      requests.add(
          ApiRequest.of(request.method(), request.uri().getPath(), request.uri().getQuery()));
    }
  }
}
