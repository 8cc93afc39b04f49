// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.kubectl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sparkbench.local.kubectl.Kubectl.Background;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The exit codes of the sample of a pipeline's step, for statuses of the operator. */
class PipelineScriptTest {

  // The first kubectl that can wait until a field exists, with any value.
  private static final int NEEDED = 31;

  @RegisterExtension static final RunningKubectl cluster = new RunningKubectl(NEEDED);

  private static final Path SCRIPT = RunningKubectl.sample("gitops/benchmark.sh");

  private final Kubectl kubectl = cluster.kubectl();

  @AfterEach
  void deleteAll() {
    kubectl.ok("delete", "sbj", "--all");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          Succeeded, Succeeded=True,                               0
          Succeeded, Succeeded=True GoalMet=True Regressed=False,  0
          Failed,    Succeeded=False,                              1
          Succeeded, Succeeded=True GoalMet=False Regressed=False, 3
          Succeeded, Succeeded=True GoalMet=False Regressed=True,  3
          Succeeded, Succeeded=True GoalMet=True Regressed=True,   4
          Succeeded, Succeeded=True Regressed=Unknown/FirstBenchmark, 0
          """)
  void itsExitCodeTellsTheEnd(String phase, String conditions, int code) throws Exception {
    try (Background script = start(Map.of(), "30s")) {
      awaitBenchmark();
      status("{\"phase\": \"Running\", \"observedGeneration\": 1}");
      end(phase, conditions, 1);

      assertThat(exitCode(script)).as(script.printed()).isEqualTo(code);
      assertThat(script.printed()).isEqualTo("as it went\ns3://bucket/report.html\n");
    }
  }

  /** Unknown is not False. */
  @ParameterizedTest
  @CsvSource({
    "Succeeded=True Regressed=Unknown/TooFewTrials, Regressed",
    "Succeeded=True GoalMet=Unknown/NotSure Regressed=False, GoalMet"
  })
  void itSaysSoWhenNobodyCanTell(String conditions, String condition) throws Exception {
    try (Background script = start(Map.of(), "30s")) {
      awaitBenchmark();
      end("Succeeded", conditions, 1);

      assertThat(exitCode(script)).as(script.printed()).isEqualTo(5);
      assertThat(script.printed())
          .isEqualTo(
              "as it went\ns3://bucket/report.html\n" + condition + " is not known: so it is\n");
    }
  }

  @Test
  void itDoesNotTakeTheEndOfAnEarlierManifestForThisOnes() throws Exception {
    try (Background first = start(Map.of(), "30s")) {
      awaitBenchmark();
      end("Succeeded", "Succeeded=True", 1);
      assertThat(exitCode(first)).isZero();
    }

    try (Background second = start(Map.of(), "[1, 2, 4]", "30s")) {
      await()
          .until(
              () ->
                  kubectl.ok("get", "sbj/x", "-o", "jsonpath={.metadata.generation}").equals("2"));
      // As the operator does when it starts over.
      status("{\"phase\": \"Running\", \"observedGeneration\": 2, \"completionTime\": null}");
      end("Failed", "Succeeded=False", 2);
      assertThat(exitCode(second)).isEqualTo(1);
    }
  }

  @Test
  void itWaitsForTheRerunThatItAskedFor() throws Exception {
    try (Background script = start(Map.of("RERUN", "0a1b2c3"), "30s")) {
      awaitBenchmark();
      await()
          .until(
              () ->
                  kubectl
                      .ok("get", "sbj/x", "-o", "jsonpath={.metadata.annotations}")
                      .contains("\"sparkbench.dev/rerun\":\"0a1b2c3\""));
      status("{\"rerun\": \"0a1b2c3\"}");
      end("Succeeded", "Succeeded=True", 1);
      assertThat(exitCode(script)).as(script.printed()).isZero();
    }
  }

  @Test
  void itSaysWhatItLacks() throws Exception {
    try (Background script = kubectl.startScript(Map.of(), SCRIPT)) {
      assertThat(exitCode(script)).isEqualTo(2);
      assertThat(script.printed()).isEqualTo("usage: benchmark.sh MANIFEST [TIMEOUT]\n");
    }
  }

  @Test
  void itSaysHowFarTheBenchmarkIsWhenTheTimeIsOver() throws Exception {
    try (Background script = start(Map.of(), "1s")) {
      awaitBenchmark();
      status(
          """
          {"phase": "Running", "observedGeneration": 1, "progress": "4/6", "message": "Measuring 2 nodes (4/6 done)"}""");
      assertThat(exitCode(script)).isEqualTo(7);
      assertThat(script.printed())
          .isEqualTo(
              """
              error: timed out waiting for the condition on sparkbenchmarkjobs/x
              4/6 runs done: Measuring 2 nodes (4/6 done)
              It goes on; call this again to wait again, or stop it: kubectl delete sparkbenchmarkjob.sparkbench.dev/x
              """);
    }
  }

  @Test
  void itFailsWhenTheBenchmarkIsDeleted() throws Exception {
    try (Background script = start(Map.of(), "2s")) {
      awaitBenchmark();
      status("{\"phase\": \"Running\", \"observedGeneration\": 1}");
      kubectl.ok("delete", "sbj", "x");
      assertThat(exitCode(script)).as(script.printed()).isEqualTo(1);
    }
  }

  private Background start(Map<String, String> environment, String timeout) throws Exception {
    return start(environment, "[1, 2]", timeout);
  }

  private Background start(Map<String, String> environment, String nodeList, String timeout)
      throws Exception {
    String manifest =
        cluster.file(
            """
            apiVersion: sparkbench.dev/v1alpha1
            kind: SparkBenchmarkJob
            metadata: {name: x}
            spec:
              s3Path: user/data.csv
              jobConfig: {type: descriptive, tasks: [row_count]}
              nodeList: %s
            """
                .formatted(nodeList));
    return kubectl.startScript(environment, SCRIPT, manifest, timeout);
  }

  private void awaitBenchmark() {
    await().until(() -> kubectl.run("get", "sbj/x").code() == 0);
  }

  private void end(String phase, String conditions, int generation) {
    StringBuilder list = new StringBuilder();
    for (String condition : conditions.split(" ")) {
      list.append(
          """
          %s{"type": "%s", "status": "%s", "reason": "%s", "message": "so it is", "lastTransitionTime": "2026-01-01T00:00:00Z"}
          """
              .formatted(
                  list.isEmpty() ? "" : ",",
                  condition.substring(0, condition.indexOf('=')),
                  condition.substring(condition.indexOf('=') + 1).replaceFirst("/.*", ""),
                  condition.contains("/") ? condition.replaceFirst(".*/", "") : "Done"));
    }
    status(
        """
        {"phase": "%s", "observedGeneration": %d, "message": "as it went", "reportS3": "s3://bucket/report.html",
         "completionTime": "2026-01-01T00:00:00Z", "conditions": [%s]}"""
            .formatted(phase, generation, list));
  }

  private void status(String status) {
    kubectl.ok(
        "patch",
        "sbj",
        "x",
        "--subresource=status",
        "--type=merge",
        "-p",
        "{\"status\": %s}".formatted(status));
  }

  private static int exitCode(Background script) throws InterruptedException {
    assertThat(script.process().waitFor(30, TimeUnit.SECONDS)).as(script.printed()).isTrue();
    return script.process().exitValue();
  }
}
