// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import static dev.sparkbench.controller.plan.Answers.measured;
import static dev.sparkbench.controller.plan.Answers.reported;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus.Phase;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Resources of other releases, and resources that no release understands, among good ones. */
@EnableKubernetesMockClient(crud = true, https = false)
class StrangeResourcesTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Fields that a later CRD may have. */
  private static final Map<String, String> STRANGE_SPECS =
      Map.of(
          "a-field", "  queue: research",
          "a-value", "  measurement: {order: Random}",
          "a-type", "  executor: {cores: half}");

  private static final Map<String, String> SAID =
      Map.of(
          "a-field",
          "spec.queue: this operator does not know the field, which is \"research\"; upgrade the operator, or remove the field",
          "a-value",
          "spec.measurement.order: this operator does not know the value \"Random\"; upgrade the operator, or change the value",
          "a-type",
          "spec.executor.cores: this operator does not know the value \"half\"; upgrade the operator, or change the value");

  KubernetesMockServer server;
  KubernetesClient client;

  @BeforeEach
  void install() {
    Manifests.installCrd(server, client);
  }

  @Test
  void oneThatComesWhileTheOperatorWatchesConcernsItselfOnly() {
    try (SparkBenchmarkOperator operator = start()) {
      createStrange();
      apply("good", "");
      awaitPod("good-s1-n1-t1-a1");
      awaitRefusals();
      assertThat(operator.httpPort()).isPositive();
    }
  }

  @Test
  void oneThatIsThereBeforeTheOperatorConcernsItselfOnly() {
    createStrange();
    apply("good", "");
    try (SparkBenchmarkOperator operator = start()) {
      awaitPod("good-s1-n1-t1-a1");
      awaitRefusals();
      assertThat(operator.httpPort()).isPositive();
    }
  }

  @Test
  void aStatusThatIsNotUnderstoodIsLeftAloneAndThatIsSaidOnce() throws Exception {
    apply("later", "");
    String status =
        """
        observedGeneration: 1
        phase: Queued
        startTime: "2026-01-31T12:00:00Z"
        specDigest: of-a-later-release
        resultPath: s3://bucket/user123/result/later/output/
        """;
    writeStatus("later", status);
    try (SparkBenchmarkOperator operator = start()) {
      awaitEvents("later", 1);
      edit("later", 2, "{\"suspend\": true}");
      edit("later", 3, "{\"suspend\": false}");
      apply("good", "");
      awaitPod("good-s1-n1-t1-a1");

      assertThat(generic("later").get().getAdditionalProperties().get("status"))
          .isEqualTo(Serialization.unmarshal(status, Map.class));
      assertThat(podNames()).containsExactly("good-s1-n1-t1-a1");
      assertThat(events("later"))
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.getType()).isEqualTo("Warning");
                assertThat(event.getReason()).isEqualTo("LeftAlone");
                assertThat(event.getMessage())
                    .isEqualTo(
                        "this operator leaves the benchmark alone, because it does not understand what"
                            + " another release has written down; upgrade the operator, or delete the"
                            + " benchmark and apply it again: status.phase: this operator does not know the"
                            + " value \"Queued\"; upgrade the operator, or change the value");
              });
      assertThat(Http.get(operator.httpPort(), "/metrics"))
          .contains("sparkbench_benchmarks_left_alone 1.0");
    }
  }

  @Test
  void whatALaterReleaseHasBegunIsNotRefusedUntilItIsEdited() {
    apply("later", "  queue: research");
    writeStatus(
        "later",
        """
        observedGeneration: 1
        phase: Succeeded
        completionTime: "2026-01-31T13:00:00Z"
        specDigest: of-a-later-release
        """);
    try (SparkBenchmarkOperator operator = start()) {
      awaitEvents("later", 1);
      assertThat(job("later").getStatus().phase()).isEqualTo(Phase.Succeeded);
      edit("later", 2, "{\"nodeList\": [1, 2]}");
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () -> {
                assertThat(job("later").getStatus().phase()).isEqualTo(Phase.Failed);
                assertThat(job("later").getStatus().message()).contains(SAID.get("a-field"));
              });
      assertThat(operator.httpPort()).isPositive();
    }
  }

  @Test
  void whatALaterReleaseHasMeasuredIsNotMeasuredAgainUntilItIsEdited() {
    for (String name : List.of("left", "edited", "again")) {
      apply(name, "  jobId: " + name);
      writeStatus(
          name,
          """
          observedGeneration: 1
          phase: Succeeded
          starts: 1
          startTime: "2026-01-31T12:00:00Z"
          completionTime: "2026-01-31T13:00:00Z"
          specDigest: made-in-another-way
          """);
    }
    try (SparkBenchmarkOperator operator = start()) {
      edit("edited", 2, "{\"measurement\": {\"iterations\": 3}}");
      generic("again")
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"metadata\": {\"annotations\": {\"sparkbench.dev/rerun\": \"1\"}}}");
      apply("good", "");
      awaitPod("edited-s2-n1-t1-a1");
      awaitPod("again-s2-n1-t1-a1");
      awaitPod("good-s1-n1-t1-a1");
      assertThat(podNames()).hasSize(3);
      assertThat(job("left").getStatus().phase()).isEqualTo(Phase.Succeeded);
      assertThat(operator.httpPort()).isPositive();
    }
  }

  /** As {@code kubectl rollout undo} would have it. */
  @Test
  void fieldsThatALaterReleaseAddsToTheStatusAreNoHindrance() {
    apply("sales", "");
    try (SparkBenchmarkOperator operator = start()) {
      awaitPod("sales-s1-n1-t1-a1");
      assertThat(operator.httpPort()).isPositive();
    }
    client.raw(
        "/apis/sparkbench.dev/v1alpha1/namespaces/team/sparkbenchmarkjobs/sales/status",
        "PUT",
        withMoreInStatus("sales"));
    try (SparkBenchmarkOperator operator = start()) {
      FakeKubelet kubelet = new FakeKubelet(client, "team");
      kubelet.finish("sales-s1-n1-t1-a1", measured(1, 4));
      kubelet.finish("sales-s1-report-a1", reported());
      await().atMost(LIMIT).until(() -> job("sales").getStatus().phase() == Phase.Succeeded);
      assertThat(operator.httpPort()).isPositive();
    }
  }

  private void createStrange() {
    STRANGE_SPECS.forEach(this::apply);
  }

  private void awaitRefusals() {
    Map<String, String> expected = new TreeMap<>(SAID);
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                expected.forEach(
                    (name, said) -> {
                      SparkBenchmarkJobStatus status = job(name).getStatus();
                      assertThat(status).as(name).isNotNull();
                      assertThat(status.phase()).isEqualTo(Phase.Failed);
                      assertThat(status.message()).endsWith(said);
                      assertThat(status.conditions())
                          .anySatisfy(
                              condition -> assertThat(condition.reason()).isEqualTo("InvalidSpec"));
                    }));
    assertThat(podNames()).containsExactly("good-s1-n1-t1-a1");
  }

  private SparkBenchmarkOperator start() {
    return SparkBenchmarkOperator.start(
        client,
        new OperatorConfig(
            Manifests.DEFAULTS,
            Set.of("team"),
            Optional.empty(),
            new InetSocketAddress("127.0.0.1", 0)));
  }

  /** Creates a resource unchanged, whether or not this release understands it. */
  private void apply(String name, String more) {
    generic(
            """
            apiVersion: sparkbench.dev/v1alpha1
            kind: SparkBenchmarkJob
            metadata: {name: %s, namespace: team, generation: 1}
            spec:
              s3Path: user123/datasets/sales.csv
              jobConfig: {type: descriptive, tasks: [row_count]}
              nodeList: [1]
            %s
            """
                .formatted(
                    name,
                    more.contains("measurement") ? more : more + "\n  measurement: {trials: 1}"),
            name)
        .create();
  }

  private void writeStatus(String name, String status) {
    GenericKubernetesResource resource = generic(name).get();
    resource.setAdditionalProperty("status", Serialization.unmarshal(status, Map.class));
    client
        .genericKubernetesResources("sparkbench.dev/v1alpha1", "SparkBenchmarkJob")
        .resource(resource)
        .updateStatus();
  }

  private String withMoreInStatus(String name) {
    GenericKubernetesResource resource = generic(name).get();
    Map<String, Object> status = resource.get("status");
    status.put("queuedFor", 3);
    List<Map<String, Object>> runs = resource.get("status", "runs");
    runs.get(0).put("queue", Map.of("name", "research"));
    return Serialization.asJson(resource);
  }

  private void edit(String name, long generation, String spec) {
    generic(name)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\": {\"generation\": %d}, \"spec\": %s}".formatted(generation, spec));
  }

  private Resource<GenericKubernetesResource> generic(String manifest, String name) {
    GenericKubernetesResource resource =
        Serialization.unmarshal(manifest, GenericKubernetesResource.class);
    assertThat(resource.getMetadata().getName()).isEqualTo(name);
    return client
        .genericKubernetesResources("sparkbench.dev/v1alpha1", "SparkBenchmarkJob")
        .resource(resource);
  }

  private Resource<GenericKubernetesResource> generic(String name) {
    return client
        .genericKubernetesResources("sparkbench.dev/v1alpha1", "SparkBenchmarkJob")
        .inNamespace("team")
        .withName(name);
  }

  private SparkBenchmarkJob job(String name) {
    return client.resources(SparkBenchmarkJob.class).inNamespace("team").withName(name).get();
  }

  private void awaitPod(String name) {
    await()
        .atMost(LIMIT)
        .until(() -> client.pods().inNamespace("team").withName(name).get() != null);
  }

  private void awaitEvents(String name, int count) {
    await().atMost(LIMIT).until(() -> events(name).size() == count);
  }

  private List<Event> events(String name) {
    return client.v1().events().inNamespace("team").list().getItems().stream()
        .filter(event -> event.getInvolvedObject().getName().equals(name))
        .toList();
  }

  private List<String> podNames() {
    return client.pods().inNamespace("team").list().getItems().stream()
        .map(HasMetadata::getMetadata)
        .map(metadata -> metadata.getName())
        .sorted()
        .toList();
  }
}
