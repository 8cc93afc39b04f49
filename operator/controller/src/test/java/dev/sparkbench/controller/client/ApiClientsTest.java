// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

class ApiClientsTest {

  private static final String RESOURCE =
      """
      {"apiVersion": "sparkbench.dev/v1alpha1", "kind": "SparkBenchmarkJob",
       "metadata": {"name": "sales",
                    "managedFields": [{"fieldsV1": {"f:spec": {"f:sparkConf": {"f:%1$s": {}}}}}]},
       "spec": {"s3Path": "a/b.csv", "jobConfig": {"type": "descriptive", "tasks": ["row_count"]},
                "nodeList": [1], "sparkConf": {"%1$s": "y"}, "driver": {"podTemplate": %2$s}}}
      """;

  private final KubernetesSerialization client = ApiClients.serialization();

  @Test
  void namesMayBeAsLongAsAnObject() {
    String name = "spark." + "x".repeat(1_500_000);
    SparkBenchmarkJob job = watched(RESOURCE.formatted(name, "{}"));
    assertThat(job.getSpec().sparkConf()).containsOnlyKeys(name);
    Pod pod =
        client.unmarshal(
            "{\"kind\": \"Pod\", \"metadata\": {\"name\": \"p\"}, \"%s\": 1}".formatted(name),
            Pod.class);
    assertThat(pod.getMetadata().getName()).isEqualTo("p");
  }

  @Test
  void objectsMayBeAsDeepAsAnApiServerReads() {
    String deep = "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000);
    SparkBenchmarkJob job = watched(RESOURCE.formatted("spark.x", deep));
    assertThat(job.unreadableSpec())
        .singleElement()
        .satisfies(problem -> assertThat(problem.field()).startsWith("spec.driver.podTemplate.a"));
    assertThat(client.asJson(job)).contains("podTemplate");
  }

  @Test
  void numbersMayBeAsLongAsAnObject() {
    String digits = "9".repeat(100_000);
    SparkBenchmarkJob job =
        watched(RESOURCE.formatted("spark.x", "{}").replace("[1]", "[" + digits + "]"));
    assertThat(job.unreadableSpec())
        .extracting(problem -> problem.field())
        .containsExactly("spec.nodeList[0]");
    assertThat(job.unreadableSpec().get(0).problem()).hasSizeLessThan(200);
  }

  private SparkBenchmarkJob watched(String json) {
    client.registerKubernetesResource(SparkBenchmarkJob.class);
    WatchEvent event =
        client.unmarshal("{\"type\": \"ADDED\", \"object\": %s}".formatted(json), WatchEvent.class);
    return (SparkBenchmarkJob) event.getObject();
  }
}
