// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.controller.OperatorConfig;
import dev.sparkbench.controller.spec.Resolution;
import dev.sparkbench.controller.spec.SpecResolver;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * A reader who follows helm/CLUSTER.md gets a cluster on which its benchmark runs, in a namespace
 * of its own.
 */
@NeedsHelm
class ReadmeTest {

  private static final ObjectMapper YAML = new YAMLMapper();
  private static final Path ROOT = Path.of(System.getProperty("sparkbench.root"));

  @Test
  void itsCommandsMakeANamespaceInWhichItsBenchmarkMayRun() throws IOException {
    String page = page();
    List<String> storages = all(page, "```yaml\n(jobs:\n.*?)```");
    assertThat(storages).hasSize(3);
    for (String storage : storages) {
      Objects objects = render(page, storage);
      String namespace = objects.one(Namespace.class).getMetadata().getName();
      assertThat(namespace).isNotEqualTo(all(page, "helm install .*? --namespace (\\S+)").get(0));
      assertThat(all(page, "kubectl --namespace (\\S+)")).hasSize(3).containsOnly(namespace);
      assertThat(objects.of("jobs").all())
          .filteredOn(it -> it instanceof ServiceAccount || it instanceof Role)
          .extracting(HasMetadata::getMetadata)
          .extracting(metadata -> metadata.getNamespace())
          .containsExactly(namespace, namespace);
      OperatorConfig config = OperatorConfig.fromEnvironment(Environment.ofOperator(objects));
      SparkBenchmarkJob job = sample(page);
      job.getMetadata().setNamespace(namespace);
      assertThat(new SpecResolver(config.defaults(), config.allowed()).resolve(job))
          .isInstanceOf(Resolution.Valid.class);
    }
  }

  @Test
  void theSecretIsTheOneThatTheValuesName() throws IOException {
    assertThat(all(page(), "credentialsSecret: ([\\w-]+)"))
        .isNotEmpty()
        .containsOnly(all(page(), "create secret generic (\\S+)").get(0));
  }

  private static Objects render(String page, String storage) throws IOException {
    ObjectNode values = (ObjectNode) YAML.readTree(storage.replace("\"", "'"));
    for (String option : all(page, "--set (\\S+)")) {
      String[] pair = option.replace("'", "").split("=", 2);
      ObjectNode parent = values;
      String[] names = pair[0].split("[.]");
      for (int i = 0; i < names.length - 1; i++) {
        parent = parent.withObject("/" + names[i]);
      }
      String last = names[names.length - 1];
      parent.set(last, value(pair[1].replace("BUCKET", "bucket")));
    }
    return Chart.render(YAML.writeValueAsString(values));
  }

  private static JsonNode value(String text) throws IOException {
    return text.startsWith("{")
        ? YAML.readTree("[" + text.substring(1, text.length() - 1) + "]")
        : YAML.readTree(text);
  }

  private static SparkBenchmarkJob sample(String page) throws IOException {
    return Serialization.unmarshal(
        Files.readString(ROOT.resolve(all(page, "apply --filename (\\S+)").get(0))),
        SparkBenchmarkJob.class);
  }

  private static String page() throws IOException {
    return Files.readString(ROOT.resolve("helm/CLUSTER.md"));
  }

  private static List<String> all(String text, String expression) {
    return Pattern.compile(expression, Pattern.DOTALL)
        .matcher(text)
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }
}
