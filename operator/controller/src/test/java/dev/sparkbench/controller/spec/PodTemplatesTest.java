// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodTemplatesTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # template                                                     | what is wrong
          sepc: {}                                                       | t.sepc: is not a field of a PodTemplateSpec; did you mean spec?
          metadata: {label: {a: b}}                                      | t.metadata.label: is not a field of a PodTemplateSpec; did you mean labels?
          metadata: {labels: {a: 1}}                                     | t.metadata.labels.a: must be a text; put the value into quotes
          spec: {nodeSelectr: {a: b}}                                    | t.spec.nodeSelectr: is not a field of a PodTemplateSpec; did you mean nodeSelector?
          spec: {nodeselector: {a: b}}                                   | t.spec.nodeselector: is not a field of a PodTemplateSpec; did you mean nodeSelector?
          spec: {gpus: 1}                                                | t.spec.gpus: is not a field of a PodTemplateSpec; remove it
          spec: {somethingElseAltogether: 1}                             | t.spec.somethingElseAltogether: is not a field of a PodTemplateSpec; remove it
          spec: {nodeSelector: ssd}                                      | t.spec.nodeSelector: must be an object, and is a text
          spec: {nodeSelector: }                                         | t.spec.nodeSelector: has no value; give it one, or remove it
          spec: {tolerations: {key: a}}                                  | t.spec.tolerations: must be a list, and is an object
          spec: {tolerations: [{key: a, effct: NoSchedule}]}             | t.spec.tolerations[0].effct: is not a field of a PodTemplateSpec; did you mean effect?
          spec: {tolerations: [{key: a}, spark]}                         | t.spec.tolerations[1]: must be an object, and is a text
          spec: {tolerations: [{tolerationSeconds: '60'}]}               | t.spec.tolerations[0].tolerationSeconds: must be a whole number, and is a text
          spec: {hostNetwork: 'true'}                                    | t.spec.hostNetwork: must be true or false, and is a text
          spec: {securityContext: {runAsUser: '0'}}                      | t.spec.securityContext.runAsUser: must be a whole number, and is a text
          spec: {securityContext: {runAsUser: 1.5}}                      | t.spec.securityContext.runAsUser: must be a whole number, and is 1.5
          spec: {containers: [{env: [{name: A, value: 1}]}]}             | t.spec.containers[0].env[0].value: must be a text; put the value into quotes
          spec: {containers: [{resources: {limit: {cpu: 1}}}]}           | t.spec.containers[0].resources.limit: is not a field of a PodTemplateSpec; did you mean limits?
          spec: {volumes: [{name: a, emptyDir: {sizeLimt: 1Gi}}]}        | t.spec.volumes[0].emptyDir.sizeLimt: is not a field of a PodTemplateSpec; did you mean sizeLimit?
          """)
  void namesThePathAndTheNearestName(String template, String expected) {
    assertThat(violations(template)).containsExactly(expected);
  }

  @Test
  void namesEverythingThatIsWrong() {
    assertThat(violations("metadata: {lables: {}}\nspec: {tolerations: [{kee: a}]}"))
        .containsExactly(
            "t.metadata.lables: is not a field of a PodTemplateSpec; did you mean labels?",
            "t.spec.tolerations[0].kee: is not a field of a PodTemplateSpec; did you mean key?");
  }

  @Test
  void acceptsWhatKubernetesKnows() {
    assertThat(
            violations(
                """
                metadata: {labels: {a: "1"}, annotations: {b: c}}
                spec:
                  nodeSelector: {disk: ssd}
                  tolerations: [{key: a, operator: Exists, tolerationSeconds: 60}]
                  affinity:
                    nodeAffinity:
                      requiredDuringSchedulingIgnoredDuringExecution:
                        nodeSelectorTerms: [{matchExpressions: [{key: a, operator: In, values: [b]}]}]
                  topologySpreadConstraints:
                  - {maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {a: b}}}
                  securityContext: {runAsUser: 4294967294, fsGroup: 1}
                  containers:
                  - name: driver
                    resources: {requests: {cpu: 1, memory: 1Gi, example.com/gpu: "1"}}
                    readinessProbe: {httpGet: {port: http, path: /}, periodSeconds: 1}
                    livenessProbe: {tcpSocket: {port: 80}}
                  volumes:
                  - name: nvme
                    ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}}
                  - {name: scratch, emptyDir: {sizeLimit: 1Gi}}
                """))
        .isEmpty();
  }

  @Test
  void namesOfLabelsAreBounded() {
    String longest = "d".repeat(253) + "/" + "n".repeat(63);
    assertThat(violations(Map.of("metadata", Map.of("labels", Map.of(longest, "a"))))).isEmpty();
    assertThat(violations(Map.of("metadata", Map.of("labels", Map.of(longest + "n", "a")))))
        .containsExactly(
            "t.metadata.labels: '%s…' is a name of 318 characters; give one of at most 317"
                .formatted("d".repeat(79)));
  }

  /** A very long name is shortened in the message like any other. */
  @Test
  void staysReadable() {
    assertThat(violations(Map.of("x".repeat(60_000), Map.of())))
        .allSatisfy(violation -> assertThat(violation).hasSizeLessThan(200));
  }

  @SuppressWarnings("unchecked")
  private static List<String> violations(String yaml) {
    return violations((Map<String, Object>) Serialization.unmarshal(yaml, Map.class));
  }

  private static List<String> violations(Map<String, Object> template) {
    return PodTemplates.violations("t", template).stream().map(Violation::toString).toList();
  }
}
