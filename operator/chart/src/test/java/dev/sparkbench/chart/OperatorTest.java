// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus.Phase;
import dev.sparkbench.controller.OperatorConfig;
import dev.sparkbench.controller.SparkBenchmarkOperator;
import dev.sparkbench.controller.pods.Labels;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReviewBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator as the chart configures it, with its rights from the chart. */
@NeedsHelm
@EnableKubernetesMockClient(crud = true)
class OperatorTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String ACCOUNT = Chart.NAMESPACE + "/" + Chart.FULL_NAME;
  private static final String TEAM = "team-a";

  KubernetesMockServer server;
  KubernetesClient client;

  private final Set<ApiRequest> requests = ConcurrentHashMap.newKeySet();

  @BeforeEach
  void installTheCrd() {
    server.expectCustomResource(
        CustomResourceDefinitionContext.fromCustomResourceType(SparkBenchmarkJob.class));
    client.resource(Chart.render(Chart.DEFAULTS).one(CustomResourceDefinition.class)).create();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "watchNamespaces: []",
        "watchNamespaces: [team-a, team-b]",
        "operator: {leaderElection: {enabled: true}}"
      })
  void asksForNothingThatItMayNot(String values) throws Exception {
    Objects chart = Chart.render(values);
    Rights rights = Rights.of(chart);
    answerRulesReview(rights);

    metricsAfterABenchmarkThatFails(chart);

    assertThat(requests)
        .extracting(ApiRequest::resource, ApiRequest::verb)
        .contains(
            tuple("sparkbenchmarkjobs", "watch"),
            tuple("sparkbenchmarkjobs/status", "update"),
            tuple("pods", "watch"),
            tuple("pods", "create"),
            tuple("pods", "delete"),
            tuple("pods", "deletecollection"),
            tuple("events", "create"));
    if (values.contains("leaderElection")) {
      assertThat(requests).extracting(ApiRequest::resource).contains("leases");
    }
    assertThat(requests)
        // Every authenticated user may ask about their own rights.
        .filteredOn(
            request ->
                !Set.of("selfsubjectrulesreviews", "selfsubjectaccessreviews")
                    .contains(request.resource()))
        .allMatch(request -> rights.allow(ACCOUNT, request));
  }

  @Test
  void hasTheMetricsOfDashboardAndAlerts() throws Exception {
    Objects chart = Chart.render(Variants.EVERYTHING);
    answerRulesReview(Rights.of(chart));
    refuseTheFirstStatus();

    String metrics = metricsAfterABenchmarkThatFails(chart);

    assertThat(Queries.metrics(chart))
        .hasSizeGreaterThan(10)
        .allSatisfy(name -> assertThat(metrics).containsPattern("(?m)^" + name + "[{ ]"));
  }

  /** Runs the operator; gives its metrics. */
  private String metricsAfterABenchmarkThatFails(Objects chart) throws Exception {
    Map<String, String> environment = new TreeMap<>(Environment.ofOperator(chart));
    environment.put("SPARKBENCH_HEALTH_HOST", "127.0.0.1");
    environment.put("SPARKBENCH_HEALTH_PORT", "0");
    OperatorConfig config = OperatorConfig.fromEnvironment(environment);
    try (KubernetesClient recorded = recordedClient()) {
      SparkBenchmarkOperator operator = SparkBenchmarkOperator.start(recorded, config);
      try {
        runABenchmarkThatFails();
        return metrics(operator.httpPort());
      } finally {
        operator.close();
      }
    }
  }

  private void runABenchmarkThatFails() {
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
    awaitPod("sales-s1-n1-t1-a1");
    createExecutor("sales-s1-n1-t1-a1");
    evict("sales-s1-n1-t1-a1");
    evict("sales-s1-n1-t1-a2");
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              assertThat(job().getStatus().phase()).isEqualTo(Phase.Failed);
              assertThat(client.pods().inNamespace(TEAM).list().getItems()).isEmpty();
            });
  }

  private SparkBenchmarkJob job() {
    return client.resources(SparkBenchmarkJob.class).inNamespace(TEAM).withName("sales").get();
  }

  /** An executor that loses its driver when the driver fails. */
  private void createExecutor(String driver) {
    client
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName("executor")
                .withNamespace(TEAM)
                .addToLabels(Labels.JOB, "sales")
                .addToLabels(Labels.DRIVER, driver)
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .build())
        .create();
  }

  private PodResource awaitPod(String name) {
    PodResource pod = client.pods().inNamespace(TEAM).withName(name);
    await().atMost(LIMIT).until(() -> pod.get() != null);
    return pod;
  }

  private void evict(String name) {
    awaitPod(name)
        .editStatus(
            it ->
                new PodBuilder(it)
                    .withNewStatus()
                    .withPhase("Failed")
                    .withReason("Evicted")
                    .endStatus()
                    .build());
  }

  /** So that one reconciliation fails. */
  private void refuseTheFirstStatus() {
    server
        .expect()
        .put()
        .withPath(
            "/apis/sparkbench.dev/v1alpha1/namespaces/%s/sparkbenchmarkjobs/sales/status"
                .formatted(TEAM))
        .andReturn(422, new StatusBuilder().withCode(422).withMessage("not this one").build())
        .once();
  }

  /** Answers as the API server does for an account with these rights in the chart's namespace. */
  private void answerRulesReview(Rights rights) {
    SelfSubjectRulesReviewBuilder review =
        new SelfSubjectRulesReviewBuilder().withNewStatus().withIncomplete(false).endStatus();
    rights
        .rules(ACCOUNT, Chart.NAMESPACE)
        .forEach(
            rule ->
                review
                    .editStatus()
                    .addNewResourceRule()
                    .withApiGroups(rule.getApiGroups())
                    .withResources(rule.getResources())
                    .withResourceNames(rule.getResourceNames())
                    .withVerbs(rule.getVerbs())
                    .endResourceRule()
                    .endStatus());
    SelfSubjectRulesReview answer = review.build();
    server
        .expect()
        .post()
        .withPath("/apis/authorization.k8s.io/v1/selfsubjectrulesreviews")
        .andReturn(201, answer)
        .always();
  }

  private static String metrics(int port) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            java.net.http.HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:%d/metrics".formatted(port)))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
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
