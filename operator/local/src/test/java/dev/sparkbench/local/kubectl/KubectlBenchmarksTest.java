// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.kubectl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sparkbench.local.kubectl.Kubectl.Background;
import dev.sparkbench.local.kubectl.Kubectl.Result;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What people do with benchmarks, with the real kubectl. */
class KubectlBenchmarksTest {

  @RegisterExtension static final RunningKubectl cluster = new RunningKubectl();

  private final Kubectl kubectl = cluster.kubectl();

  @AfterEach
  void deleteAll() {
    kubectl.ok("delete", "sbj", "--all");
  }

  @Test
  void aSampleIsAppliedAndShown() {
    String sample = RunningKubectl.sample("sales-scaling.yaml").toString();
    assertThat(kubectl.ok("apply", "-f", sample))
        .isEqualTo("sparkbenchmarkjob.sparkbench.dev/sales-scaling created\n");
    assertThat(kubectl.ok("apply", "-f", sample))
        .isEqualTo("sparkbenchmarkjob.sparkbench.dev/sales-scaling unchanged\n");
    status("sales-scaling", "{\"phase\": \"Running\", \"currentNodes\": 2, \"progress\": \"1/3\"}");

    assertThat(table(kubectl.ok("get", "sbj")))
        .matches(
            """
            NAME +PHASE +NODES +PROGRESS +SPEEDUP +EFFICIENCY +VARIANT +AGE
            sales-scaling +Running +2 +1/3 +[0-9]+s
            """);
    assertThat(kubectl.ok("get", "sparkbench", "-o", "wide", "-A"))
        .contains("NAMESPACE", "PATH", "TYPE", "RESULTS", "MESSAGE", "user123/datasets/sales.csv");
    assertThat(kubectl.ok("get", "sbj", "-o", "jsonpath={.items[*].spec.nodeList}"))
        .isEqualTo("[1,2,4]");
    assertThat(kubectl.ok("get", "sbj/sales-scaling", "-o", "yaml"))
        .contains("kind: SparkBenchmarkJob", "s3Path: user123/datasets/sales.csv");
    assertThat(kubectl.ok("get", "sbj/sales-scaling", "-o", "json"))
        .contains("\"observedGeneration\": -1");
    assertThat(kubectl.ok("get", "sbj", "-o", "name"))
        .isEqualTo("sparkbenchmarkjob.sparkbench.dev/sales-scaling\n");
  }

  @Test
  void whatWouldChangeIsShownWithoutChangingIt() throws Exception {
    String applied = benchmark("x", "[1, 2]");
    String changed = benchmark("x", "[1, 2, 4]");
    assertThat(kubectl.ok("apply", "--dry-run=server", "-f", applied))
        .isEqualTo("sparkbenchmarkjob.sparkbench.dev/x created (server dry run)\n");
    assertThat(kubectl.refused("get", "sbj/x")).contains("(NotFound)");
    kubectl.ok("apply", "-f", applied);

    assertThat(kubectl.ok("diff", "-f", applied)).isEmpty();
    Result difference = kubectl.run("diff", "-f", changed);
    assertThat(difference.code()).isEqualTo(1);
    assertThat(difference.out()).contains("+  - 4\n", "-  generation: 1\n+  generation: 2\n");
    assertThat(kubectl.ok("delete", "sbj/x", "--dry-run=server")).contains("(server dry run)");
    assertThat(kubectl.ok("get", "sbj/x", "-o", "jsonpath={.spec.nodeList}")).isEqualTo("[1,2]");
  }

  @Test
  void aWrongManifestIsRefusedWithTheFieldsPath() throws Exception {
    assertThat(kubectl.refused("create", "-f", benchmark("x", "[1, 2, 1]")))
        .isEqualTo(
            "The SparkBenchmarkJob \"x\" is invalid: spec.nodeList: Invalid value: \"array\": node counts must be unique\n");
    assertThat(kubectl.refused("apply", "-f", benchmark("x", "[0, two]")))
        .contains(
            "The SparkBenchmarkJob \"x\" is invalid: \n",
            "* spec.nodeList[0]: Invalid value: 0: spec.nodeList[0] in body should be greater than or equal to 1\n",
            "* spec.nodeList[1]: Invalid value: \"string\": spec.nodeList[1] in body must be of type integer: \"string\"\n");
    String unknown = benchmark("x", "[1]\n  nodes: 4");
    assertThat(kubectl.refused("apply", "-f", unknown))
        .contains("(BadRequest)", "strict decoding error: unknown field \"spec.nodes\"");

    Result warned = kubectl.run("apply", "--validate=warn", "-f", unknown);
    assertThat(warned.code()).isZero();
    assertThat(warned.err()).isEqualTo("Warning: unknown field \"spec.nodes\"\n");
    assertThat(kubectl.ok("get", "sbj/x", "-o", "jsonpath={.spec.nodes}")).isEmpty();
    assertThat(
            kubectl.refused("patch", "sbj/x", "--type=merge", "-p", "{\"spec\":{\"nodeList\":[]}}"))
        .isEqualTo(
            "The SparkBenchmarkJob \"x\" is invalid: spec.nodeList: Invalid value: 0: spec.nodeList in body should have at least 1 items\n");
  }

  @Test
  void whatIsThereIsChanged() throws Exception {
    kubectl.ok("create", "-f", benchmark("x", "[1, 2]"));

    assertThat(
            kubectl.ok("patch", "sbj/x", "--type=merge", "-p", "{\"spec\":{\"nodeList\":[1,4]}}"))
        .isEqualTo("sparkbenchmarkjob.sparkbench.dev/x patched\n");
    kubectl.ok(
        "patch",
        "sbj/x",
        "--type=json",
        "-p",
        "[{\"op\":\"add\",\"path\":\"/spec/nodeList/-\",\"value\":8}]");
    kubectl.ok("annotate", "sbj/x", "example.com/a=b");
    kubectl.ok("label", "sbj/x", "team=a");
    assertThat(
            kubectl.run(Map.of("KUBE_EDITOR", "sed -i s/descriptive/ml/"), "edit", "sbj/x").out())
        .isEqualTo("sparkbenchmarkjob.sparkbench.dev/x edited\n");
    assertThat(kubectl.run(Map.of("KUBE_EDITOR", "true"), "edit", "sbj/x").out()).isEmpty();

    assertThat(
            kubectl.ok(
                "get",
                "sbj",
                "-l",
                "team=a",
                "-o",
                "jsonpath={.items[0].spec.nodeList} {.items[0].spec.jobConfig.type} {.items[0].metadata.annotations} {.items[0].metadata.generation}"))
        .isEqualTo("[1,4,8] ml {\"example.com/a\":\"b\"} 4");
    assertThat(kubectl.refused("patch", "sbj/x", "-p", "{}"))
        .contains("application/strategic-merge-patch+json is not supported");
    assertThat(kubectl.refused("apply", "--server-side", "-f", benchmark("x", "[1]")))
        .contains("Server-side apply not available on the server");
  }

  @Test
  void changesAreWatched() throws Exception {
    kubectl.ok("create", "-f", benchmark("x", "[1]"));
    try (Background watch = kubectl.start("get", "sbj", "--watch")) {
      await().until(() -> watch.printed().contains("x "));
      status("x", "{\"phase\": \"Running\"}");
      await().until(() -> watch.printed().contains("Running"));
      kubectl.ok("create", "-f", benchmark("later", "[1]"));
      await().until(() -> watch.printed().contains("later "));
      assertThat(watch.printed().lines().filter(line -> line.startsWith("NAME"))).hasSize(1);
    }
  }

  @Test
  void whatIsToComeIsWaitedFor() throws Exception {
    kubectl.ok("create", "-f", benchmark("x", "[1]"));
    assertThat(kubectl.refused("wait", "sbj/x", "--for=condition=Succeeded", "--timeout=1s"))
        .isEqualTo("error: timed out waiting for the condition on sparkbenchmarkjobs/x\n");
    try (Background condition =
            kubectl.start("wait", "sbj/x", "--for=condition=Succeeded", "--timeout=30s");
        Background path =
            kubectl.start(
                "wait", "sbj/x", "--for=jsonpath={.status.phase}=Succeeded", "--timeout=30s");
        Background deletion = kubectl.start("wait", "sbj/x", "--for=delete", "--timeout=30s")) {
      status(
          "x",
          """
          {"phase": "Succeeded", "observedGeneration": 1, "conditions": [{"type": "Succeeded", "status": "True", "reason": "Done",
            "message": "done", "lastTransitionTime": "2026-01-01T00:00:00Z"}]}""");
      for (Background met : List.of(condition, path)) {
        await().until(() -> !met.process().isAlive());
        assertThat(met.printed()).isEqualTo("sparkbenchmarkjob.sparkbench.dev/x condition met\n");
      }
      assertThat(deletion.process().isAlive()).isTrue();
      assertThat(kubectl.ok("delete", "sbj/x"))
          .startsWith("sparkbenchmarkjob.sparkbench.dev \"x\" deleted");
      await().until(() -> !deletion.process().isAlive());
      assertThat(deletion.process().exitValue()).isZero();
    }
  }

  private void status(String name, String status) {
    kubectl.ok(
        "patch",
        "sbj",
        name,
        "--subresource=status",
        "--type=merge",
        "-p",
        "{\"status\": %s}".formatted(status));
  }

  private static String benchmark(String name, String nodeList) throws Exception {
    return cluster.file(
        """
        apiVersion: sparkbench.dev/v1alpha1
        kind: SparkBenchmarkJob
        metadata: {name: %s}
        spec:
          s3Path: user/data.csv
          jobConfig: {type: descriptive, tasks: [row_count]}
          nodeList: %s
        """
            .formatted(name, nodeList));
  }

  private static String table(String text) {
    return text.lines().map(String::stripTrailing).reduce("", (all, line) -> all + line + "\n");
  }
}
