// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@NeedsHelm
class ObjectsTest {

  private static final Pattern SUBDOMAIN =
      Pattern.compile(
          "(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final Pattern SERVICE = Pattern.compile("[a-z]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern LABEL_KEY =
      Pattern.compile("([a-z0-9][-a-z0-9.]*/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
  private static final Pattern LABEL_VALUE =
      Pattern.compile("([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?");

  private static final Set<String> OF_THE_CLUSTER =
      Set.of(
          "ClusterRole",
          "ClusterRoleBinding",
          "CustomResourceDefinition",
          "Namespace",
          "ValidatingAdmissionPolicy",
          "ValidatingAdmissionPolicyBinding");

  @Test
  void theDefaultsMakeTheseObjects() {
    assertThat(Chart.render(Chart.DEFAULTS).names())
        .containsExactlyInAnyOrder(
            "ValidatingAdmissionPolicy bench-sparkbench-operator.sparkbench",
            "ValidatingAdmissionPolicyBinding bench-sparkbench-operator.sparkbench",
            "CustomResourceDefinition sparkbenchmarkjobs.sparkbench.dev",
            "ServiceAccount sparkbench/bench-sparkbench-operator",
            "ClusterRole bench-sparkbench-operator",
            "ClusterRoleBinding bench-sparkbench-operator",
            "Deployment sparkbench/bench-sparkbench-operator",
            "Service sparkbench/bench-sparkbench-operator",
            "ServiceAccount benchmarks/bench-sparkbench-operator-job",
            "Role benchmarks/bench-sparkbench-operator-job",
            "RoleBinding benchmarks/bench-sparkbench-operator-job",
            "ClusterRole bench-sparkbench-operator-view",
            "ClusterRole bench-sparkbench-operator-edit",
            "Pod sparkbench/bench-sparkbench-operator-test");
  }

  @Test
  void everythingMakesTheseObjects() {
    assertThat(Chart.render(Variants.EVERYTHING).names())
        .containsExactlyInAnyOrder(
            "ValidatingAdmissionPolicy bench-sparkbench-operator.sparkbench",
            "ValidatingAdmissionPolicyBinding bench-sparkbench-operator.sparkbench",
            "CustomResourceDefinition sparkbenchmarkjobs.sparkbench.dev",
            "ServiceAccount sparkbench/bench-sparkbench-operator",
            "ClusterRole bench-sparkbench-operator",
            "ClusterRoleBinding bench-sparkbench-operator",
            "Role sparkbench/bench-sparkbench-operator-lease",
            "RoleBinding sparkbench/bench-sparkbench-operator-lease",
            "Deployment sparkbench/bench-sparkbench-operator",
            "PodDisruptionBudget sparkbench/bench-sparkbench-operator",
            "Service sparkbench/bench-sparkbench-operator",
            "NetworkPolicy sparkbench/bench-sparkbench-operator",
            "ServiceAccount team-a/bench-sparkbench-operator-job",
            "Role team-a/bench-sparkbench-operator-job",
            "RoleBinding team-a/bench-sparkbench-operator-job",
            "NetworkPolicy team-a/bench-sparkbench-operator-job",
            "ServiceAccount team-b/bench-sparkbench-operator-job",
            "Role team-b/bench-sparkbench-operator-job",
            "RoleBinding team-b/bench-sparkbench-operator-job",
            "NetworkPolicy team-b/bench-sparkbench-operator-job",
            "ClusterRole bench-sparkbench-operator-job",
            "ClusterRoleBinding bench-sparkbench-operator-job",
            "ClusterRole bench-sparkbench-operator-view",
            "ClusterRole bench-sparkbench-operator-edit",
            "ServiceMonitor sparkbench/bench-sparkbench-operator",
            "PrometheusRule sparkbench/bench-sparkbench-operator",
            "ConfigMap sparkbench/bench-sparkbench-operator-dashboard",
            "Pod sparkbench/bench-sparkbench-operator-test");
  }

  @Test
  void listedNamespacesTakeNothingInTheCluster() {
    assertThat(Chart.render(Variants.NAMESPACED).names())
        .containsExactlyInAnyOrder(
            "ServiceAccount sparkbench/bench-sparkbench-operator",
            "Role team-a/bench-sparkbench-operator",
            "RoleBinding team-a/bench-sparkbench-operator",
            "Role team-b/bench-sparkbench-operator",
            "RoleBinding team-b/bench-sparkbench-operator",
            "Role sparkbench/bench-sparkbench-operator-lease",
            "RoleBinding sparkbench/bench-sparkbench-operator-lease",
            "Deployment sparkbench/bench-sparkbench-operator",
            "PodDisruptionBudget sparkbench/bench-sparkbench-operator",
            "Service sparkbench/bench-sparkbench-operator",
            "NetworkPolicy sparkbench/bench-sparkbench-operator",
            "ServiceAccount team-a/bench-sparkbench-operator-job",
            "Role team-a/bench-sparkbench-operator-job",
            "RoleBinding team-a/bench-sparkbench-operator-job",
            "NetworkPolicy team-a/bench-sparkbench-operator-job",
            "ServiceAccount team-b/bench-sparkbench-operator-job",
            "Role team-b/bench-sparkbench-operator-job",
            "RoleBinding team-b/bench-sparkbench-operator-job",
            "NetworkPolicy team-b/bench-sparkbench-operator-job",
            "Pod sparkbench/bench-sparkbench-operator-test");
  }

  @Test
  void aGatewayMakesTheseObjects() {
    assertThat(Chart.render(Variants.GATEWAY).of("gateway").names())
        .containsExactlyInAnyOrder(
            "ServiceAccount sparkbench/bench-sparkbench-operator-gateway",
            "ClusterRole bench-sparkbench-operator-gateway",
            "ClusterRoleBinding bench-sparkbench-operator-gateway",
            "Deployment sparkbench/bench-sparkbench-operator-gateway",
            "PodDisruptionBudget sparkbench/bench-sparkbench-operator-gateway",
            "Service sparkbench/bench-sparkbench-operator-gateway",
            "NetworkPolicy sparkbench/bench-sparkbench-operator-gateway");
    assertThat(Chart.render(Variants.GATEWAY_NAMESPACED).of("gateway").names())
        .containsExactlyInAnyOrder(
            "ServiceAccount sparkbench/bench-sparkbench-operator-gateway",
            "ClusterRole bench-sparkbench-operator-gateway",
            "ClusterRoleBinding bench-sparkbench-operator-gateway",
            "Role team-a/bench-sparkbench-operator-gateway",
            "RoleBinding team-a/bench-sparkbench-operator-gateway",
            "Role team-b/bench-sparkbench-operator-gateway",
            "RoleBinding team-b/bench-sparkbench-operator-gateway",
            "Deployment sparkbench/bench-sparkbench-operator-gateway",
            "Service sparkbench/bench-sparkbench-operator-gateway");
  }

  @Test
  void whatIsNotWantedIsNotMade() {
    assertThat(Chart.render(Variants.NOTHING).names())
        .containsExactlyInAnyOrder(
            "Deployment sparkbench/bench-sparkbench-operator",
            "Service sparkbench/bench-sparkbench-operator",
            "Pod sparkbench/bench-sparkbench-operator-test");
  }

  @Test
  void namespacesForJobsAreMadeOnDemandAndHoldTheirPodsToTheRestrictedStandard() {
    assertThat(
            Chart.render("{jobNamespaces: [a, b], createJobNamespaces: true}").all(Namespace.class))
        .extracting(namespace -> namespace.getMetadata().getName())
        .containsExactly("a", "b");
    assertThat(Chart.render("createJobNamespaces: true").one(Namespace.class).getMetadata())
        .satisfies(
            metadata -> {
              assertThat(metadata.getLabels())
                  .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
              assertThat(metadata.getAnnotations())
                  .containsEntry("helm.sh/resource-policy", "keep");
            });
  }

  @Test
  void someOfTheWatchedNamespacesMayBeForJobs() {
    assertThat(Chart.render("{watchNamespaces: [team-a, team-b], jobNamespaces: [team-b]}").names())
        .contains(
            "Role team-a/bench-sparkbench-operator", "Role team-b/bench-sparkbench-operator-job")
        .doesNotContain("Role team-a/bench-sparkbench-operator-job");
  }

  @ParameterizedTest
  @MethodSource("dev.sparkbench.chart.Variants#all")
  void namesAreAllowedAndUnique(Objects objects) {
    assertThat(objects.names()).doesNotHaveDuplicates();
    assertThat(objects.all())
        .allSatisfy(object -> assertThat(object.getMetadata().getName()).matches(SUBDOMAIN));
    assertThat(objects.all(Service.class))
        .allSatisfy(service -> assertThat(service.getMetadata().getName()).matches(SERVICE));
  }

  @ParameterizedTest
  @MethodSource("dev.sparkbench.chart.Variants#all")
  void onlyWhatTheClusterHasIsWithoutNamespace(Objects objects) {
    assertThat(objects.all())
        .allSatisfy(
            object ->
                assertThat(Optional.ofNullable(object.getMetadata().getNamespace()).isEmpty())
                    .as(object.getKind())
                    .isEqualTo(OF_THE_CLUSTER.contains(object.getKind())));
  }

  @ParameterizedTest
  @MethodSource("dev.sparkbench.chart.Variants#all")
  void labelsAreAllowedAndSayWhoseTheObjectIs(Objects objects) {
    assertThat(objects.all())
        .allSatisfy(
            object -> {
              assertThat(object.getMetadata().getLabels())
                  .containsEntry("app.kubernetes.io/name", "sparkbench-operator")
                  .containsEntry("app.kubernetes.io/managed-by", "Helm")
                  .containsKeys(
                      "app.kubernetes.io/instance", "app.kubernetes.io/version", "helm.sh/chart");
              assertThat(labelsOf(object))
                  .allSatisfy(
                      (key, value) -> {
                        assertThat(key).matches(LABEL_KEY);
                        assertThat(value).matches(LABEL_VALUE);
                      });
            });
  }

  @ParameterizedTest
  @MethodSource("dev.sparkbench.chart.Variants#all")
  void selectorsFindTheOperatorOrTheGatewayAndNotTheTest(Objects objects) {
    selectorsFind("operator", objects.of("operator"));
    if (!objects.of("gateway").all().isEmpty()) {
      selectorsFind("gateway", objects.of("gateway"));
    }
    assertThat(objects.one(Pod.class).getMetadata().getLabels())
        .containsEntry("app.kubernetes.io/component", "test");
  }

  private static void selectorsFind(String component, Objects objects) {
    Deployment deployment = objects.one(Deployment.class);
    Map<String, String> pod = deployment.getSpec().getTemplate().getMetadata().getLabels();
    Map<String, String> selector = deployment.getSpec().getSelector().getMatchLabels();
    assertThat(pod).containsAllEntriesOf(selector);
    assertThat(selector).containsEntry("app.kubernetes.io/component", component);
    assertThat(objects.one(Service.class).getSpec().getSelector()).isEqualTo(selector);
    assertThat(objects.all(PodDisruptionBudget.class))
        .allSatisfy(
            budget ->
                assertThat(budget.getSpec().getSelector().getMatchLabels()).isEqualTo(selector));
    assertThat(objects.all(ServiceMonitor.class))
        .allSatisfy(
            monitor ->
                assertThat(objects.one(Service.class).getMetadata().getLabels())
                    .containsAllEntriesOf(monitor.getSpec().getSelector().getMatchLabels()));
  }

  @Test
  void aSelectorOutlivesVersions() {
    assertThat(
            Chart.render(Variants.EVERYTHING)
                .one(Deployment.class)
                .getSpec()
                .getSelector()
                .getMatchLabels())
        .isEqualTo(
            Map.of(
                "app.kubernetes.io/name", "sparkbench-operator",
                "app.kubernetes.io/instance", "bench",
                "app.kubernetes.io/component", "operator"));
  }

  @Test
  void theNameIsTheReleasesIfThatSaysIt() {
    assertThat(
            Chart.render("sparkbench-operator", Chart.DEFAULTS)
                .one(Deployment.class)
                .getMetadata()
                .getName())
        .isEqualTo("sparkbench-operator");
    assertThat(
            Chart.render("{fullnameOverride: bench, nameOverride: operator}")
                .one(Deployment.class)
                .getMetadata()
                .getName())
        .isEqualTo("bench");
  }

  @Test
  void furtherLabelsDoNotReplaceTheCharts() {
    ObjectMeta metadata =
        Chart.render(
                "operator: {labels: {app.kubernetes.io/instance: other, team: a}, podLabels: {team: a}}")
            .one(Deployment.class)
            .getMetadata();
    assertThat(metadata.getLabels())
        .containsEntry("app.kubernetes.io/instance", "bench")
        .containsEntry("team", "a");
  }

  @Test
  void prometheusFindsItsObjectsByLabel() {
    Objects objects = Chart.render(Variants.EVERYTHING);
    assertThat(objects.one(ServiceMonitor.class).getMetadata().getLabels())
        .containsEntry("release", "prometheus");
    assertThat(objects.one(PrometheusRule.class).getMetadata().getLabels())
        .containsEntry("release", "prometheus");
  }

  @Test
  void theseTestsSeeUnknownAndRepeatedFields() {
    assertThatThrownBy(
            () -> Objects.parse("{apiVersion: v1, kind: Pod, spec: {restartpolicy: Never}}"))
        .hasMessageContaining("restartpolicy");
    assertThatThrownBy(() -> Objects.parse("{apiVersion: v1, kind: Pod, kind: Pod}"))
        .hasStackTraceContaining("Duplicate field 'kind'");
    assertThatThrownBy(() -> Objects.parse("{apiVersion: v1, kind: Pid}"))
        .hasMessageContaining("no such type");
  }

  private static Map<String, String> labelsOf(HasMetadata object) {
    Map<String, String> labels = new LinkedHashMap<>(object.getMetadata().getLabels());
    if (object instanceof Deployment deployment) {
      labels.putAll(deployment.getSpec().getTemplate().getMetadata().getLabels());
    }
    return labels;
  }
}
