// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.resource.Condition;
import dev.sparkbench.api.resource.PerformanceMetric;
import dev.sparkbench.api.resource.PerformanceMetricBuilder;
import dev.sparkbench.api.resource.RunStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class ScalingBenchmarkIT {

  private static final String NAME = "scaling";

  @ClusterFolder private Path folder;

  @Test
  void twoNodeCountsAreMeasuredAndEveryResultIsRight() throws Exception {
    try (TestCluster cluster = TestCluster.open(folder);
        Scenario scenario = new Scenario(cluster, NAME)) {
      byte[] data = scenario.putDataset(20_000);
      cluster.startOperator();
      scenario.apply(List.of(1, 2));

      SparkBenchmarkJobStatus status = scenario.awaitEnd();

      assertThat(status.message()).contains("one trial does not say");
      assertThat(status.phase()).isEqualTo(SparkBenchmarkJobStatus.Phase.Succeeded);
      assertOutputs(cluster, scenario, data);
      assertTable(cluster, scenario, status);
      assertExplained(cluster, scenario);
      assertStatus(scenario, status);
      assertThat(scenario.everCreated("run"))
          .containsExactly("scaling-s1-n1-t1-a1", "scaling-s1-n2-t1-a1");
      assertThat(scenario.everCreated("report")).hasSize(1);
    }
  }

  private static void assertOutputs(TestCluster cluster, Scenario scenario, byte[] data)
      throws Exception {
    var expected = ExpectedOutputs.of(data);
    for (int nodes : List.of(1, 2)) {
      byte[] document = cluster.get(scenario.result(nodes + "_nodes.json"));
      assertThat(ExpectedOutputs.read(document))
          .as("outputs with %d nodes", nodes)
          .isEqualTo(expected);
      JsonNode json = ExpectedOutputs.parse(document);
      assertThat(json.path("nodes").asInt()).isEqualTo(nodes);
      assertThat(json.at("/executors/registered").asInt()).isEqualTo(nodes);
      assertMachines(json, nodes);
      assertThat(json.at("/dataset/rows").asInt()).isEqualTo(20_000);
      assertThat(json.at("/dataset/bytes").asInt()).isEqualTo(data.length);
    }
  }

  /** What each executor reported about its machine, and how long its JVM compiled. */
  private static void assertMachines(JsonNode document, int nodes) {
    JsonNode machines = document.at("/executors/machines");
    assertThat(machines).hasSize(nodes);
    for (JsonNode machine : machines) {
      assertThat(machine.path("node").asText()).isNotEmpty();
      assertThat(machine.path("processors").asInt()).isPositive();
      assertThat(machine.path("architecture").asText()).isNotEmpty();
    }
    assertThat(machines.findValuesAsText("executor")).doesNotHaveDuplicates();
    for (JsonNode iteration : document.at("/metrics/iterations")) {
      assertThat(iteration.path("jit_sec").isNumber()).isTrue();
    }
  }

  private static void assertTable(
      TestCluster cluster, Scenario scenario, SparkBenchmarkJobStatus status) throws Exception {
    double[] one = samples(cluster, scenario, 1);
    double[] two = samples(cluster, scenario, 2);
    double speedup = one[1] / two[1];
    JsonNode second = run(cluster, scenario, 1);
    String cause = second.path("main_cause").asText("");
    assertThat(text(cluster.get(scenario.result("performance.csv"))))
        .matches(
            String.format(
                Locale.ROOT,
                """
                nodes,time_sec,speedup,efficiency,min_sec,max_sec,samples,speedup_low,speedup_high,serial_fraction,cost,outputs_agree,main_cause,trials,time_low_sec,time_high_sec,efficiency_low,efficiency_high,job_sec,job_cost,load_sec,prepare_sec,train_sec,predict_sec,evaluate_sec
                1,%.6f,1.0000,1.0000,%.6f,%.6f,3,,,,,true,,1,,,,,[0-9.]+,,,,,,
                2,%.6f,%.4f,%.4f,%.6f,%.6f,3,,,%.4f,,true,%s,1,,,,,[0-9.]+,,,,,,
                """,
                one[1],
                one[0],
                one[2],
                two[1],
                speedup,
                speedup / 2,
                two[0],
                two[2],
                // Karp and Flatt at p = 2: (1/S − 1/2) / (1 − 1/2)
                2 / speedup - 1,
                cause.equals("null") ? "" : cause));
    assertThat(status.performanceMetrics())
        .containsExactly(
            metric(1, one[1], 1, 1, null),
            metric(2, two[1], rounded(speedup), rounded(speedup / 2), rounded(2 / speedup - 1)));
  }

  /** Of one trial, which has no intervals. */
  private static PerformanceMetric metric(
      int nodes, double seconds, double speedup, double efficiency, Double serialFraction) {
    return PerformanceMetricBuilder.builder()
        .nodes(nodes)
        .timeSec(seconds)
        .speedup(speedup)
        .efficiency(efficiency)
        .serialFraction(serialFraction)
        .build();
  }

  /**
   * The same work at both node counts, every slot-second accounted for, and E = (R₁/R₂)·(U₂/U₁).
   */
  private static void assertExplained(TestCluster cluster, Scenario scenario) throws Exception {
    int[] tasks = new int[2];
    for (int nodes : List.of(1, 2)) {
      JsonNode document =
          ExpectedOutputs.parse(cluster.get(scenario.result(nodes + "_nodes.json")));
      JsonNode metrics = document.path("metrics");
      assertThat(metrics.path("slots").asInt()).isEqualTo(nodes);
      assertThat(metrics.path("iterations")).hasSize(3);
      tasks[nodes - 1] = metrics.at("/iterations/0/tasks").asInt();
      metrics
          .path("iterations")
          .forEach(it -> assertThat(it.path("tasks").asInt()).isEqualTo(tasks[0]));
      assertThat(document.at("/replay/refused").isNull()).as("%s", document).isTrue();
      assertThat(document.at("/replay/tasks").asInt()).isEqualTo(tasks[0]);
      assertThat(document.at("/replay/counts").findValuesAsText("nodes")).contains("1", "2");
      double accounted = 0;
      for (JsonNode seconds : metrics.path("slot_sec")) {
        accounted += seconds.asDouble();
      }
      assertThat(accounted)
          .isCloseTo(nodes * document.at("/timing/time_sec").asDouble(), within(1e-6));
    }
    assertThat(tasks[0]).isPositive();
    JsonNode one = run(cluster, scenario, 0);
    JsonNode two = run(cluster, scenario, 1);
    assertThat(two.path("efficiency").asDouble())
        .isCloseTo(
            two.path("utilisation").asDouble()
                / one.path("utilisation").asDouble()
                / two.path("work_inflation").asDouble(),
            within(1e-6));
    assertThat(two.path("outputs_agree").asBoolean()).isTrue();
    JsonNode prediction =
        ExpectedOutputs.parse(cluster.get(scenario.result("performance.json"))).path("prediction");
    assertThat(prediction.path("points").findValuesAsText("nodes")).doesNotContain("1", "2");
    // Whether anything is predicted depends on how quiet the machine is; but a prediction was
    // tried.
    assertThat(prediction.has("refused")).isTrue();
    assertThat(isSharingRemarked(cluster, scenario)).isEqualTo(isShared(cluster, scenario));
    String page = text(cluster.get(scenario.result("report.html")));
    assertThat(page).contains("<title>scaling: scaling</title>");
  }

  /** On one machine, all executors are alike; on a real cluster, they need not be. */
  private static boolean isShared(TestCluster cluster, Scenario scenario) throws Exception {
    JsonNode document = ExpectedOutputs.parse(cluster.get(scenario.result("2_nodes.json")));
    List<String> nodes = document.at("/executors/machines").findValuesAsText("node");
    return new HashSet<>(nodes).size() < 2;
  }

  private static boolean isSharingRemarked(TestCluster cluster, Scenario scenario)
      throws Exception {
    return ExpectedOutputs.parse(cluster.get(scenario.result("performance.json")))
        .path("remarks")
        .toString()
        .contains("the 2 executors of 2 nodes ran on 1 Kubernetes node");
  }

  private static JsonNode run(TestCluster cluster, Scenario scenario, int index) throws Exception {
    return ExpectedOutputs.parse(cluster.get(scenario.result("performance.json")))
        .path("runs")
        .get(index);
  }

  private static void assertStatus(Scenario scenario, SparkBenchmarkJobStatus status) {
    assertThat(status.observedGeneration()).isEqualTo(1);
    assertThat(status.jobId()).isEqualTo(NAME);
    assertThat(status.progress()).isEqualTo("2/2");
    assertThat(status.current()).isNull();
    assertThat(status.runs())
        .extracting(RunStatus::nodes, RunStatus::state, RunStatus::attempts)
        .containsExactly(
            tuple(1, RunStatus.State.Succeeded, 1), tuple(2, RunStatus.State.Succeeded, 1));
    assertThat(status.resultPath()).isEqualTo(scenario.result("").toString());
    assertThat(status.performanceMetricsS3())
        .isEqualTo(scenario.result("performance.csv").toString());
    assertThat(status.reportS3()).isEqualTo(scenario.result("report.html").toString());
    assertThat(status.outputs())
        .isEqualTo(
            Map.of(
                "1_nodes", scenario.result("1_nodes.json").toString(),
                "2_nodes", scenario.result("2_nodes.json").toString()));
    assertThat(status.conditions())
        .extracting(Condition::type, Condition::status, Condition::observedGeneration)
        .containsExactlyInAnyOrder(
            tuple("Ready", "True", 1L),
            tuple("Succeeded", "True", 1L),
            tuple("Regressed", "Unknown", 1L));
  }

  /** The samples of a run, smallest first. */
  private static double[] samples(TestCluster cluster, Scenario scenario, int nodes)
      throws Exception {
    JsonNode timing =
        ExpectedOutputs.parse(cluster.get(scenario.result(nodes + "_nodes.json"))).path("timing");
    double[] samples =
        StreamSupport.stream(timing.path("samples_sec").spliterator(), false)
            .flatMapToDouble(sample -> DoubleStream.of(sample.asDouble()))
            .sorted()
            .toArray();
    assertThat(samples).hasSize(3);
    return samples;
  }

  private static double rounded(double ratio) {
    return Double.parseDouble(String.format(Locale.ROOT, "%.4f", ratio));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
