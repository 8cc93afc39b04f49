// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.Phases;
import dev.sparkbench.api.contract.ReportResult;
import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.api.contract.RunReport.Outcome;
import dev.sparkbench.api.contract.RunReportBuilder;
import dev.sparkbench.api.contract.Versioned;
import dev.sparkbench.api.resource.Condition;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus.Phase;
import dev.sparkbench.controller.OperatorConfig;
import dev.sparkbench.controller.SparkBenchmarkOperator;
import dev.sparkbench.local.apiserver.LocalApiServer;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The installed CRD lacks, or refuses, what the operator writes. The test acts as the kubelet. */
class OutdatedCrdTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final String STATUS =
      "/spec/versions/0/schema/openAPIV3Schema/properties/status/properties";
  private static final String SAMPLES = STATUS + "/runs/items/properties/samples";

  private final AtomicInteger writes = new AtomicInteger();
  private final LocalApiServer server =
      LocalApiServer.start(
          access -> {
            if (access.method().equals("PUT") && access.uri().endsWith("/status")) {
              writes.incrementAndGet();
            }
          });
  private final KubernetesClient client = server.client();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  /**
   * The next step may depend on dropped fields: whether the spec is the one that was begun, which
   * trial a pod measures, how many were measured. Nothing is done twice, and nothing is written
   * again and again.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "measuredDigest",
        "scaling",
        "current/properties/trial",
        "runs/items/properties/trials"
      })
  void whatIsDroppedIsNotWrittenAgain(String field) throws Exception {
    install(crd -> remove(crd, field));
    String name =
        "status." + field.replace("/items", "").replace("/properties", "").replace('/', '.');
    try (SparkBenchmarkOperator operator = start()) {
      create();
      await()
          .atMost(LIMIT)
          .until(
              () -> {
                finishPods();
                return event("CrdOutdated").isPresent();
              });
      await().atMost(LIMIT).until(() -> stalled("CrdOutdated").isPresent());
      assertThat(event("CrdOutdated").orElseThrow().getMessage())
          .startsWith(
              "the installed CRD is older than this operator and drops what the operator writes down: "
                  + name
                  + ";");
      assertThat(stalled("CrdOutdated").orElseThrow().message()).contains(name);

      int before = writes.get();
      List<String> pods = podNames();
      Thread.sleep(500);
      patch("{\"metadata\": {\"annotations\": {\"note\": \"nothing asked for\"}}}");
      Thread.sleep(500);
      // The pause may have ended meanwhile: then one look, and what was said before is restored.
      assertThat(writes.get() - before).isLessThanOrEqualTo(2);
      assertThat(podNames()).isEqualTo(pods);

      replace(all -> {});
      await()
          .atMost(LIMIT)
          .until(
              () -> {
                finishPods();
                return status().phase() == Phase.Succeeded;
              });
      assertThat(status().runs()).extracting(run -> run.trials()).containsExactly(2);
      assertThat(status().runs().get(0).samples()).containsExactly(4.0, 4.0, 4.0, 4.0);
      assertThat(stalled("CrdOutdated")).isEmpty();
      assertThat(operator.httpPort()).isPositive();
    }
  }

  /** An upgrade of the operator alone does not affect benchmarks that have ended. */
  @Test
  void whatHasEndedStaysAsItIs() throws Exception {
    install(crd -> {});
    try (SparkBenchmarkOperator operator = start()) {
      create();
      await()
          .atMost(LIMIT)
          .until(
              () -> {
                finishPods();
                return status() != null && status().phase() == Phase.Succeeded;
              });
      assertThat(operator.httpPort()).isPositive();
    }
    replace(all -> remove(all, "measuredDigest"));
    client.resource(job()).updateStatus(); // which drops what the CRD no longer has
    SparkBenchmarkJobStatus before = status();
    assertThat(before.measuredDigest()).isNull();
    int writesBefore = writes.get();
    try (SparkBenchmarkOperator operator = start()) {
      await().atMost(LIMIT).until(() -> writes.get() > writesBefore);
      Thread.sleep(500);
      assertThat(writes.get() - writesBefore).isLessThanOrEqualTo(2);
      assertThat(status()).isEqualTo(before);
      assertThat(event("CrdOutdated")).isEmpty();
      assertThat(operator.httpPort()).isPositive();
    }
  }

  /** What the driver has measured stays in its pod, and counts as soon as it can be written. */
  @Test
  void aMeasurementThatCannotBeWrittenIsToldAndNotLost() throws Exception {
    install(crd -> ((ObjectNode) crd.at(SAMPLES)).put("maxItems", 1));
    try (SparkBenchmarkOperator operator = start()) {
      create();
      finishNextPod(measured(1));
      Condition stalled =
          await().atMost(LIMIT).until(() -> stalled("StatusRefused"), Optional::isPresent).get();
      assertThat(stalled.message())
          .startsWith("the API server refuses the status: ")
          .contains("status.runs[0].samples: Too many: 2: must have at most 1 items")
          .endsWith("; pod sales-s1-n1-t1-a1 keeps what its driver has measured until then");
      assertThat(status().message()).isEqualTo(stalled.message());
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () ->
                  assertThat(event("StatusRefused").orElseThrow().getType()).isEqualTo("Warning"));
      int before = writes.get();
      Thread.sleep(1000);
      assertThat(writes.get()).isEqualTo(before);
      assertThat(podNames()).containsExactly("sales-s1-n1-t1-a1");

      replace(all -> {});
      patch("{\"spec\": {\"goal\": {\"maxSeconds\": 60}}}"); // so that it looks again at once
      await()
          .atMost(LIMIT)
          .until(
              () -> {
                finishPods();
                return status().phase() == Phase.Succeeded;
              });
      assertThat(status().runs().get(0).samples()).containsExactly(4.0, 4.0, 4.0, 4.0);
      assertThat(status().runs().get(0).attempts()).isEqualTo(2);
      assertThat(operator.httpPort()).isPositive();
    }
  }

  private static void remove(JsonNode crd, String field) {
    String path = STATUS + "/" + field;
    int slash = path.lastIndexOf('/');
    ObjectNode parent = (ObjectNode) crd.at(path.substring(0, slash));
    assertThat(parent.remove(path.substring(slash + 1))).as(field).isNotNull();
  }

  private static CustomResourceDefinition crd(Consumer<JsonNode> change) throws IOException {
    try (InputStream file =
        OutdatedCrdTest.class.getResourceAsStream("/crds/sparkbenchmarkjobs.sparkbench.dev.yaml")) {
      JsonNode crd = new YAMLMapper().readTree(file);
      change.accept(crd);
      return Serialization.unmarshal(crd.toString(), CustomResourceDefinition.class);
    }
  }

  private void replace(Consumer<JsonNode> change) throws IOException {
    CustomResourceDefinition crd = crd(change);
    client
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(crd.getMetadata().getName())
        .edit(
            installed -> {
              crd.setMetadata(installed.getMetadata());
              crd.setStatus(installed.getStatus());
              return crd;
            });
  }

  private void install(Consumer<JsonNode> change) throws IOException {
    client.resource(crd(change)).create();
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName("team").endMetadata().build())
        .create();
  }

  private SparkBenchmarkOperator start() {
    return SparkBenchmarkOperator.start(
        client,
        OperatorConfig.fromEnvironment(
            Map.of(
                "SPARKBENCH_RUNNER_IMAGE", "runner:1",
                "SPARKBENCH_S3_BUCKET", "bucket",
                "SPARKBENCH_HEALTH_HOST", "127.0.0.1",
                "SPARKBENCH_HEALTH_PORT", "0")));
  }

  private void create() {
    client
        .resource(
            Serialization.unmarshal(
                """
                apiVersion: sparkbench.dev/v1alpha1
                kind: SparkBenchmarkJob
                metadata: {namespace: team, name: sales}
                spec:
                  s3Path: user/data.csv
                  jobConfig: {type: descriptive, tasks: [row_count]}
                  nodeList: [1]
                  measurement: {trials: 2}
                """,
                SparkBenchmarkJob.class))
        .create();
  }

  private void patch(String merge) {
    client
        .resources(SparkBenchmarkJob.class)
        .inNamespace("team")
        .withName("sales")
        .patch(PatchContext.of(PatchType.JSON_MERGE), merge);
  }

  private SparkBenchmarkJob job() {
    return client.resources(SparkBenchmarkJob.class).inNamespace("team").withName("sales").get();
  }

  private SparkBenchmarkJobStatus status() {
    return job().getStatus();
  }

  private Optional<Condition> stalled(String reason) {
    return status().conditions().stream()
        .filter(condition -> condition.type().equals(Condition.STALLED) && condition.isTrue())
        .filter(condition -> condition.reason().equals(reason))
        .findFirst();
  }

  private Optional<Event> event(String reason) {
    return client.v1().events().inNamespace("team").list().getItems().stream()
        .filter(event -> event.getReason().equals(reason))
        .findFirst();
  }

  private List<String> podNames() {
    return client.pods().inNamespace("team").list().getItems().stream()
        .map(pod -> pod.getMetadata().getName())
        .sorted()
        .toList();
  }

  private void finishNextPod(Versioned answer) {
    await().atMost(LIMIT).until(() -> !podNames().isEmpty());
    finish(client.pods().inNamespace("team").list().getItems().get(0), answer);
  }

  /** All pods succeed. */
  private void finishPods() {
    for (Pod pod : client.pods().inNamespace("team").list().getItems()) {
      String name = pod.getMetadata().getName();
      if (!"Succeeded".equals(pod.getStatus().getPhase()) && !pod.isMarkedForDeletion()) {
        finish(
            pod, name.contains("-report-") ? reported() : measured(name.contains("-t1-") ? 1 : 2));
      }
    }
  }

  private void finish(Pod pod, Versioned answer) {
    client
        .resource(
            new PodBuilder(pod)
                .editMetadata()
                .withResourceVersion(null)
                .endMetadata()
                .editOrNewStatus()
                .withPhase("Succeeded")
                .addNewContainerStatus()
                .withName("driver")
                .withState(
                    new ContainerStateBuilder()
                        .withNewTerminated()
                        .withExitCode(0)
                        .withReason("Completed")
                        .withStartedAt(Instant.now().toString())
                        .withMessage(Contract.write(answer))
                        .endTerminated()
                        .build())
                .endContainerStatus()
                .endStatus()
                .build())
        .updateStatus();
  }

  private static RunReport measured(int trial) {
    return RunReportBuilder.builder()
        .version(Contract.VERSION)
        .outcome(Outcome.SUCCEEDED)
        .nodes(1)
        .trial(trial)
        .attempt(1)
        .samples(List.of(4.0, 4.0))
        .executorsRegistered(1)
        .executorsLost(0)
        .disturbed(0)
        .datasetIdentity("sha256:1")
        .phases(Phases.NONE)
        .failure(null)
        .instanceTypes(null)
        .build();
  }

  private static ReportResult reported() {
    return new ReportResult(
        Contract.VERSION,
        "s3://bucket/p/performance.csv",
        "s3://bucket/p/performance.json",
        "s3://bucket/p/report.html",
        List.of(),
        null,
        List.of(),
        null);
  }
}
