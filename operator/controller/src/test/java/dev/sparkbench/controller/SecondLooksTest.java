// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import static dev.sparkbench.controller.plan.Answers.failed;
import static dev.sparkbench.controller.plan.Answers.measured;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus.Phase;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Caches that lag behind: before anything is deleted or given up, the API server itself is asked.
 */
@EnableKubernetesMockClient(crud = true, https = false)
class SecondLooksTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String JOB =
      "/apis/sparkbench.dev/v1alpha1/namespaces/team/sparkbenchmarkjobs/sales";
  private static final String POD = "sales-s1-n1-t1-a1";

  KubernetesMockServer server;
  KubernetesClient client;

  private SparkBenchmarkOperator operator;

  @BeforeEach
  void start() {
    Manifests.installCrd(server, client);
    operator =
        SparkBenchmarkOperator.start(
            client,
            new OperatorConfig(
                Manifests.DEFAULTS,
                Set.of("team"),
                Optional.empty(),
                new InetSocketAddress("127.0.0.1", 0)));
  }

  @AfterEach
  void stop() {
    operator.close();
  }

  /** As if another operator had begun it, and the watch on benchmarks lagged behind. */
  @Test
  void aPodAtWorkIsDeletedOnlyIfTheResourceItselfSaysThatNobodyWantsIt() {
    create("[1]");
    awaitRunning();
    Pod wanted = pod();
    patch("{\"metadata\": {\"generation\": 2}, \"spec\": {\"suspend\": true}}");
    await().atMost(LIMIT).until(() -> job().getStatus().phase() == Phase.Suspended);
    await().atMost(LIMIT).until(() -> pod() == null);
    SparkBenchmarkJob ahead = job();
    ahead.setStatus(
        SparkBenchmarkJobStatusBuilder.builder(ahead.getStatus())
            .pause(null)
            .current(
                CurrentPod.first(
                    CurrentPod.Purpose.Run, null, 1, 1, POD, ahead.getStatus().startTime()))
            .build());
    AtomicInteger questions = new AtomicInteger();
    server
        .expect()
        .get()
        .withPath(JOB)
        .andReply(
            200,
            request -> {
              questions.incrementAndGet();
              return ahead;
            })
        .times(5);

    client
        .resource(
            new PodBuilder(wanted)
                .editMetadata()
                .withResourceVersion(null)
                .withUid(null)
                .endMetadata()
                .build())
        .create();
    await().atMost(LIMIT).until(() -> questions.get() > 0);
    while (questions.get() < 5) {
      assertThat(pod()).as("after %d questions", questions.get()).isNotNull();
    }
    await().atMost(LIMIT).until(() -> pod() == null);
  }

  /** A watch may be behind by minutes; the driver has succeeded meanwhile. */
  @Test
  void anAttemptIsWrittenOffOnlyIfThePodItselfSaysThatItFailed() {
    create("[1]");
    awaitRunning();
    Pod pod = pod();
    server
        .expect()
        .get()
        .withPath("/api/v1/namespaces/team/pods/" + POD)
        .andReturn(200, ended(pod, measured(1, 4)))
        .always();
    client
        .resource(ended(pod, failed(1, FailureReason.INTERNAL, "as the watch has it")))
        .patchStatus();

    await()
        .atMost(LIMIT)
        .until(
            () -> job().getStatus().runs().get(0),
            run -> run.measuredTrials() == 1 || run.reason() != null);
    assertThat(job().getStatus().runs().get(0).reason()).isNull();
    assertThat(job().getStatus().runs().get(0).timeSec()).isEqualTo(4);
  }

  private void create(String nodeList) {
    SparkBenchmarkJob job = Manifests.benchmark(nodeList, "  retry: {backoffSeconds: 0}");
    job.getMetadata().setUid(null);
    client.resource(job).create();
  }

  private void awaitRunning() {
    new FakeKubelet(client, "team").run(POD);
    await()
        .atMost(LIMIT)
        .until(
            () -> job().getStatus(),
            status ->
                status != null
                    && status.current() != null
                    && status.current().state() == CurrentPod.State.Running);
  }

  private static Pod ended(Pod pod, RunReport report) {
    return new PodBuilder(pod)
        .editMetadata()
        .withResourceVersion(null)
        .endMetadata()
        .withNewStatus()
        .withPhase(report.succeeded() ? "Succeeded" : "Failed")
        .addNewContainerStatus()
        .withName("driver")
        .withNewState()
        .withNewTerminated()
        .withExitCode(report.succeeded() ? 0 : 1)
        .withReason(report.succeeded() ? "Completed" : "Error")
        .withMessage(Contract.write(report))
        .endTerminated()
        .endState()
        .endContainerStatus()
        .endStatus()
        .build();
  }

  private void patch(String merge) {
    client
        .resources(SparkBenchmarkJob.class)
        .inNamespace("team")
        .withName("sales")
        .patch(PatchContext.of(PatchType.JSON_MERGE), merge);
  }

  /** Uses a list, because single requests have scripted answers. */
  private SparkBenchmarkJob job() {
    return client.resources(SparkBenchmarkJob.class).inNamespace("team").list().getItems().get(0);
  }

  private Pod pod() {
    return client.pods().inNamespace("team").list().getItems().stream()
        .filter(pod -> pod.getMetadata().getName().equals(POD))
        .findFirst()
        .orElse(null);
  }
}
