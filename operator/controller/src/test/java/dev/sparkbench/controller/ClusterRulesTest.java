// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import static dev.sparkbench.controller.plan.Answers.measured;
import static dev.sparkbench.controller.plan.Answers.reported;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sparkbench.api.resource.Condition;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus.Phase;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator in clusters whose rules obstruct it, for a while or permanently. */
@EnableKubernetesMockClient(crud = true, https = false)
class ClusterRulesTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);
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

  @Test
  void aFullQuotaIsWaitedForAndTold() {
    refusePods(2, "pods \"p\" is forbidden: exceeded quota: q, requested: pods=1");
    apply("");

    SparkBenchmarkJobStatus waiting =
        awaitStatus(s -> s.message() != null && s.message().startsWith("Waits: "));
    assertThat(waiting.message())
        .startsWith(
            "Waits: the API server refuses to create pod "
                + POD
                + ": pods \"p\" is forbidden: exceeded quota: q, requested: pods=1; asks again at ");
    assertThat(waiting.conditions())
        .filteredOn(condition -> condition.type().equals(Condition.RECONCILING))
        .extracting(Condition::reason)
        .containsExactly("WaitingForPod");

    kubelet().finish(POD, measured(1, 4));
    kubelet().finish("sales-s1-report-a1", reported());
    SparkBenchmarkJobStatus ended = awaitStatus(s -> s.phase() == Phase.Succeeded);
    assertThat(ended.runs().get(0).attempts()).isEqualTo(1);
    assertThat(events("QuotaExceeded")).hasSize(1);
    assertThat(events("RunStarted")).hasSize(1);
  }

  @Test
  void aServiceAccountThatNeverComesIsWaitedForAsLongAsAPodsStart() {
    refusePods(
        1000,
        "pods \"p\" is forbidden: error looking up service account team/jobs: serviceaccount \"jobs\" not found");
    apply("  timeouts: {startSeconds: 10}");

    SparkBenchmarkJobStatus ended = awaitStatus(s -> s.phase() == Phase.Failed);
    assertThat(ended.message())
        .contains("PodRejected", "serviceaccount \"jobs\" not found; create the service account");
    assertThat(
            Duration.between(
                java.time.Instant.parse(ended.startTime()),
                java.time.Instant.parse(ended.completionTime())))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(10));
  }

  /** The pod's end is recorded before its phase shows it, and a sidecar still runs after that. */
  @Test
  void aPodThatIsKeptIsNotDeletedForItsSidecar() {
    apply("  podRetention: Always");
    kubelet().run(POD);
    awaitStatus(s -> s.current() != null && s.current().pod().equals(POD));
    withASidecar(POD);
    kubelet().endContainer(POD, measured(1, 4));

    Pod ended =
        await()
            .atMost(LIMIT)
            .until(
                () -> pod(POD),
                pod -> Long.valueOf(1).equals(pod.getSpec().getActiveDeadlineSeconds()));
    assertThat(ended.getMetadata().getAnnotations()).containsKey("sparkbench.dev/ended-at");
    assertThat(pod("sales-s1-report-a1")).isNull();

    kubelet().finish(POD, measured(1, 4));
    kubelet().finish("sales-s1-report-a1", reported());
    awaitStatus(s -> s.phase() == Phase.Succeeded);
    assertThat(pod(POD)).isNotNull();
    assertThat(pod("sales-s1-report-a1")).isNotNull();
  }

  @Test
  void aStatusThatIsRefusedIsToldAndTriedAgain() {
    server
        .expect()
        .put()
        .withPath("/apis/sparkbench.dev/v1alpha1/namespaces/team/sparkbenchmarkjobs/sales/status")
        .andReturn(
            422,
            new StatusBuilder()
                .withCode(422)
                .withReason("Invalid")
                .withMessage("status.message: Too long")
                .build())
        .once();
    long before = System.nanoTime();
    apply("");
    kubelet().finish(POD, measured(1, 4));
    kubelet().finish("sales-s1-report-a1", reported());
    awaitStatus(s -> s.phase() == Phase.Succeeded);
    // The framework's own handling of this answer would have polled for ten seconds.
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void theSameEventAgainIsCounted() {
    apply("");
    await().atMost(LIMIT).until(() -> pod(POD) != null);
    for (int i = 0; i < 3; i++) {
      suspend(true, 2 + 2 * i);
      awaitStatus(s -> s.phase() == Phase.Suspended);
      suspend(false, 3 + 2 * i);
      awaitStatus(s -> s.phase() == Phase.Running);
    }
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> assertThat(events("Suspended")).extracting(Event::getCount).containsExactly(3));
  }

  private void refusePods(int times, String message) {
    server
        .expect()
        .post()
        .withPath("/api/v1/namespaces/team/pods")
        .andReturn(
            403,
            new StatusBuilder().withCode(403).withReason("Forbidden").withMessage(message).build())
        .times(times);
  }

  private void withASidecar(String name) {
    client
        .pods()
        .inNamespace("team")
        .withName(name)
        .edit(
            pod ->
                new PodBuilder(pod)
                    .editSpec()
                    .addNewContainer()
                    .withName("proxy")
                    .endContainer()
                    .endSpec()
                    .build());
  }

  private void apply(String more) {
    SparkBenchmarkJob job =
        Manifests.benchmark("[1]", more + "\n  retry: {maxAttempts: 1, backoffSeconds: 0}");
    job.getMetadata().setUid(null);
    client.resource(job).create();
  }

  private void suspend(boolean suspend, long generation) {
    client
        .resources(SparkBenchmarkJob.class)
        .inNamespace("team")
        .withName("sales")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\": {\"generation\": %d}, \"spec\": {\"suspend\": %s}}"
                .formatted(generation, suspend));
  }

  private SparkBenchmarkJobStatus awaitStatus(Predicate<SparkBenchmarkJobStatus> condition) {
    return await()
        .atMost(LIMIT)
        .until(
            () ->
                client
                    .resources(SparkBenchmarkJob.class)
                    .inNamespace("team")
                    .withName("sales")
                    .get()
                    .getStatus(),
            status -> status != null && condition.test(status));
  }

  private FakeKubelet kubelet() {
    return new FakeKubelet(client, "team");
  }

  private Pod pod(String name) {
    return client.pods().inNamespace("team").withName(name).get();
  }

  private List<Event> events(String reason) {
    return client.v1().events().inNamespace("team").list().getItems().stream()
        .filter(event -> event.getReason().equals(reason))
        .toList();
  }
}
