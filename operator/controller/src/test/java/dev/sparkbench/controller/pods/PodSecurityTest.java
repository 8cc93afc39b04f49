// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.pods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.controller.Manifests;
import dev.sparkbench.controller.plan.Answers;
import dev.sparkbench.controller.plan.Situation;
import dev.sparkbench.controller.plan.Step;
import dev.sparkbench.controller.spec.Resolution;
import dev.sparkbench.controller.spec.SpecResolver;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With everything that a podTemplate may contain by default, pods meet the restricted standard. */
class PodSecurityTest {

  private static final String NO_TEMPLATE = "";

  /** Everything about security that a template may contain by default. */
  private static final String TEMPLATE =
      """
        driver:
          podTemplate:
            spec:
              imagePullSecrets: [{name: registry}]
              securityContext:
                {runAsUser: 1000, runAsGroup: 0, runAsNonRoot: true, fsGroup: 1, supplementalGroups: [1], seccompProfile: {type: RuntimeDefault}}
              volumes:
              - {name: a, emptyDir: {}}
              - {name: b, configMap: {name: c}}
              - {name: d, downwardAPI: {items: [{path: l, fieldRef: {fieldPath: metadata.labels}}]}}
              - {name: e, ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce]}}}}
              containers:
              - name: driver
                env: [{name: TZ, value: UTC}]
                ports: [{containerPort: 4040}]
                securityContext:
                  {runAsUser: 1000, privileged: false, allowPrivilegeEscalation: false, readOnlyRootFilesystem: false, capabilities: {drop: [ALL]}, seccompProfile: {type: RuntimeDefault}}
                volumeMounts: [{name: a, mountPath: /data}]
      """;

  @ParameterizedTest
  @ValueSource(strings = {NO_TEMPLATE, TEMPLATE})
  void podsMeetTheRestrictedStandardAndReadOneSecretOnly(String more) {
    SparkBenchmarkJob job = Manifests.benchmark("[1]", more);
    assertThat(new SpecResolver(Manifests.DEFAULTS).resolve(job))
        .isInstanceOf(Resolution.Valid.class);
    Situation run = Situation.applied(job);
    run.takeUntil(Step.Launch.class);
    isRestricted(pod(run));
    Situation report = Situation.applied(job).nextPodSays(Answers.measured(1, 2.5));
    report.takeUntil(Step.RemovePods.class);
    report.takeUntil(Step.Launch.class);
    assertThat(pod(report).getSpec().getAutomountServiceAccountToken()).isFalse();
    isRestricted(pod(report));
  }

  private static Pod pod(Situation situation) {
    return DriverPods.of(
        situation.job(),
        ((Resolution.Valid) new SpecResolver(Manifests.DEFAULTS).resolve(situation.job()))
            .benchmark(),
        situation.status(),
        situation.status().current());
  }

  private static void isRestricted(Pod pod) {
    PodSpec spec = pod.getSpec();
    assertThat(spec.getServiceAccountName()).isEqualTo("jobs");
    assertThat(spec.getHostNetwork()).isNull();
    assertThat(spec.getHostPID()).isNull();
    assertThat(spec.getHostIPC()).isNull();
    assertThat(spec.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(spec.getSecurityContext().getSysctls()).isEmpty();
    assertThat(spec.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(spec.getVolumes()).allMatch(PodSecurityTest::isOfAllowedKind);
    assertThat(spec.getInitContainers()).isEmpty();
    assertThat(spec.getContainers()).singleElement().satisfies(PodSecurityTest::isRestricted);
  }

  private static void isRestricted(Container container) {
    assertThat(container.getImage()).isEqualTo("runner:1");
    assertThat(container.getSecurityContext().getPrivileged()).isNotEqualTo(Boolean.TRUE);
    assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(container.getSecurityContext().getCapabilities().getAdd()).isEmpty();
    assertThat(container.getSecurityContext().getProcMount()).isNull();
    assertThat(container.getPorts()).allMatch(port -> port.getHostPort() == null);
    assertThat(container.getEnvFrom()).isEqualTo(List.<EnvFromSource>of());
    assertThat(container.getEnv())
        .extracting(EnvVar::getValueFrom)
        .filteredOn(Objects::nonNull)
        .extracting(from -> from.getSecretKeyRef())
        .filteredOn(Objects::nonNull)
        .allSatisfy(secret -> assertThat(secret.getName()).isEqualTo("s3-credentials"));
  }

  private static boolean isOfAllowedKind(Volume volume) {
    return volume.getEmptyDir() != null
        || volume.getConfigMap() != null
        || volume.getDownwardAPI() != null
        || volume.getEphemeral() != null;
  }
}
