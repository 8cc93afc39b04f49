// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.openshift.api.model.monitoring.v1.Endpoint;
import io.fabric8.openshift.api.model.monitoring.v1.Rule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@NeedsHelm
class MonitoringTest {

  private static final Objects CHART = Chart.render(Variants.EVERYTHING);

  @Test
  void theServicesPortIsScraped() {
    Endpoint endpoint = CHART.one(ServiceMonitor.class).getSpec().getEndpoints().get(0);
    assertThat(endpoint.getPath()).isEqualTo("/metrics");
    assertThat(endpoint.getPort())
        .isEqualTo(CHART.one(Service.class).getSpec().getPorts().get(0).getName());
    assertThat(endpoint.getInterval()).isEqualTo("1m");
    assertThat(endpoint.getScrapeTimeout()).isEqualTo("10s");
    assertThat(CHART.one(ServiceMonitor.class).getSpec().getNamespaceSelector().getMatchNames())
        .containsExactly(Chart.NAMESPACE);
  }

  @Test
  void anAlertSaysWhatItIsAndWhatToDo() {
    assertThat(Queries.alerts(CHART))
        .extracting(Rule::getAlert)
        .containsExactly(
            "SparkbenchOperatorDown",
            "SparkbenchOperatorWithoutLeader",
            "SparkbenchNamespacesUnwatched",
            "SparkbenchReconciliationsFail",
            "SparkbenchQueueGrows",
            "SparkbenchRunsFail",
            "SparkbenchOperatorHeapFull");
    assertThat(Queries.alerts(CHART))
        .allSatisfy(
            rule -> {
              assertThat(rule.getLabels()).containsKey("severity");
              assertThat(rule.getAnnotations()).containsOnlyKeys("summary", "description");
            });
  }

  /** {@code job} is the Service's name: Prometheus derives it from a ServiceMonitor. */
  @Test
  void alertsAreAboutThisReleaseOnly() {
    assertThat(Queries.ofAlerts(CHART))
        .allSatisfy(
            query ->
                assertThat(query)
                    .contains("{namespace=\"sparkbench\", job=\"bench-sparkbench-operator\""));
  }

  @Test
  void alertsKeepTheTemplatesOfPrometheus() {
    assertThat(alert("SparkbenchRunsFail").getAnnotations())
        .containsEntry("summary", "Benchmark runs fail for good: {{ $labels.reason }}.");
  }

  @Test
  void grafanaFindsTheDashboard() {
    ConfigMap map = CHART.one(ConfigMap.class);
    assertThat(map.getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
    assertThat(map.getMetadata().getAnnotations()).isEqualTo(Map.of("grafana_folder", "Spark"));
    assertThat(map.getData()).containsOnlyKeys("sparkbench-operator.json");
  }

  @Test
  void panelsAskForTheChosenOperatorAndDoNotOverlap() {
    JsonNode dashboard = Queries.dashboard(CHART);
    assertThat(Queries.ofDashboard(CHART))
        .allSatisfy(query -> assertThat(query).contains("{namespace=\"$namespace\", job=\"$job\""));
    List<String> cells = new ArrayList<>();
    List<Integer> ids = new ArrayList<>();
    for (JsonNode panel : dashboard.path("panels")) {
      ids.add(panel.path("id").asInt());
      JsonNode at = panel.path("gridPos");
      assertThat(at.path("x").asInt() + at.path("w").asInt()).isLessThanOrEqualTo(24);
      for (int x = 0; x < at.path("w").asInt(); x++) {
        for (int y = 0; y < at.path("h").asInt(); y++) {
          cells.add((at.path("x").asInt() + x) + "," + (at.path("y").asInt() + y));
        }
      }
    }
    assertThat(ids).isNotEmpty().doesNotHaveDuplicates();
    assertThat(cells).doesNotHaveDuplicates();
  }

  private static Rule alert(String name) {
    return Queries.alerts(CHART).stream()
        .filter(rule -> rule.getAlert().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
