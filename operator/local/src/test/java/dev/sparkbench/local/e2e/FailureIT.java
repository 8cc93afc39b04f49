// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.resource.Condition;
import dev.sparkbench.api.resource.RunStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FailureIT {

  @ClusterFolder private static Path folder;

  private static TestCluster cluster;

  @BeforeAll
  static void start() {
    cluster = TestCluster.open(folder);
    cluster.startOperator();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void aKilledDriverIsTriedAgainAndRecorded() throws Exception {
    try (Scenario scenario = new Scenario(cluster, "killed")) {
      byte[] data = scenario.putDataset(5_000);
      scenario.apply(List.of(1));
      Pod first = scenario.awaitDriverWithExecutor(1);

      cluster.kill(first);
      await("the record of the failure")
          .atMost(Duration.ofSeconds(30))
          .until(() -> scenario.job().getStatus().runs().get(0), run -> run.reason() != null);
      SparkBenchmarkJobStatus status = scenario.awaitEnd();

      assertThat(status.phase())
          .as(status.message())
          .isEqualTo(SparkBenchmarkJobStatus.Phase.Succeeded);
      assertThat(status.runs())
          .singleElement()
          .satisfies(
              run -> {
                assertThat(run.state()).isEqualTo(RunStatus.State.Succeeded);
                assertThat(run.attempts()).isEqualTo(2);
                assertThat(run.pod()).isEqualTo("killed-s1-n1-t1-a2");
              });
      assertThat(scenario.everCreated("run"))
          .containsExactly("killed-s1-n1-t1-a1", "killed-s1-n1-t1-a2");
      assertThat(ExpectedOutputs.read(cluster.get(scenario.result("1_nodes.json"))))
          .isEqualTo(ExpectedOutputs.of(data));
    }
  }

  @Test
  void aMissingDatasetStopsTheBenchmarkAtOnce() {
    try (Scenario scenario = new Scenario(cluster, "no-dataset")) {
      scenario.apply(List.of(1, 2));

      SparkBenchmarkJobStatus status = scenario.awaitEnd(Duration.ofSeconds(30));

      Condition stalled = Scenario.condition(status, Condition.STALLED).orElseThrow();
      assertThat(stalled.status()).isEqualTo("True");
      assertThat(stalled.reason()).isEqualTo("DatasetNotFound");
      assertThat(stalled.message()).contains(scenario.dataset().toString());
      assertThat(status.runs())
          .extracting(RunStatus::state)
          .containsExactly(RunStatus.State.Failed, RunStatus.State.Skipped);
      assertThat(scenario.everCreated("run")).containsExactly("no-dataset-s1-n1-t1-a1");
      S3Uri log =
          new S3Uri(cluster.bucket(), "no-dataset/result/no-dataset/logs/1_nodes_attempt_1.log");
      assertThat(new String(cluster.get(log), StandardCharsets.UTF_8))
          .contains("the run failed: nothing to read at " + scenario.dataset());
    }
  }

  @Test
  void aMissingSecretIsNamed() {
    try (Scenario scenario = new Scenario(cluster, "no-secret")) {
      scenario.apply(
          List.of(1), "storage: {credentialsSecret: not-there}", "timeouts: {startSeconds: 5}");

      SparkBenchmarkJobStatus status = scenario.awaitEnd();

      Condition stalled = Scenario.condition(status, Condition.STALLED).orElseThrow();
      assertThat(Map.of("status", stalled.status(), "reason", stalled.reason()))
          .isEqualTo(Map.of("status", "True", "reason", "ContainerConfigFailed"));
      assertThat(status.message()).contains("secret \"not-there\" not found");
    }
  }

  @Test
  void aFullQuotaIsWaitedForAndNamed() {
    ResourceQuota full =
        new ResourceQuotaBuilder()
            .withNewMetadata()
            .withNamespace(cluster.namespace())
            .withName("full")
            .endMetadata()
            .withNewSpec()
            .addToHard("pods", new Quantity("0"))
            .endSpec()
            .build();
    cluster.client().resource(full).create();
    try (Scenario scenario = new Scenario(cluster, "quota")) {
      scenario.putDataset(5_000);
      scenario.apply(List.of(1), "timeouts: {startSeconds: 300}");

      await("the word of the quota")
          .atMost(Duration.ofSeconds(60))
          .until(() -> message(scenario).contains("exceeded quota: full"));
      assertThat(scenario.pods()).isEmpty();
      cluster.client().resource(full).delete();

      SparkBenchmarkJobStatus status = scenario.awaitEnd();
      assertThat(status.phase())
          .as(status.message())
          .isEqualTo(SparkBenchmarkJobStatus.Phase.Succeeded);
      assertThat(status.runs()).extracting(RunStatus::attempts).containsExactly(1);
    } finally {
      cluster.client().resource(full).delete();
    }
  }

  @Test
  void aPodThatAQueueHoldsIsWaitedForAndNamed() {
    try (Scenario scenario = new Scenario(cluster, "queued")) {
      scenario.putDataset(5_000);
      scenario.create(
          """
          s3Path: %s
          nodeList: [1]
          jobConfig: {type: descriptive, tasks: [row_count]}
          measurement: {warmups: 0, maxWarmupSeconds: 0, iterations: 1, trials: 1}
          retry: {maxAttempts: 1}
          driver:
            memory: 512Mi
            podTemplate: {spec: {schedulingGates: [{name: example.com/queue}]}}
          executor: {memory: 512Mi}
          """
              .formatted(scenario.dataset().key()));

      await("the word of the queue")
          .atMost(Duration.ofSeconds(60))
          .until(() -> message(scenario).toLowerCase(Locale.ROOT).contains("gate"));
      Pod held = scenario.pods().get(0);
      cluster
          .client()
          .pods()
          .inNamespace(cluster.namespace())
          .withName(held.getMetadata().getName())
          .edit(pod -> new PodBuilder(pod).editSpec().withSchedulingGates().endSpec().build());

      SparkBenchmarkJobStatus status = scenario.awaitEnd();
      assertThat(status.phase())
          .as(status.message())
          .isEqualTo(SparkBenchmarkJobStatus.Phase.Succeeded);
      assertThat(scenario.everCreated("run")).containsExactly(held.getMetadata().getName());
    }
  }

  @Test
  void anEvictedDriverIsNoFailureOfTheBenchmark() {
    try (Scenario scenario = new Scenario(cluster, "drained")) {
      scenario.putDataset(5_000);
      scenario.create(
          """
          s3Path: %s
          nodeList: [1]
          jobConfig: {type: descriptive, tasks: [row_count]}
          measurement: {warmups: 0, maxWarmupSeconds: 0, iterations: 3, trials: 1}
          retry: {maxAttempts: 1, backoffSeconds: 1}
          driver: {memory: 512Mi}
          executor: {memory: 512Mi}
          """
              .formatted(scenario.dataset().key()));
      Pod first = scenario.awaitDriverWithExecutor(1);

      cluster
          .client()
          .pods()
          .inNamespace(cluster.namespace())
          .withName(first.getMetadata().getName())
          .evict();

      SparkBenchmarkJobStatus status = scenario.awaitEnd();
      assertThat(status.phase())
          .as(status.message())
          .isEqualTo(SparkBenchmarkJobStatus.Phase.Succeeded);
      assertThat(scenario.everCreated("run")).hasSize(2);
    }
  }

  private static String message(Scenario scenario) {
    return Optional.ofNullable(scenario.job().getStatus().message()).orElse("");
  }
}
