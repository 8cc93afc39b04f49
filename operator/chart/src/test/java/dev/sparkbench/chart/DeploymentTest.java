// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@NeedsHelm
class DeploymentTest {

  @ParameterizedTest
  @MethodSource("dev.sparkbench.chart.Variants#all")
  void everyPodMeetsTheRestrictedStandardAndMore(Objects objects) {
    assertThat(Pods.of(objects))
        .hasSize(objects.all(Deployment.class).size() + 1)
        .allSatisfy(DeploymentTest::isRestricted);
  }

  private static void isRestricted(PodSpec pod) {
    assertThat(pod.getHostNetwork()).isNull();
    assertThat(pod.getHostPID()).isNull();
    assertThat(pod.getHostIPC()).isNull();
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(pod.getVolumes())
        .allSatisfy(
            volume ->
                assertThat(volume.getEmptyDir() != null || volume.getSecret() != null).isTrue());
    assertThat(pod.getInitContainers()).isEmpty();
    assertThat(pod.getContainers())
        .allSatisfy(
            container -> {
              assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
              assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
              assertThat(container.getSecurityContext().getPrivileged()).isNull();
              assertThat(container.getSecurityContext().getCapabilities().getDrop())
                  .containsExactly("ALL");
              assertThat(container.getSecurityContext().getCapabilities().getAdd()).isEmpty();
            });
    // Services are found by DNS; a Service sparkbench-… would make variables SPARKBENCH_….
    assertThat(pod.getEnableServiceLinks()).isFalse();
  }

  @Test
  void theTokenIsForTheOperatorOnly() {
    assertThat(Pods.of(Chart.render(Chart.DEFAULTS)))
        .extracting(PodSpec::getServiceAccountName, PodSpec::getAutomountServiceAccountToken)
        .containsExactly(tuple(Chart.FULL_NAME, true), tuple(null, false));
  }

  @Test
  void userIdsAreTheClustersIfItWantsThat() {
    assertThat(runAsUser(Chart.DEFAULTS)).containsOnly(10001L);
    assertThat(runAsUser("operator: {runAsUser: 1000740000}")).containsOnly(1000740000L);
    assertThat(runAsUser("operator: {runAsUser: null}")).hasSize(2).containsOnlyNulls();
  }

  @Test
  void theOnlyFolderToWriteToIsTmp() {
    PodSpec pod = Pods.spec(deployment(Chart.DEFAULTS));
    assertThat(Pods.container(deployment(Chart.DEFAULTS)).getVolumeMounts())
        .singleElement()
        .satisfies(mount -> assertThat(mount.getMountPath()).isEqualTo("/tmp"));
    assertThat(pod.getVolumes())
        .singleElement()
        .satisfies(
            volume ->
                assertThat(volume.getEmptyDir().getSizeLimit()).isEqualTo(new Quantity("64Mi")));
  }

  @Test
  void probesAndServiceMeetTheHttpPort() {
    Objects objects = Chart.render(Chart.DEFAULTS);
    Container container = Pods.container(objects.one(Deployment.class));
    assertThat(container.getPorts())
        .extracting(ContainerPort::getName, ContainerPort::getContainerPort)
        .containsExactly(tuple("http", 8080));
    assertThat(asks(container.getStartupProbe())).isEqualTo("http/healthz");
    assertThat(asks(container.getLivenessProbe())).isEqualTo("http/healthz");
    assertThat(asks(container.getReadinessProbe())).isEqualTo("http/readyz");
    assertThat(objects.one(Service.class).getSpec().getPorts())
        .singleElement()
        .satisfies(
            port -> {
              assertThat(port.getName()).isEqualTo("http");
              assertThat(port.getPort()).isEqualTo(8080);
              assertThat(port.getTargetPort().getStrVal()).isEqualTo("http");
            });
  }

  @Test
  void aSingleOperatorIsGoneBeforeTheNextStarts() {
    Deployment deployment = deployment(Chart.DEFAULTS);
    assertThat(deployment.getSpec().getReplicas()).isEqualTo(1);
    assertThat(deployment.getSpec().getStrategy().getType()).isEqualTo("Recreate");
    assertThat(deployment.getSpec().getStrategy().getRollingUpdate()).isNull();
  }

  @Test
  void replicasThatElectALeaderRollAndArePartlyKept() {
    Objects objects = Chart.render("operator: {replicas: 3, leaderElection: {enabled: true}}");
    assertThat(objects.one(Deployment.class).getSpec().getReplicas()).isEqualTo(3);
    assertThat(objects.one(Deployment.class).getSpec().getStrategy())
        .satisfies(
            strategy -> {
              assertThat(strategy.getType()).isEqualTo("RollingUpdate");
              assertThat(strategy.getRollingUpdate().getMaxUnavailable().getIntVal()).isZero();
              assertThat(strategy.getRollingUpdate().getMaxSurge().getIntVal()).isEqualTo(1);
            });
    assertThat(objects.one(PodDisruptionBudget.class).getSpec().getMaxUnavailable().getIntVal())
        .isEqualTo(1);
  }

  @Test
  void aBudgetForOneReplicaWouldOnlyBlockNodes() {
    assertThat(
            Chart.render("operator: {leaderElection: {enabled: true}}")
                .all(PodDisruptionBudget.class))
        .isEmpty();
    assertThat(
            Chart.render(
                    """
                    operator:
                      replicas: 2
                      leaderElection: {enabled: true}
                      podDisruptionBudget: {enabled: false}
                    """)
                .all(PodDisruptionBudget.class))
        .isEmpty();
  }

  @Test
  void theImageIsThatOfThisVersion() {
    String version = System.getProperty("sparkbench.version");
    assertThat(image(Chart.DEFAULTS)).isEqualTo("sparkbench-operator:" + version);
    assertThat(image("operator: {image: {repository: r.example.com/op, tag: '7'}}"))
        .isEqualTo("r.example.com/op:7");
    assertThat(image(Variants.EVERYTHING))
        .isEqualTo("sparkbench-operator@sha256:" + "0".repeat(64));
  }

  @Test
  void memoryIsBounded() {
    Container container = Pods.container(deployment(Chart.DEFAULTS));
    assertThat(container.getResources().getRequests())
        .isEqualTo(Map.of("cpu", new Quantity("100m"), "memory", new Quantity("512Mi")));
    assertThat(container.getResources().getLimits())
        .isEqualTo(Map.of("memory", new Quantity("1Gi")));
  }

  @Test
  void whatThePlatformAsksForIsInThePod() {
    Deployment deployment = deployment(Variants.EVERYTHING);
    assertThat(deployment.getMetadata().getAnnotations())
        .isEqualTo(Map.of("example.com/owner", "platform"));
    assertThat(deployment.getSpec().getTemplate().getMetadata().getAnnotations())
        .isEqualTo(Map.of("prometheus.io/scrape", "true"));
    PodSpec pod = Pods.spec(deployment);
    assertThat(pod.getTerminationGracePeriodSeconds()).isEqualTo(30);
    assertThat(pod.getPriorityClassName()).isEqualTo("system-cluster-critical");
    assertThat(pod.getNodeSelector()).isEqualTo(Map.of("kubernetes.io/os", "linux"));
    assertThat(pod.getTolerations())
        .singleElement()
        .satisfies(toleration -> assertThat(toleration.getKey()).isEqualTo("dedicated"));
    assertThat(
            pod.getAffinity()
                .getNodeAffinity()
                .getPreferredDuringSchedulingIgnoredDuringExecution())
        .hasSize(1);
    assertThat(pod.getImagePullSecrets()).containsExactly(new LocalObjectReference("registry"));
  }

  @Test
  void replicasAreSpreadOverNodes() {
    assertThat(Pods.spec(deployment(Chart.DEFAULTS)).getTopologySpreadConstraints())
        .singleElement()
        .satisfies(
            constraint -> {
              assertThat(constraint.getTopologyKey()).isEqualTo("kubernetes.io/hostname");
              assertThat(constraint.getWhenUnsatisfiable()).isEqualTo("ScheduleAnyway");
              assertThat(constraint.getLabelSelector().getMatchLabels())
                  .isEqualTo(deployment(Chart.DEFAULTS).getSpec().getSelector().getMatchLabels());
            });
    assertThat(
            Pods.spec(
                    deployment(
                        """
                        operator:
                          topologySpreadConstraints:
                            - maxSkew: 2
                              topologyKey: topology.kubernetes.io/zone
                              whenUnsatisfiable: DoNotSchedule
                              labelSelector: {matchLabels: {team: platform}}
                        """))
                .getTopologySpreadConstraints())
        .singleElement()
        .satisfies(
            constraint ->
                assertThat(constraint.getLabelSelector().getMatchLabels())
                    .isEqualTo(Map.of("team", "platform")));
  }

  private static Deployment deployment(String values) {
    return Chart.render(values).one(Deployment.class);
  }

  private static String image(String values) {
    return Pods.container(deployment(values)).getImage();
  }

  private static List<Long> runAsUser(String values) {
    return Pods.of(Chart.render(values))
        .map(pod -> pod.getSecurityContext().getRunAsUser())
        .toList();
  }

  private static String asks(Probe probe) {
    return probe.getHttpGet().getPort().getStrVal() + probe.getHttpGet().getPath();
  }
}
