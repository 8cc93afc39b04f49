// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.controller.pods.Labels;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@NeedsHelm
class NetworkPolicyTest {

  private static final String DNS = "UDP 53, TCP 53, UDP 5353, TCP 5353";

  @Test
  void thereIsNoneUnlessAsked() {
    assertThat(Chart.render(Chart.DEFAULTS).all(NetworkPolicy.class)).isEmpty();
  }

  @Test
  void theOperatorIsAskedAtItsPortAndAsksTheApiServer() {
    Objects objects = Chart.render("networkPolicy: {operator: {enabled: true}}");
    NetworkPolicy policy = objects.one(NetworkPolicy.class);
    assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
    assertThat(policy.getSpec().getPodSelector().getMatchLabels())
        .isEqualTo(objects.one(Deployment.class).getSpec().getSelector().getMatchLabels());
    assertThat(policy.getSpec().getIngress())
        .singleElement()
        .satisfies(
            rule -> {
              assertThat(said(rule.getPorts())).isEqualTo("TCP http");
              assertThat(rule.getFrom()).isEmpty();
            });
    assertThat(policy.getSpec().getEgress())
        .extracting(rule -> said(rule.getPorts()))
        .containsExactly(DNS, "TCP 443, TCP 6443");
    assertThat(policy.getSpec().getEgress())
        .extracting(NetworkPolicyEgressRule::getTo)
        .containsOnly(List.of());
  }

  @Test
  void jobsReachEachOtherTheApiServerAndTheStore() {
    NetworkPolicy policy =
        Chart.render("networkPolicy: {jobs: {enabled: true}}").one(NetworkPolicy.class);
    assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
    assertThat(policy.getSpec().getIngress())
        .singleElement()
        .satisfies(
            rule -> {
              assertThat(rule.getPorts()).isEmpty();
              assertThat(rule.getFrom())
                  .extracting(NetworkPolicyPeer::getPodSelector)
                  .containsExactly(policy.getSpec().getPodSelector());
            });
    assertThat(policy.getSpec().getEgress().get(0).getTo())
        .extracting(NetworkPolicyPeer::getPodSelector)
        .containsExactly(policy.getSpec().getPodSelector());
    assertThat(policy.getSpec().getEgress())
        .extracting(rule -> said(rule.getPorts()))
        .containsExactly("", DNS, "TCP 443, TCP 6443", "TCP 443");
  }

  @Test
  void theConfiguredStoreIsReached() {
    assertThat(storagePorts("https://minio.storage:9000")).isEqualTo("TCP 443, TCP 9000");
    assertThat(storagePorts("http://minio.storage/")).isEqualTo("TCP 443, TCP 80");
    assertThat(storagePorts("http://[fd00::1]:9000")).isEqualTo("TCP 443, TCP 9000");
    assertThat(storagePorts("https://s3.example.com")).isEqualTo("TCP 443");
  }

  @Test
  void peersNarrowThemDown() {
    Objects objects = Chart.render(Variants.EVERYTHING);
    List<NetworkPolicy> policies = objects.all(NetworkPolicy.class);
    NetworkPolicy operator = policy(policies, "bench-sparkbench-operator");
    List<NetworkPolicyPeer> askers = operator.getSpec().getIngress().get(0).getFrom();
    assertThat(askers).hasSize(2);
    assertThat(askers.get(0).getNamespaceSelector().getMatchLabels())
        .isEqualTo(Map.of("team", "monitoring"));
    // `helm test` asks too.
    assertThat(objects.one(Pod.class).getMetadata().getLabels())
        .containsAllEntriesOf(askers.get(1).getPodSelector().getMatchLabels());
    assertThat(operator.getSpec().getEgress().get(1).getTo())
        .extracting(peer -> peer.getIpBlock().getCidr())
        .containsExactly("10.0.0.1/32");
    NetworkPolicy jobs = policy(policies, "bench-sparkbench-operator-job");
    assertThat(jobs.getSpec().getEgress().get(3).getTo())
        .extracting(peer -> peer.getPodSelector().getMatchLabels())
        .containsExactly(Map.of("app", "minio"));
  }

  @Test
  void jobPodsAreWhatTheOperatorLabels() {
    Objects objects = Chart.render("networkPolicy: {jobs: {enabled: true}}");
    LabelSelector jobs = objects.one(NetworkPolicy.class).getSpec().getPodSelector();
    assertThat(jobs.getMatchLabels()).isEmpty();
    assertThat(jobs.getMatchExpressions())
        .singleElement()
        .satisfies(
            expression -> {
              assertThat(expression.getKey()).isEqualTo(Labels.JOB);
              assertThat(expression.getOperator()).isEqualTo("Exists");
            });
    assertThat(objects.one(Deployment.class).getSpec().getTemplate().getMetadata().getLabels())
        .doesNotContainKey(Labels.JOB);
  }

  @Test
  void theGatewayIsAskedAtItsPortByWhomItMayBeAndAsksTheApiServer() {
    Objects objects = Chart.render(Variants.GATEWAY);
    NetworkPolicy policy = objects.one(NetworkPolicy.class);
    assertThat(policy.getSpec().getPodSelector().getMatchLabels())
        .isEqualTo(
            objects.of("gateway").one(Deployment.class).getSpec().getSelector().getMatchLabels());
    assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
    assertThat(said(policy.getSpec().getIngress().get(0).getPorts())).isEqualTo("TCP https");
    assertThat(policy.getSpec().getIngress().get(0).getFrom())
        .singleElement()
        .satisfies(
            peer ->
                assertThat(peer.getNamespaceSelector().getMatchLabels())
                    .isEqualTo(Map.of("team", "ingress")));
    assertThat(policy.getSpec().getEgress())
        .extracting(rule -> said(rule.getPorts()))
        .containsExactly(DNS, "TCP 443, TCP 6443");
  }

  private static String storagePorts(String endpoint) {
    NetworkPolicy policy =
        Chart.render(
                """
                networkPolicy: {jobs: {enabled: true}}
                jobs: {storage: {endpoint: "%s"}}
                """
                    .formatted(endpoint))
            .one(NetworkPolicy.class);
    return said(policy.getSpec().getEgress().get(3).getPorts());
  }

  private static NetworkPolicy policy(List<NetworkPolicy> policies, String name) {
    return policies.stream()
        .filter(policy -> policy.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String said(List<NetworkPolicyPort> ports) {
    return String.join(
        ", ",
        ports.stream().map(port -> port.getProtocol() + " " + port.getPort().getValue()).toList());
  }
}
