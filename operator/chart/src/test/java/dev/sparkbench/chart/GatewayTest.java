// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.controller.gateway.Gateway;
import dev.sparkbench.controller.gateway.GatewayConfig;
import dev.sparkbench.controller.gateway.GatewayConfig.TlsFiles;
import dev.sparkbench.controller.gateway.GatewayMain;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway as the chart configures it, with its rights from the chart. */
@NeedsHelm
@EnableKubernetesMockClient(crud = true)
class GatewayTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String ACCOUNT = Chart.NAMESPACE + "/" + Chart.FULL_NAME + "-gateway";

  KubernetesMockServer server;
  KubernetesClient client;

  private final Set<ApiRequest> requests = ConcurrentHashMap.newKeySet();

  @Test
  void everyValueReachesTheGateway() {
    assertThat(GatewayConfig.fromEnvironment(Environment.ofGateway(Chart.render(Variants.GATEWAY))))
        .isEqualTo(
            new GatewayConfig(
                new InetSocketAddress(8080),
                Optional.of(new TlsFiles(Path.of("/tls/tls.crt"), Path.of("/tls/tls.key"))),
                "team-a",
                Set.of(),
                Optional.of("bench"),
                List.of("sparkbench", "other"),
                70,
                7,
                GatewayConfig.TIMES.withDrain(Duration.ofSeconds(20))));
    assertThat(
            GatewayConfig.fromEnvironment(
                Environment.ofGateway(Chart.render(Variants.GATEWAY_NAMESPACED))))
        .isEqualTo(
            new GatewayConfig(
                new InetSocketAddress(8080),
                Optional.empty(),
                "team-a",
                Set.of("team-a", "team-b"),
                Optional.empty(),
                List.of(),
                GatewayConfig.DEFAULT_MAX_WAITING,
                GatewayConfig.DEFAULT_MAX_WAITING_PER_CALLER,
                GatewayConfig.TIMES));
    assertThat(Environment.ofGateway(Chart.render(Variants.GATEWAY)))
        .containsEntry("JAVA_TOOL_OPTIONS", "-Dhttps.proxyHost=proxy");
  }

  @Test
  void itIsAnotherProgramOfTheOperatorsImage() {
    Objects objects = Chart.render(Variants.GATEWAY);
    Container gateway = Pods.container(objects.of("gateway").one(Deployment.class));
    assertThat(gateway.getImage())
        .isEqualTo(Pods.container(objects.of("operator").one(Deployment.class)).getImage());
    assertThat(gateway.getCommand())
        .startsWith("java")
        .containsSequence("-cp", "@/app/jib-classpath-file")
        .endsWith(GatewayMain.class.getName());
    PodSpec pod = Pods.spec(objects.of("gateway").one(Deployment.class));
    assertThat(pod.getPriorityClassName()).isEqualTo("system-cluster-critical");
    assertThat(pod.getNodeSelector()).isEqualTo(Map.of("kubernetes.io/os", "linux"));
    assertThat(pod.getTolerations()).hasSize(1);
    assertThat(pod.getImagePullSecrets()).hasSize(1);
    assertThat(pod.getAffinity().getNodeAffinity()).isNotNull();
    assertThat(pod.getTerminationGracePeriodSeconds()).isEqualTo(40L);
  }

  @Test
  void itsReplicasAreSpreadOverNodes() {
    Objects objects = Chart.render(Variants.GATEWAY);
    assertThat(
            Pods.spec(objects.of("gateway").one(Deployment.class)).getTopologySpreadConstraints())
        .singleElement()
        .satisfies(
            constraint -> {
              assertThat(constraint.getTopologyKey()).isEqualTo("kubernetes.io/hostname");
              assertThat(constraint.getLabelSelector().getMatchLabels())
                  .isEqualTo(
                      objects
                          .of("gateway")
                          .one(Deployment.class)
                          .getSpec()
                          .getSelector()
                          .getMatchLabels());
            });
  }

  /** OpenShift refuses a fixed group, and gives the pod one that may read the key. */
  @Test
  void withTlsWhereTheClusterAssignsUserIdsItAssignsTheGroupToo() {
    Objects objects =
        Chart.render(
            "{operator: {runAsUser: null}, gateway: {enabled: true, tls: {secretName: gateway-tls}}}");
    assertThat(Pods.of(objects))
        .hasSizeGreaterThan(1)
        .allSatisfy(
            pod -> {
              assertThat(pod.getSecurityContext().getRunAsUser()).isNull();
              assertThat(pod.getSecurityContext().getFsGroup()).isNull();
            });
  }

  @Test
  void withTlsItsKeyIsReadableForItsGroupOnly() {
    PodSpec pod = Pods.spec(Chart.render(Variants.GATEWAY).of("gateway").one(Deployment.class));
    assertThat(pod.getSecurityContext().getFsGroup()).isEqualTo(10001L);
    assertThat(pod.getVolumes().get(1).getSecret().getSecretName()).isEqualTo("gateway-tls");
    assertThat(pod.getVolumes().get(1).getSecret().getDefaultMode()).isEqualTo(0440);
    assertThat(pod.getContainers().get(0).getVolumeMounts().get(1).getMountPath())
        .isEqualTo("/tls");
  }

  @Test
  void probesAndServiceMeetItsPort() {
    assertThat(ports(Variants.GATEWAY)).containsExactly(tuple("https", 443, "https"));
    assertThat(schemes(Variants.GATEWAY)).containsOnly("https HTTPS");
    assertThat(ports(Variants.GATEWAY_NAMESPACED)).containsExactly(tuple("http", 80, "http"));
    assertThat(schemes(Variants.GATEWAY_NAMESPACED)).containsOnly("http HTTP");
  }

  @ParameterizedTest
  @ValueSource(strings = {"watchNamespaces: []", "watchNamespaces: [team-a, team-b]"})
  void asksForNothingThatItMayNot(String values) throws Exception {
    Objects chart =
        Chart.render(
            values
                + "\ngateway: {enabled: true, tls: {plainHttp: true}, defaultNamespace: team-a}\n");
    Rights rights = Rights.of(chart);
    server.expectCustomResource(
        CustomResourceDefinitionContext.fromCustomResourceType(SparkBenchmarkJob.class));
    client.resource(chart.one(CustomResourceDefinition.class)).create();
    letEverybodyIn();
    Map<String, String> environment = new TreeMap<>(Environment.ofGateway(chart));
    environment.put("SPARKBENCH_GATEWAY_HOST", "127.0.0.1");
    environment.put("SPARKBENCH_GATEWAY_PORT", "0");
    environment.put("SPARKBENCH_GATEWAY_DRAIN_SECONDS", "0");
    try (KubernetesClient recorded = recordedClient();
        Gateway gateway = Gateway.start(recorded, GatewayConfig.fromEnvironment(environment))) {
      await().atMost(LIMIT).until(() -> send(gateway, "GET", "/readyz", "") == 200);
      String request =
          """
          {"job_id": "sales", "s3_path": "s3://bucket/sales.csv",
           "job_config": {"type": "descriptive", "tasks": ["row_count"]}, "node_list": [1]}
          """;
      assertThat(send(gateway, "POST", "/submit-job?wait=false", request)).isEqualTo(202);
      assertThat(send(gateway, "POST", "/submit-job?wait=false", request)).isEqualTo(202);
      assertThat(send(gateway, "GET", "/jobs", "")).isEqualTo(200);
      assertThat(send(gateway, "GET", "/jobs/absent", "")).isEqualTo(404);
      assertThat(send(gateway, "DELETE", "/jobs/sales", "")).isEqualTo(200);
    }
    assertThat(requests)
        .extracting(ApiRequest::resource, ApiRequest::verb)
        .contains(
            tuple("tokenreviews", "create"),
            tuple("subjectaccessreviews", "create"),
            tuple("sparkbenchmarkjobs", "list"),
            tuple("sparkbenchmarkjobs", "watch"),
            tuple("sparkbenchmarkjobs", "create"),
            tuple("sparkbenchmarkjobs", "get"),
            tuple("sparkbenchmarkjobs", "delete"));
    assertThat(requests).allMatch(request -> rights.allow(ACCOUNT, request));
  }

  private void letEverybodyIn() {
    server
        .expect()
        .post()
        .withPath("/apis/authentication.k8s.io/v1/tokenreviews")
        .andReturn(
            201,
            new TokenReviewBuilder()
                .withNewStatus()
                .withAuthenticated(true)
                .withNewUser()
                .withUsername("alice")
                .endUser()
                .endStatus()
                .build())
        .always();
    server
        .expect()
        .post()
        .withPath("/apis/authorization.k8s.io/v1/subjectaccessreviews")
        .andReturn(
            201,
            new SubjectAccessReviewBuilder().withNewStatus().withAllowed(true).endStatus().build())
        .always();
  }

  private static int send(Gateway gateway, String method, String path, String body)
      throws Exception {
    return HttpClient.newHttpClient()
        .send(
            java.net.http.HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:%d%s".formatted(gateway.port(), path)))
                .method(method, java.net.http.HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Bearer token")
                .header("Content-Type", "application/json")
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private KubernetesClient recordedClient() {
    return new KubernetesClientBuilder()
        .withConfig(client.getConfiguration())
        .withHttpClientBuilderConsumer(
            http -> http.addOrReplaceInterceptor("recorder", new Recorder()))
        .build();
  }

  private static List<org.assertj.core.groups.Tuple> ports(String values) {
    return Chart.render(values)
        .of("gateway")
        .one(io.fabric8.kubernetes.api.model.Service.class)
        .getSpec()
        .getPorts()
        .stream()
        .map(GatewayTest::port)
        .toList();
  }

  private static org.assertj.core.groups.Tuple port(ServicePort port) {
    return tuple(port.getName(), port.getPort(), port.getTargetPort().getStrVal());
  }

  private static List<String> schemes(String values) {
    Container container = Pods.container(Chart.render(values).of("gateway").one(Deployment.class));
    assertThat(container.getPorts().get(0).getContainerPort()).isEqualTo(8080);
    return List.of(
            container.getStartupProbe(),
            container.getLivenessProbe(),
            container.getReadinessProbe())
        .stream()
        .map(
            probe ->
                probe.getHttpGet().getPort().getStrVal() + " " + probe.getHttpGet().getScheme())
        .toList();
  }

  private final class Recorder implements Interceptor {
    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
      requests.add(
          ApiRequest.of(request.method(), request.uri().getPath(), request.uri().getQuery()));
    }
  }
}
