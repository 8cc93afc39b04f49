// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.kubectl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sparkbench.local.kubectl.Kubectl.Background;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What people look at in addition to benchmarks, with the real kubectl: pods, logs, events, types.
 */
class KubectlClusterTest {

  @RegisterExtension static final RunningKubectl cluster = new RunningKubectl();

  private final Kubectl kubectl = cluster.kubectl();

  @Test
  void theServerSaysWhatItKnows() {
    assertThat(kubectl.ok("api-resources", "--categories=sparkbench", "--no-headers"))
        .matches("sparkbenchmarkjobs +sbj +sparkbench.dev/v1alpha1 +true +SparkBenchmarkJob\n");
    assertThat(kubectl.ok("api-resources", "-o", "name")).contains("pods\n", "events\n");
    assertThat(kubectl.ok("api-versions")).contains("v1\n", "sparkbench.dev/v1alpha1\n");
    // An older one warns that the server is newer.
    assertThat(kubectl.run("version").out()).contains("Server Version: v1.");
    assertThat(kubectl.ok("get", "namespaces", "-o", "name")).contains("namespace/default\n");
  }

  @Test
  void theTypesFieldsAreExplained() {
    assertThat(kubectl.ok("explain", "sbj.spec.measurement"))
        .contains("KIND:       SparkBenchmarkJob", "How often to measure", "iterations\t<integer>");
    assertThat(kubectl.ok("explain", "sparkbenchmarkjobs.spec", "--recursive"))
        .contains(
            "nodeList\t<[]integer> -required-",
            "    format\t<string>\n    enum: csv, delta, iceberg, json, ");
  }

  @Test
  void aPodIsSeenFromItsBeginningToItsEnd() throws Exception {
    kubectl.ok("create", "namespace", "seen");
    String end = cluster.file("");
    String manifest =
        pod(
            "seen",
            "talker",
            "echo one; until grep -q now %s; do sleep 0.1; done; echo two".formatted(end));
    assertThat(kubectl.ok("apply", "-f", manifest)).isEqualTo("pod/talker created\n");
    assertThat(kubectl.ok("apply", "-f", manifest)).isEqualTo("pod/talker unchanged\n");
    kubectl.ok("wait", "-n", "seen", "pod/talker", "--for=condition=Ready", "--timeout=30s");
    assertThat(kubectl.ok("get", "pods", "-n", "seen"))
        .matches("NAME +READY +STATUS +RESTARTS +AGE *\ntalker +1/1 +Running +0 +[0-9]+s *\n");
    assertThat(kubectl.ok("get", "all", "-n", "seen", "-o", "wide")).contains("127.0.0.1");
    assertThat(kubectl.ok("logs", "-n", "seen", "talker")).isEqualTo("one\n");

    try (Background logs = kubectl.start("logs", "-n", "seen", "--follow", "talker")) {
      await().until(() -> logs.printed().equals("one\n"));
      Files.writeString(Path.of(end), "now");
      await().until(() -> !logs.process().isAlive());
      assertThat(logs.printed()).isEqualTo("one\ntwo\n");
    }
    assertThat(kubectl.ok("logs", "-n", "seen", "talker", "--tail=1")).isEqualTo("two\n");
    assertThat(kubectl.ok("get", "pods", "-n", "seen")).contains("0/1", "Completed");
    // The pod is reported as ended a little after its container.
    kubectl.ok(
        "wait",
        "-n",
        "seen",
        "pod/talker",
        "--for=jsonpath={.status.phase}=Succeeded",
        "--timeout=30s");
    assertThat(kubectl.ok("describe", "-n", "seen", "pod/talker"))
        .containsPattern("Status: +Succeeded")
        .containsPattern("Exit Code: +0");
    assertThat(kubectl.ok("delete", "-n", "seen", "pod/talker"))
        .startsWith("pod \"talker\" deleted");
  }

  @Test
  void aBuiltInTypeIsPatchedByTheKeysOfItsLists() throws Exception {
    kubectl.ok("create", "namespace", "patched");
    kubectl.ok("create", "-f", pod("patched", "x", "exec sleep 60"));
    kubectl.ok(
        "patch",
        "-n",
        "patched",
        "pod/x",
        "-p",
        "{\"spec\":{\"containers\":[{\"name\":\"main\",\"image\":\"other\"}]}}");

    assertThat(
            kubectl.ok(
                "get",
                "-n",
                "patched",
                "pod/x",
                "-o",
                "jsonpath={.spec.containers[0].image} {.spec.containers[0].args}"))
        .isEqualTo("other [\"exec sleep 60\"]");
    kubectl.ok("delete", "-n", "patched", "pod/x", "--grace-period=1");
  }

  @Test
  void smallThingsAreCreatedWithoutAManifest() {
    kubectl.ok("create", "namespace", "team-a");
    kubectl.ok("create", "serviceaccount", "runner", "-n", "team-a");
    kubectl.ok("create", "secret", "generic", "keys", "-n", "team-a", "--from-literal=a=b");

    assertThat(kubectl.ok("get", "sa,secret", "-n", "team-a", "-o", "name"))
        .isEqualTo("serviceaccount/default\nserviceaccount/runner\nsecret/keys\n");
    assertThat(kubectl.ok("get", "secret/keys", "-n", "team-a", "-o", "jsonpath={.data} {.type}"))
        .isEqualTo("{\"a\":\"Yg==\"} Opaque");
  }

  @Test
  void aQuotaIsTakenInAndRefusesPods() throws Exception {
    kubectl.ok("create", "namespace", "bounded");
    kubectl.ok(
        "apply",
        "-f",
        cluster.file(
            """
            apiVersion: v1
            kind: ResourceQuota
            metadata: {name: one, namespace: bounded}
            spec: {hard: {pods: 1}}
            """));
    kubectl.ok("create", "-f", pod("bounded", "first", "exec sleep 60"));

    assertThat(kubectl.refused("create", "-f", pod("bounded", "second", "exit 0")))
        .contains(
            "(Forbidden)",
            "pods \"second\" is forbidden: exceeded quota: one, requested: pods=1, used: pods=1, limited: pods=1");
    assertThat(kubectl.ok("describe", "quota", "one", "-n", "bounded"))
        .containsPattern("pods +1 +1");
    kubectl.ok("delete", "-n", "bounded", "pod/first", "--grace-period=1");
  }

  @Test
  void eventsAreListedAndDescribed() throws Exception {
    kubectl.ok("create", "configmap", "noted", "--from-literal=a=b");
    String uid = kubectl.ok("get", "configmap/noted", "-o", "jsonpath={.metadata.uid}");
    kubectl.ok(
        "create",
        "-f",
        cluster.file(
            """
            apiVersion: v1
            kind: Event
            metadata: {generateName: noted., namespace: default}
            involvedObject: {apiVersion: v1, kind: ConfigMap, name: noted, namespace: default, uid: %s}
            type: Normal
            reason: Noted
            message: somebody did
            firstTimestamp: "2026-01-01T00:00:00Z"
            lastTimestamp: "2026-01-01T00:00:00Z"
            count: 1
            """
                .formatted(uid)));

    assertThat(kubectl.ok("get", "events"))
        .containsPattern("LAST SEEN +TYPE +REASON +OBJECT +MESSAGE")
        .containsPattern("Normal +Noted +configmap/noted +somebody did");
    assertThat(kubectl.ok("describe", "configmap/noted")).contains("somebody did");
  }

  private static String pod(String namespace, String name, String script) throws Exception {
    return cluster.file(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: %s}
        spec:
          restartPolicy: Never
          containers: [{name: main, image: shell, args: ["%s"]}]
        """
            .formatted(name, namespace, script));
  }
}
