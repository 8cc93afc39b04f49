// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.chart;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The PromQL of dashboard and alerts. */
final class Queries {

  /** A name with a selector is a metric here: every query names its operator. */
  private static final Pattern METRIC = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\{");

  private Queries() {}

  /** The queries of the dashboard's panels. */
  static List<String> ofDashboard(Objects chart) {
    List<String> queries = new ArrayList<>();
    dashboard(chart)
        .path("panels")
        .forEach(
            panel ->
                panel.path("targets").forEach(target -> queries.add(target.path("expr").asText())));
    return queries;
  }

  /** The conditions of the alerts. */
  static List<String> ofAlerts(Objects chart) {
    return alerts(chart).stream().map(rule -> String.valueOf(rule.getExpr().getValue())).toList();
  }

  static List<Rule> alerts(Objects chart) {
    return chart.one(PrometheusRule.class).getSpec().getGroups().get(0).getRules();
  }

  static JsonNode dashboard(Objects chart) {
    return Serialization.unmarshal(
        chart.one(ConfigMap.class).getData().get("sparkbench-operator.json"), JsonNode.class);
  }

  /** Names of the operator's metrics in the queries. */
  static Set<String> metrics(Objects chart) {
    Set<String> names = new TreeSet<>();
    List<String> queries = new ArrayList<>(ofDashboard(chart));
    queries.addAll(ofAlerts(chart));
    for (String query : queries) {
      Matcher metric = METRIC.matcher(query);
      while (metric.find()) {
        names.add(metric.group(1));
      }
    }
    names.remove("up"); // Prometheus' own
    return names;
  }
}
