// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import static dev.sparkbench.controller.plan.Answers.failed;
import static dev.sparkbench.controller.plan.Answers.measured;
import static dev.sparkbench.controller.plan.Answers.reported;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.resource.Condition;
import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.api.resource.CurrentPod.Purpose;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus.Phase;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatusBuilder;
import dev.sparkbench.controller.plan.Answers;
import dev.sparkbench.controller.plan.PodNames;
import dev.sparkbench.controller.pods.Labels;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesClientBuilderCustomizer;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator with an API server; the test acts as the kubelet. */
@EnableKubernetesMockClient(
    crud = true,
    https = false,
    kubernetesClientBuilderCustomizer = ReconcilerTest.ImpatientClient.class)
class ReconcilerTest {

  /** Leaves retries to the operator. */
  public static final class ImpatientClient extends KubernetesClientBuilderCustomizer {
    @Override
    public void accept(KubernetesClientBuilder builder) {
      builder.editOrNewConfig().withRequestRetryBackoffLimit(0).endConfig();
    }
  }

  private static final Duration LIMIT = Duration.ofSeconds(20);

  KubernetesMockServer server;
  KubernetesClient client;

  private SparkBenchmarkOperator operator;

  @BeforeEach
  void start() {
    Manifests.installCrd(server, client);
    operator = startOperator();
  }

  @AfterEach
  void stop() {
    operator.close();
  }

  @Test
  void aBenchmarkRunsToItsEnd() {
    apply("[1, 2]");
    finishPod("sales-s1-n1-t1-a1", measured(1, 4));
    finishPod("sales-s1-n2-t1-a1", measured(2, 2.5));
    finishPod("sales-s1-report-a1", reported());

    SparkBenchmarkJobStatus status = awaitStatus(s -> s.phase() == Phase.Succeeded);
    assertThat(status.performanceMetrics()).extracting(m -> m.speedup()).containsExactly(1.0, 1.6);
    await().atMost(LIMIT).untilAsserted(() -> assertThat(podNames()).isEmpty());
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(eventReasons())
                    .containsExactlyInAnyOrder(
                        "Started",
                        "RunStarted",
                        "RunSucceeded",
                        "RunStarted",
                        "RunSucceeded",
                        "ReportStarted",
                        "Completed"));
  }

  @Test
  void podsBelongToTheResource() {
    apply("[1]");
    Pod pod = awaitPod("sales-s1-n1-t1-a1");
    assertThat(pod.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(
            owner -> {
              assertThat(owner.getUid()).isEqualTo(job().getMetadata().getUid());
              assertThat(owner.getController()).isTrue();
            });
  }

  @Test
  void aForeignPodOfTheSameNameIsLeftAlone() {
    client
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName("sales-s1-n1-t1-a1")
                .withNamespace("team")
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .build())
        .create();
    apply("[1]");

    SparkBenchmarkJobStatus status = awaitStatus(s -> s.phase() == Phase.Failed);
    assertThat(status.conditions()).extracting(Condition::reason).containsOnly("ForeignPod");
    assertThat(podNames()).containsExactly("sales-s1-n1-t1-a1");
  }

  @Test
  void aDeletedPodIsReplacedByASecondAttempt() {
    apply("[1]");
    awaitRunning();
    client.pods().inNamespace("team").withName("sales-s1-n1-t1-a1").delete();
    finishPod("sales-s1-n1-t1-a2", measured(1, 4));

    SparkBenchmarkJobStatus status = awaitStatus(s -> s.progress().equals("1/1"));
    assertThat(status.runs().get(0).attempts()).isEqualTo(2);
    assertThat(eventReasons()).contains("RunRetried");
  }

  @Test
  void theNextDriverIsCreatedWhileThePodOfTheEndedOneIsStillThere() {
    apply("[1, 2]");
    awaitPod("sales-s1-n1-t1-a1");
    keepAfterDeletion("sales-s1-n1-t1-a1");
    new FakeKubelet(client, "team").endContainer("sales-s1-n1-t1-a1", measured(1, 4));

    awaitPod("sales-s1-n2-t1-a1");
    Pod ended = awaitPod("sales-s1-n1-t1-a1");
    assertThat(ended.getStatus().getPhase()).isEqualTo("Running");
    assertThat(ended.isMarkedForDeletion()).isTrue();
  }

  @Test
  void thePodOfAFailedRunIsKeptThoughItsPhaseWasNotFinalYet() {
    apply("[1, 2]");
    new FakeKubelet(client, "team")
        .endContainer("sales-s1-n1-t1-a1", failed(1, FailureReason.OUT_OF_MEMORY, "heap"));

    awaitPod("sales-s1-n2-t1-a1");
    assertThat(podNames()).containsExactly("sales-s1-n1-t1-a1", "sales-s1-n2-t1-a1");
  }

  @Test
  void theNextDriverIsCreatedWhenTheExecutorsOfTheEndedOneHaveEnded() {
    // A name that a label cannot hold as it is.
    SparkBenchmarkJob job = Manifests.benchmark("[1, 2]");
    job.getMetadata().setName("sales.eu");
    job.getMetadata().setUid(null);
    client.resource(job).create();
    String first = PodNames.of("sales.eu", 1, Purpose.Run, null, 1, 1, 1);
    String second = PodNames.of("sales.eu", 1, Purpose.Run, null, 2, 1, 1);
    awaitPod(first);
    FakeKubelet kubelet = new FakeKubelet(client, "team");
    client.resource(executor("sales.eu", first)).create();
    kubelet.run("executor");
    finishPod(first, measured(1, 4));

    await()
        .atMost(LIMIT)
        .until(
            () ->
                client
                    .resource(job)
                    .get()
                    .getStatus()
                    .message()
                    .startsWith(
                        "executors of an earlier run are still ending; the next run waits for them until "));
    assertThat(podNames()).containsExactly("executor");
    assertThat(awaitPod("executor").isMarkedForDeletion()).isTrue();

    kubelet.endContainer("executor", "");
    awaitPod(second);
    assertThat(podNames()).containsExactly("executor", second);
  }

  @Test
  void aMissingDatasetStallsAndNoFurtherRunIsStarted() {
    apply("[1, 2]");
    finishPod(
        "sales-s1-n1-t1-a1", failed(1, FailureReason.DATASET_NOT_FOUND, "nothing at s3://b/k"));

    SparkBenchmarkJobStatus status = awaitStatus(s -> s.phase() == Phase.Failed);
    assertThat(status.conditions())
        .filteredOn(c -> c.type().equals(Condition.STALLED))
        .singleElement()
        .satisfies(c -> assertThat(c.reason()).isEqualTo("DatasetNotFound"));
    assertThat(podNames()).containsExactly("sales-s1-n1-t1-a1");
  }

  @Test
  void anInvalidSpecIsRefusedBeforeAnyPod() {
    apply("[1]", "  sparkConf: {spark.executor.instances: '9'}");
    SparkBenchmarkJobStatus status = awaitStatus(s -> s.phase() == Phase.Failed);
    assertThat(status.message())
        .isEqualTo(
            "spec.sparkConf: 'spark.executor.instances' is set by the operator from nodeList; remove it");
    assertThat(podNames()).isEmpty();
  }

  @Test
  void whatAnAdministratorDidNotListIsRefusedBeforeAnyPod() {
    apply("[1]", "  image: mine:1");
    assertThat(awaitStatus(s -> s.phase() == Phase.Failed).message())
        .startsWith("spec.image: 'mine:1' is not allowed; leave it out for runner:1, or have an");
    assertThat(podNames()).isEmpty();
  }

  @Test
  void whatNoProcessCanTakeIsRefusedBeforeAnyPod() {
    apply(
        "[1]",
        "  dataset: {schema: \"a INT COMMENT '%s'\"}".formatted(Manifests.incompressible(65_000)));
    assertThat(awaitStatus(s -> s.phase() == Phase.Failed).message())
        .startsWith("spec.dataset.schema: makes the request of a run ");
    assertThat(podNames()).isEmpty();
  }

  @Test
  void anOperatorThatIsReplacedWhileARunEndsRecordsItOnce() {
    apply("[1, 2]");
    awaitRunning();
    operator.close();
    finishPod("sales-s1-n1-t1-a1", measured(1, 4));
    operator = startOperator();

    finishPod("sales-s1-n2-t1-a1", measured(2, 2));
    finishPod("sales-s1-report-a1", reported());
    SparkBenchmarkJobStatus status = awaitStatus(s -> s.phase() == Phase.Succeeded);
    assertThat(status.runs()).extracting(run -> run.attempts()).containsExactly(1, 1);
  }

  @Test
  void anOperatorThatDiedBetweenStatusAndPodCreatesThePodLater() {
    apply("[1]");
    awaitPod("sales-s1-n1-t1-a1");
    operator.close();
    // The state that a kill leaves behind: written down, but not carried out.
    client.pods().inNamespace("team").withName("sales-s1-n1-t1-a1").delete();
    SparkBenchmarkJob job = job();
    CurrentPod current = job.getStatus().current().in(CurrentPod.State.Starting);
    job.setStatus(SparkBenchmarkJobStatusBuilder.builder(job.getStatus()).current(current).build());
    client.resource(job).updateStatus();
    operator = startOperator();

    awaitPod("sales-s1-n1-t1-a1");
    assertThat(job().getStatus().runs().get(0).attempts()).isEqualTo(1);
  }

  @Test
  void anEditStartsOverUnderTheNewGeneration() {
    apply("[1]");
    awaitRunning();
    client
        .resource(job())
        .edit(
            job -> {
              SparkBenchmarkJob edited = Manifests.benchmark("[2]");
              edited.setMetadata(job.getMetadata());
              edited.getMetadata().setGeneration(2L);
              return edited;
            });

    awaitPod("sales-s2-n2-t1-a1");
    assertThat(podNames()).containsExactly("sales-s2-n2-t1-a1");
    SparkBenchmarkJobStatus status = awaitStatus(s -> s.currentNodes() != null);
    assertThat(status.observedGeneration()).isEqualTo(2);
    assertThat(status.runs()).extracting(run -> run.nodes()).containsExactly(2);
  }

  @Test
  void anAnnotationMakesItStartOver() {
    complete();
    client
        .resource(job())
        .edit(
            job -> {
              job.getMetadata().setAnnotations(Map.of("sparkbench.dev/rerun", "again"));
              return job;
            });

    awaitPod("sales-s2-n1-t1-a1");
    SparkBenchmarkJobStatus status = awaitStatus(s -> s.currentNodes() != null);
    assertThat(status.progress()).isEqualTo("0/1");
    assertThat(status.completionTime()).isNull();
  }

  @Test
  void aSuspendedBenchmarkGoesOnWithWhatIsMissing() {
    apply("[1, 2]");
    finishPod("sales-s1-n1-t1-a1", measured(1, 4));
    awaitPod("sales-s1-n2-t1-a1");
    suspend(true, 2);
    awaitStatus(s -> s.phase() == Phase.Suspended);
    await().atMost(LIMIT).untilAsserted(() -> assertThat(podNames()).isEmpty());

    suspend(false, 3);
    finishPod("sales-s2-n2-t1-a1", measured(2, 2));
    finishPod("sales-s2-report-a1", reported());
    SparkBenchmarkJobStatus status = awaitStatus(s -> s.phase() == Phase.Succeeded);
    assertThat(status.runs()).extracting(run -> run.timeSec()).containsExactly(4.0, 2.0);
  }

  @Test
  void aSecondBenchmarkOfTheSameResultPathWaitsForTheFirst() {
    apply("[1]");
    awaitRunning();
    SparkBenchmarkJob second = Manifests.benchmark("[2]", "  jobId: sales");
    second.getMetadata().setUid(null);
    second.getMetadata().setName("second");
    client.resource(second).create();

    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(client.resource(second).get().getStatus().message())
                    .isEqualTo(
                        "s3://bucket/user123/result/sales/output/ is in use by sales until that has ended; wait, or give another spec.jobId or spec.storage.resultPath"));
    assertThat(podNames()).containsExactly("sales-s1-n1-t1-a1");

    finishPod("sales-s1-n1-t1-a1", measured(1, 4));
    finishPod("sales-s1-report-a1", reported());
    awaitPod("second-s2-n2-t1-a1");
  }

  @Test
  void aSecondBenchmarkOfTheSameDataWaitsUntilTheFirstHasCreatedIt() {
    for (String name : List.of("first", "second")) {
      SparkBenchmarkJob suite = Manifests.suite("[1]", "");
      suite.getMetadata().setUid(null);
      suite.getMetadata().setName(name);
      client.resource(suite).create();
      await().atMost(LIMIT).until(() -> client.resource(suite).get().getStatus() != null);
    }
    awaitPod("first-s1-prepare-a1");
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(
                        client
                            .resources(SparkBenchmarkJob.class)
                            .inNamespace("team")
                            .withName("second")
                            .get()
                            .getStatus()
                            .message())
                    .isEqualTo("waits until first has prepared s3://bucket/user123/data/"));
    assertThat(podNames()).containsExactly("first-s1-prepare-a1");

    finishPod("first-s1-prepare-a1", Answers.prepared(true));
    awaitPod("first-s1-n1-t1-a1");
    finishPod("second-s1-prepare-a1", Answers.prepared(false));
    awaitPod("second-s1-n1-t1-a1");
  }

  @Test
  void anEndedBenchmarkIsDeletedWhenItsTimeIsOver() {
    apply("[1]", "  ttlSecondsAfterFinished: 0");
    finishPod("sales-s1-n1-t1-a1", measured(1, 4));
    finishPod("sales-s1-report-a1", reported());
    await().atMost(LIMIT).untilAsserted(() -> assertThat(job()).isNull());
  }

  @Test
  void theEndOfAFailedDriversLogIsInTheEvent() {
    server
        .expect()
        .get()
        .withPath(
            "/api/v1/namespaces/team/pods/sales-s1-n1-t1-a1/log?container=driver&tailLines=20&limitBytes=16384")
        .andReturn(200, "first line\nthe heap is full\n")
        .always();
    apply("[1]");
    finishPod("sales-s1-n1-t1-a1", failed(1, FailureReason.OUT_OF_MEMORY, "heap"));
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(events())
                    .filteredOn(event -> event.getReason().equals("RunFailed"))
                    .extracting(Event::getMessage)
                    .containsExactly(
                        "1 node failed: OutOfMemory: heap\nThe end of its log:\nfirst line\nthe heap is full"));
  }

  @Test
  void aRefusedPodIsSaidInTheStatus() {
    server
        .expect()
        .post()
        .withPath("/api/v1/namespaces/team/pods")
        .andReturn(
            403,
            new StatusBuilder()
                .withCode(403)
                .withReason("Forbidden")
                .withMessage("pods is forbidden: violates PodSecurity")
                .build())
        .always();
    apply("[1, 2]");

    SparkBenchmarkJobStatus status = awaitStatus(s -> s.phase() == Phase.Failed);
    assertThat(status.message())
        .isEqualTo(
            "0 of 2 node counts measured; 1 node: PodRejected: the API server refuses to create pod "
                + "sales-s1-n1-t1-a1: pods is forbidden: violates PodSecurity; change driver.podTemplate, or the namespace's pod-security labels");
  }

  @Test
  void anApiServerThatStumblesOnlyDelaysARun() {
    server.expect().post().withPath("/api/v1/namespaces/team/pods").andReturn(500, "").times(3);
    apply("[1]");
    awaitPod("sales-s1-n1-t1-a1");
    assertThat(job().getStatus().runs().get(0).attempts()).isEqualTo(1);
  }

  @Test
  void aConflictOnTheStatusIsSolvedByLookingAgain() {
    server
        .expect()
        .put()
        .withPath("/apis/sparkbench.dev/v1alpha1/namespaces/team/sparkbenchmarkjobs/sales/status")
        .andReturn(
            409,
            new StatusBuilder().withCode(409).withReason("Conflict").withMessage("stale").build())
        .once();
    apply("[1]");
    // The cause of the conflict: another client's write, which the cache receives a little later.
    client
        .resource(job())
        .edit(
            job -> {
              job.getMetadata().setAnnotations(Map.of("note", "changed meanwhile"));
              return job;
            });
    finishPod("sales-s1-n1-t1-a1", measured(1, 4));
    finishPod("sales-s1-report-a1", reported());
    SparkBenchmarkJobStatus status = awaitStatus(s -> s.phase() == Phase.Succeeded);
    assertThat(status.runs().get(0).attempts()).isEqualTo(1);
  }

  @Test
  void servesHealth() throws Exception {
    assertThat(Http.get(operator.httpPort(), "/healthz")).isEqualTo("200 alive\n");
    assertThat(Http.get(operator.httpPort(), "/readyz")).isEqualTo("200 ready\n");
  }

  private SparkBenchmarkOperator startOperator() {
    return SparkBenchmarkOperator.start(
        client,
        new OperatorConfig(
            Manifests.DEFAULTS,
            Set.of("team"),
            Optional.empty(),
            new InetSocketAddress("127.0.0.1", 0)));
  }

  private void complete() {
    apply("[1]");
    finishPod("sales-s1-n1-t1-a1", measured(1, 4));
    finishPod("sales-s1-report-a1", reported());
    awaitStatus(s -> s.phase() == Phase.Succeeded);
  }

  /** An edit, with the generation that a real API server would give. */
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

  private void apply(String nodeList) {
    apply(nodeList, "");
  }

  private void apply(String nodeList, String more) {
    SparkBenchmarkJob job = Manifests.benchmark(nodeList, more + "\n  retry: {backoffSeconds: 0}");
    job.getMetadata().setUid(null);
    client.resource(job).create();
  }

  private SparkBenchmarkJob job() {
    return client.resources(SparkBenchmarkJob.class).inNamespace("team").withName("sales").get();
  }

  private SparkBenchmarkJobStatus awaitStatus(Predicate<SparkBenchmarkJobStatus> condition) {
    return await()
        .atMost(LIMIT)
        .until(() -> job().getStatus(), status -> status != null && condition.test(status));
  }

  private void awaitRunning() {
    awaitStatus(s -> s.current() != null && s.current().state() == CurrentPod.State.Running);
  }

  private Pod awaitPod(String name) {
    return await()
        .atMost(LIMIT)
        .until(() -> client.pods().inNamespace("team").withName(name).get(), pod -> pod != null);
  }

  private void finishPod(String name, Object document) {
    new FakeKubelet(client, "team").finish(name, document);
  }

  /** Deleting the pod only marks it, as it does while a kubelet is busy with it. */
  private void keepAfterDeletion(String name) {
    client
        .pods()
        .inNamespace("team")
        .withName(name)
        .edit(
            pod ->
                new PodBuilder(pod)
                    .editMetadata()
                    .addToFinalizers("test/kubelet")
                    .endMetadata()
                    .build());
  }

  /** An executor that was asked to end half a minute ago, and had half a minute to do so. */
  private static Pod executor(String job, String driver) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("executor")
        .withNamespace("team")
        .addToLabels(Labels.JOB, PodNames.label(job))
        .addToLabels(Labels.DRIVER, driver)
        .withDeletionGracePeriodSeconds(30L)
        .addToFinalizers("test/kubelet")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("driver")
        .endContainer()
        .endSpec()
        .build();
  }

  private Set<String> podNames() {
    Set<String> names = new TreeSet<>();
    client
        .pods()
        .inNamespace("team")
        .list()
        .getItems()
        .forEach(pod -> names.add(pod.getMetadata().getName()));
    return names;
  }

  private List<Event> events() {
    return client.v1().events().inNamespace("team").list().getItems();
  }

  private List<String> eventReasons() {
    return events().stream().map(Event::getReason).toList();
  }
}
