// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.resource.RunStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus.Phase;
import dev.sparkbench.local.SalesDataset;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifeCycleIT {

  @ClusterFolder private Path folder;

  /** Two trials; the second is suspended in the middle. */
  @Test
  void aSuspendedBenchmarkGoesOnWithTheTrialThatIsMissing() throws Exception {
    try (TestCluster cluster = TestCluster.open(folder);
        Scenario scenario = new Scenario(cluster, "suspended")) {
      scenario.putDataset(5_000);
      cluster.startOperator();
      scenario.applyWorkload(
          """
          jobConfig: {type: descriptive, tasks: [row_count]}
          dataset: {schema: "%s"}
          measurement: {warmups: 2, maxWarmupSeconds: 0, iterations: 1, trials: 2}
          """
              .formatted(SalesDataset.SCHEMA),
          List.of(2));
      Pod second = scenario.awaitDriver("suspended-s1-n2-t2-a1");

      scenario.suspend(true);
      SparkBenchmarkJobStatus stopped = scenario.awaitPhase(Phase.Suspended);
      assertThat(stopped.runs())
          .singleElement()
          .satisfies(run -> assertThat(run.measuredTrials()).isEqualTo(1));
      scenario.awaitNoPods();

      scenario.suspend(false);
      SparkBenchmarkJobStatus status = scenario.awaitEnd();
      assertThat(status.phase()).as(status.message()).isEqualTo(Phase.Succeeded);
      RunStatus run = status.runs().get(0);
      assertThat(run.samples()).hasSize(2).startsWith(stopped.runs().get(0).samples().get(0));
      assertThat(scenario.everCreated("run"))
          .containsExactly(
              "suspended-s1-n2-t1-a1", second.getMetadata().getName(), "suspended-s2-n2-t2-a1");

      JsonNode performance =
          ExpectedOutputs.parse(cluster.get(scenario.result("performance.json")));
      assertThat(performance.path("trials").asInt()).isEqualTo(2);
      assertThat(performance.at("/runs/0/samples_sec").size()).isEqualTo(2);
      assertThat(performance.at("/runs/0/outputs_agree").asBoolean()).isTrue();
      assertThat(performance.at("/runs/0/interval_sec").size()).isEqualTo(2);
      assertThat(performance.at("/regression/reason").asText()).isEqualTo("FirstBenchmark");
      JsonNode trial = ExpectedOutputs.parse(cluster.get(scenario.result("2_nodes_trial_2.json")));
      assertThat(trial.at("/timing/samples_sec/0").asDouble()).isEqualTo(run.samples().get(1));
      assertThat(trial.at("/timing/warmups_sec").size()).isEqualTo(2);
      assertThat(trial.at("/environment/image_id").asText()).isNotEmpty();
    }
  }
}
