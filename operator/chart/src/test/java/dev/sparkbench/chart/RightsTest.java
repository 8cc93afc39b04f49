// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@NeedsHelm
class RightsTest {

  private static final List<String> OPERATOR =
      List.of(
          "sparkbench.dev/sparkbenchmarkjobs: get list watch delete",
          "sparkbench.dev/sparkbenchmarkjobs/status: update",
          "/pods: get list watch create patch delete deletecollection",
          "/pods/log: get",
          "/events: create get patch");

  private static final List<String> DRIVER =
      List.of("/pods: get list watch create delete deletecollection");

  private static final List<String> LEASE =
      List.of(
          "coordination.k8s.io/leases[bench-sparkbench-operator]: get update patch",
          "coordination.k8s.io/leases: create");

  @Test
  void inEveryNamespaceTheOperatorMayDoThis() {
    assertThat(rights(Chart.render(Chart.DEFAULTS)))
        .isEqualTo(
            Map.of(
                "* sparkbench/bench-sparkbench-operator", OPERATOR,
                "benchmarks benchmarks/bench-sparkbench-operator-job", DRIVER));
  }

  @Test
  void inListedNamespacesItMayDoTheSameAndElsewhereNothing() {
    assertThat(rights(Chart.render(Variants.NAMESPACED)))
        .isEqualTo(
            Map.of(
                "team-a sparkbench/bench-sparkbench-operator", OPERATOR,
                "team-b sparkbench/bench-sparkbench-operator", OPERATOR,
                "sparkbench sparkbench/bench-sparkbench-operator", LEASE,
                "team-a team-a/bench-sparkbench-operator-job", DRIVER,
                "team-b team-b/bench-sparkbench-operator-job", DRIVER));
  }

  @Test
  void driversMayReadNodesIfTheyAreToldTo() {
    assertThat(rights(Chart.render(Variants.EVERYTHING)))
        .containsEntry("team-a team-a/bench-sparkbench-operator-job", DRIVER)
        .containsEntry("* team-a/bench-sparkbench-operator-job", List.of("/nodes: get"))
        .containsEntry("* team-b/bench-sparkbench-operator-job", List.of("/nodes: get"));
    assertThat(
            rights(
                Chart.render(
                    "jobs: {serviceAccount: {create: false, name: mine}, rbac: {readNodes: true}}")))
        .containsEntry("* benchmarks/mine", List.of("/nodes: get"));
    assertThat(rights(Chart.render("{rbac: {create: false}, jobs: {rbac: {readNodes: true}}}")))
        .isEmpty();
  }

  @Test
  void theGatewayMayAskWhoCallersAreAndHandleBenchmarksWhereTheyAreWatched() {
    String account = "sparkbench/bench-sparkbench-operator-gateway";
    assertThat(rights(Chart.render(Variants.GATEWAY)))
        .containsEntry(
            "* " + account,
            List.of(
                "authentication.k8s.io/tokenreviews: create",
                "authorization.k8s.io/subjectaccessreviews: create",
                "sparkbench.dev/sparkbenchmarkjobs: get list watch create delete"));
    assertThat(rights(Chart.render(Variants.GATEWAY_NAMESPACED)))
        .containsEntry(
            "* " + account,
            List.of(
                "authentication.k8s.io/tokenreviews: create",
                "authorization.k8s.io/subjectaccessreviews: create"))
        .containsEntry(
            "team-a " + account,
            List.of("sparkbench.dev/sparkbenchmarkjobs: get list watch create delete"))
        .containsEntry(
            "team-b " + account,
            List.of("sparkbench.dev/sparkbenchmarkjobs: get list watch create delete"));
  }

  @Test
  void leadershipTakesOneLease() {
    assertThat(rights(Chart.render("operator: {leaderElection: {enabled: true}}")))
        .containsEntry("sparkbench sparkbench/bench-sparkbench-operator", LEASE);
    assertThat(Environment.ofOperator(Chart.render("operator: {leaderElection: {enabled: true}}")))
        .containsEntry("SPARKBENCH_LEADER_ELECTION_LEASE", "bench-sparkbench-operator");
  }

  @ParameterizedTest
  @MethodSource("dev.sparkbench.chart.Variants#all")
  void nobodyMayTouchSecretsOrGrantRights(Objects objects) {
    Stream.concat(
            objects.all(Role.class).stream().flatMap(role -> role.getRules().stream()),
            objects.all(ClusterRole.class).stream().flatMap(role -> role.getRules().stream()))
        .forEach(
            rule -> {
              assertThat(rule.getResources())
                  .isSubsetOf(
                      "sparkbenchmarkjobs",
                      "sparkbenchmarkjobs/status",
                      "pods",
                      "pods/log",
                      "events",
                      "leases",
                      "nodes",
                      "tokenreviews",
                      "subjectaccessreviews");
              assertThat(rule.getVerbs()).doesNotContain("*", "escalate", "bind", "impersonate");
            });
  }

  @Test
  void existingServiceAccountsGetTheRightsToo() {
    Objects objects =
        Chart.render(
            """
            operator: {serviceAccount: {create: false, name: operator}}
            jobs: {serviceAccount: {create: false, name: jobs}}
            """);
    assertThat(rights(objects))
        .isEqualTo(Map.of("* sparkbench/operator", OPERATOR, "benchmarks benchmarks/jobs", DRIVER));
    assertThat(objects.all(ServiceAccount.class)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("dev.sparkbench.chart.Variants#all")
  void rightsGoToServiceAccountsOfTheChart(Objects objects) {
    Stream.concat(
            objects.all(RoleBinding.class).stream().flatMap(it -> it.getSubjects().stream()),
            objects.all(ClusterRoleBinding.class).stream().flatMap(it -> it.getSubjects().stream()))
        .forEach(
            subject ->
                assertThat(objects.names())
                    .contains(
                        "ServiceAccount %s/%s"
                            .formatted(subject.getNamespace(), subject.getName())));
  }

  @Test
  void serviceAccountsCarryIdentities() {
    assertThat(Chart.render(Variants.EVERYTHING).all(ServiceAccount.class))
        .extracting(account -> account.getMetadata().getAnnotations())
        .containsExactlyInAnyOrder(
            Map.of("example.com/identity", "operator"),
            Map.of("eks.amazonaws.com/role-arn", "arn:aws:iam::1:role/bench"),
            Map.of("eks.amazonaws.com/role-arn", "arn:aws:iam::1:role/bench"));
  }

  /** Pods that do not ask for a token get one only if drivers need it. */
  @Test
  void onlyTheJobsAccountHandsOutTokensUnasked() {
    assertThat(Chart.render(Chart.DEFAULTS).all(ServiceAccount.class))
        .allSatisfy(
            account ->
                assertThat(account.getAutomountServiceAccountToken())
                    .isEqualTo(account.getMetadata().getName().endsWith("-job")));
  }

  @Test
  void usersOfANamespaceMayUseBenchmarks() {
    List<ClusterRole> roles =
        Chart.render(Chart.DEFAULTS).all(ClusterRole.class).stream()
            .filter(role -> !role.getMetadata().getName().equals(Chart.FULL_NAME))
            .toList();
    assertThat(roles)
        .extracting(role -> role.getMetadata().getName(), RightsTest::aggregation, RightsTest::said)
        .containsExactlyInAnyOrder(
            tuple(
                "bench-sparkbench-operator-view",
                List.of("admin", "edit", "view"),
                List.of(
                    "sparkbench.dev/sparkbenchmarkjobs: get list watch",
                    "sparkbench.dev/sparkbenchmarkjobs/status: get list watch")),
            tuple(
                "bench-sparkbench-operator-edit",
                List.of("admin", "edit"),
                List.of(
                    "sparkbench.dev/sparkbenchmarkjobs: get list watch create update patch delete"
                        + " deletecollection")));
  }

  private static List<String> aggregation(ClusterRole role) {
    String prefix = "rbac.authorization.k8s.io/aggregate-to-";
    return role.getMetadata().getLabels().entrySet().stream()
        .filter(label -> label.getKey().startsWith(prefix) && label.getValue().equals("true"))
        .map(label -> label.getKey().substring(prefix.length()))
        .sorted()
        .toList();
  }

  private static List<String> said(ClusterRole role) {
    return Rights.said(role.getRules());
  }

  private static Map<String, List<String>> rights(Objects objects) {
    return Rights.of(objects).said();
  }
}
