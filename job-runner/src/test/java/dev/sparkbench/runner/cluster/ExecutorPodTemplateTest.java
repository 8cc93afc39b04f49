// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparkbench.api.contract.Storage;
import dev.sparkbench.runner.fixture.RunRequests;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExecutorPodTemplateTest {

  private static final Storage STORAGE = new Storage("http://store:9000", "eu-west-1", true);

  @Test
  void hasWhatTheRunnerNeeds() {
    assertThat(yaml(RunRequests.of("s3://bucket/key").credentialsSecret("store-keys")))
        .isEqualTo(
            """
            ---
            apiVersion: "v1"
            kind: "Pod"
            metadata:
              annotations:
                cluster-autoscaler.kubernetes.io/safe-to-evict: "false"
                karpenter.sh/do-not-disrupt: "true"
              labels:
                sparkbench.dev/job: "job"
            spec:
              automountServiceAccountToken: false
              containers:
              - env:
                - name: "SPARKBENCH_SCRATCH"
                  value: "/tmp"
                - name: "SPARKBENCH_NODE_NAME"
                  valueFrom:
                    fieldRef:
                      fieldPath: "spec.nodeName"
                - name: "SPARKBENCH_NODE_ZONE"
                  valueFrom:
                    fieldRef:
                      fieldPath: "metadata.labels['topology.kubernetes.io/zone']"
                - name: "SPARKBENCH_NODE_REGION"
                  valueFrom:
                    fieldRef:
                      fieldPath: "metadata.labels['topology.kubernetes.io/region']"
                - name: "AWS_ACCESS_KEY_ID"
                  valueFrom:
                    secretKeyRef:
                      key: "AWS_ACCESS_KEY_ID"
                      name: "store-keys"
                - name: "AWS_SECRET_ACCESS_KEY"
                  valueFrom:
                    secretKeyRef:
                      key: "AWS_SECRET_ACCESS_KEY"
                      name: "store-keys"
                - name: "AWS_SESSION_TOKEN"
                  valueFrom:
                    secretKeyRef:
                      key: "AWS_SESSION_TOKEN"
                      name: "store-keys"
                      optional: true
                name: "executor"
                securityContext:
                  allowPrivilegeEscalation: false
                  capabilities:
                    drop:
                    - "ALL"
                  readOnlyRootFilesystem: true
                volumeMounts:
                - mountPath: "/tmp"
                  name: "spark-local-dir-1"
              securityContext:
                runAsNonRoot: true
                seccompProfile:
                  type: "RuntimeDefault"
              topologySpreadConstraints:
              - labelSelector:
                  matchLabels:
                    sparkbench.dev/job: "job"
                maxSkew: 1
                topologyKey: "kubernetes.io/hostname"
                whenUnsatisfiable: "ScheduleAnyway"
              volumes:
              - emptyDir: {}
                name: "spark-local-dir-1"
            """);
  }

  @Test
  void keepsWhatTheUserAsksForAndWinsWhereItMust() throws IOException {
    JsonNode user =
        new ObjectMapper()
            .readTree(
                """
                {"metadata": {"labels": {"team": "a", "sparkbench.dev/job": "mine"},
                              "annotations": {"note": "kept"}},
                 "spec": {"automountServiceAccountToken": true,
                          "nodeSelector": {"disk": "ssd"},
                          "tolerations": [{"key": "batch", "operator": "Exists"}],
                          "volumes": [{"name": "certs", "secret": {"secretName": "ca"}}],
                          "securityContext": {"runAsUser": 1234, "runAsNonRoot": false},
                          "containers": [
                            {"name": "sidecar", "image": "sidecar:1"},
                            {"name": "executor",
                             "env": [{"name": "MINE", "value": "1"},
                                     {"name": "SPARKBENCH_SCRATCH", "value": "/root"}],
                             "securityContext": {"allowPrivilegeEscalation": true,
                                                 "runAsGroup": 5},
                             "volumeMounts": [{"name": "certs", "mountPath": "/certs"}]}]}}
                """);

    assertThat(yaml(RunRequests.of("s3://bucket/key").podTemplate(user)))
        .isEqualTo(
            """
            ---
            apiVersion: "v1"
            kind: "Pod"
            metadata:
              annotations:
                cluster-autoscaler.kubernetes.io/safe-to-evict: "false"
                karpenter.sh/do-not-disrupt: "true"
                note: "kept"
              labels:
                team: "a"
                sparkbench.dev/job: "job"
            spec:
              automountServiceAccountToken: true
              containers:
              - env:
                - name: "MINE"
                  value: "1"
                - name: "SPARKBENCH_SCRATCH"
                  value: "/tmp"
                - name: "SPARKBENCH_NODE_NAME"
                  valueFrom:
                    fieldRef:
                      fieldPath: "spec.nodeName"
                - name: "SPARKBENCH_NODE_ZONE"
                  valueFrom:
                    fieldRef:
                      fieldPath: "metadata.labels['topology.kubernetes.io/zone']"
                - name: "SPARKBENCH_NODE_REGION"
                  valueFrom:
                    fieldRef:
                      fieldPath: "metadata.labels['topology.kubernetes.io/region']"
                name: "executor"
                securityContext:
                  allowPrivilegeEscalation: false
                  capabilities:
                    drop:
                    - "ALL"
                  readOnlyRootFilesystem: true
                  runAsGroup: 5
                volumeMounts:
                - mountPath: "/certs"
                  name: "certs"
                - mountPath: "/tmp"
                  name: "spark-local-dir-1"
              - image: "sidecar:1"
                name: "sidecar"
              nodeSelector:
                disk: "ssd"
              securityContext:
                runAsNonRoot: true
                runAsUser: 1234
                seccompProfile:
                  type: "RuntimeDefault"
              tolerations:
              - key: "batch"
                operator: "Exists"
              topologySpreadConstraints:
              - labelSelector:
                  matchLabels:
                    sparkbench.dev/job: "job"
                maxSkew: 1
                topologyKey: "kubernetes.io/hostname"
                whenUnsatisfiable: "ScheduleAnyway"
              volumes:
              - name: "certs"
                secret:
                  secretName: "ca"
              - emptyDir: {}
                name: "spark-local-dir-1"
            """);
  }

  /** What the operator lets a template have by default takes nothing of the standard away. */
  @Test
  void staysRestrictedUnderTheUsersTemplate() throws IOException {
    JsonNode user =
        new ObjectMapper()
            .readTree(
                """
                {"spec": {"securityContext": {"runAsUser": 1000, "runAsGroup": 0, "fsGroup": 1},
                          "containers": [{"name": "executor",
                                          "env": [{"name": "TZ", "value": "UTC"}],
                                          "securityContext": {"runAsUser": 1000, "privileged": false,
                                                              "readOnlyRootFilesystem": false,
                                                              "capabilities": {"drop": ["ALL"]}}}]}}
                """);

    Pod pod =
        new KubernetesSerialization()
            .unmarshal(yaml(RunRequests.of("s3://bucket/key").podTemplate(user)), Pod.class);

    assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSpec().getSecurityContext().getSeccompProfile().getType())
        .isEqualTo("RuntimeDefault");
    assertThat(pod.getSpec().getContainers())
        .singleElement()
        .satisfies(
            container -> {
              assertThat(container.getSecurityContext().getPrivileged()).isNotEqualTo(true);
              assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
              assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
              assertThat(container.getSecurityContext().getCapabilities().getDrop())
                  .containsExactly("ALL");
              assertThat(container.getSecurityContext().getCapabilities().getAdd()).isEmpty();
            });
  }

  @Test
  void letsTheUserAllowThatPodsAreMoved() throws IOException {
    JsonNode user =
        new ObjectMapper()
            .readTree(
                """
                {"metadata": {"annotations": {"karpenter.sh/do-not-disrupt": "false"}}}
                """);

    assertThat(yaml(RunRequests.of("s3://bucket/key").podTemplate(user)))
        .contains("karpenter.sh/do-not-disrupt: \"false\"")
        .contains("cluster-autoscaler.kubernetes.io/safe-to-evict: \"false\"")
        .doesNotContain("karpenter.sh/do-not-disrupt: \"true\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"topologySpreadConstraints": [{"maxSkew": 2, "topologyKey": "rack",
                                        "whenUnsatisfiable": "DoNotSchedule"}]}
        """,
        """
        {"affinity": {"podAntiAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [
            {"topologyKey": "rack", "labelSelector": {}}]}}}
        """
      })
  void leavesItToTheUserHowExecutorsAreSpread(String spec) throws IOException {
    JsonNode user = new ObjectMapper().readTree("{\"spec\": %s}".formatted(spec));

    assertThat(yaml(RunRequests.of("s3://bucket/key").podTemplate(user)))
        .contains("topologyKey: \"rack\"")
        .doesNotContain("kubernetes.io/hostname");
  }

  @Test
  void spreadsExecutorsWhoseNodesTheUserChooses() throws IOException {
    JsonNode user =
        new ObjectMapper()
            .readTree(
                """
                {"spec": {"affinity": {"nodeAffinity": {
                    "preferredDuringSchedulingIgnoredDuringExecution": []}}}}
                """);

    assertThat(yaml(RunRequests.of("s3://bucket/key").podTemplate(user)))
        .contains("topologyKey: \"kubernetes.io/hostname\"");
  }

  @Test
  void refusesWhatIsNoTemplate() throws IOException {
    JsonNode user = new ObjectMapper().readTree("{\"spec\": {\"containers\": \"none\"}}");

    assertThatThrownBy(() -> yaml(RunRequests.of("s3://bucket/key").podTemplate(user)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("executor.podTemplate is no PodTemplateSpec: ");
  }

  private static String yaml(RunRequests request) {
    return yaml(request, STORAGE);
  }

  private static String yaml(RunRequests request, Storage storage) {
    return ExecutorPodTemplate.yaml(request.build().executors(), storage);
  }

  @Test
  void mountsCertificatesAndHasTheCredentialsOfTheResults() {
    Storage storage =
        new Storage(
            "https://store",
            null,
            true,
            new Storage.Certificates(null, "authority"),
            new Storage.Results("results", "result-keys"),
            null);

    String yaml = yaml(RunRequests.of("s3://bucket/data.csv"), storage);

    assertThat(yaml)
        .contains("mountPath: \"/etc/sparkbench/certificates\"")
        .contains("name: \"authority\"")
        .contains("name: \"SPARKBENCH_CERTIFICATES\"")
        .contains("name: \"SPARKBENCH_RESULTS_AWS_SECRET_ACCESS_KEY\"")
        .contains("name: \"result-keys\"");
    assertThat(
            yaml(
                RunRequests.of("s3://bucket/data.csv"),
                new Storage(
                    null, null, true, new Storage.Certificates("authority", null), null, null)))
        .contains("secretName: \"authority\"");
  }
}
