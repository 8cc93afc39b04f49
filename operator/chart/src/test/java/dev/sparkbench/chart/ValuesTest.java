// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.controller.spec.PodTemplates;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesTest {

  private static final Path README = Chart.FOLDER.resolve("README.md");
  private static final String TABLE = "| value | default | |\n|---|---|---|\n";

  /** Helm's own, and parts of Kubernetes' types, which the API server checks. */
  private static final Set<String> OPEN =
      Set.of(
          "/properties/global",
          "/properties/operator/properties/affinity/properties/nodeAffinity",
          "/properties/operator/properties/affinity/properties/podAffinity",
          "/properties/operator/properties/affinity/properties/podAntiAffinity",
          "/properties/gateway/properties/affinity/properties/nodeAffinity",
          "/properties/gateway/properties/affinity/properties/podAffinity",
          "/properties/gateway/properties/affinity/properties/podAntiAffinity",
          "/definitions/env/properties/valueFrom/properties/configMapKeyRef",
          "/definitions/env/properties/valueFrom/properties/secretKeyRef",
          "/definitions/env/properties/valueFrom/properties/fieldRef",
          "/definitions/env/properties/valueFrom/properties/resourceFieldRef");

  @Test
  void everyValueIsInTheSchemaAndTheOtherWayRound() {
    Set<String> inSchema = new TreeSet<>();
    Schema.forEachProperty(
        (path, schema) -> {
          if (!Schema.isGroup(schema)) {
            inSchema.add(path);
          }
        });
    inSchema.remove("global");
    assertThat(Schema.values().stream().map(Schema.Value::path))
        .containsExactlyInAnyOrderElementsOf(inSchema);
  }

  @Test
  void theKindsOfVolumesAreThoseOfTheOperator() {
    List<String> kinds = new ArrayList<>();
    Schema.at("jobs.allowed.podTemplates.volumes")
        .path("items")
        .path("enum")
        .forEach(kind -> kinds.add(kind.asText()));
    assertThat(kinds).containsExactlyElementsOf(PodTemplates.volumeKinds());
  }

  @Test
  void everyValueIsDescribed() {
    Schema.forEachProperty(
        (path, schema) -> assertThat(schema.path("description").asText()).as(path).endsWith("."));
  }

  @Test
  void nothingUnknownIsTaken() {
    Set<String> open = new TreeSet<>();
    Schema.forEachObject(
        (pointer, schema) -> {
          if (!schema.has("additionalProperties")
              || schema.path("additionalProperties").asText().equals("true")) {
            open.add(pointer);
          }
        });
    assertThat(open).containsExactlyInAnyOrderElementsOf(OPEN);
  }

  @ParameterizedTest
  @CsvSource({
    "jobs.storage.bucket, storage.bucket",
    "jobs.storage.endpoint, storage.endpoint",
    "jobs.storage.region, storage.region",
    "jobs.storage.credentialsSecret, storage.credentialsSecret",
    "jobs.driver.cores, driver.cores",
    "jobs.driver.memory, driver.memory",
    "jobs.executor.cores, executor.cores",
    "jobs.executor.memory, executor.memory",
    "jobs.serviceAccount.name, serviceAccountName"
  })
  void aDefaultIsAllowedWhereTheResourceAllowsIt(String value, String field) throws IOException {
    JSONSchemaProps inResource = inResource(field);
    var inValues = Schema.at(value);
    if (inResource.getPattern() != null) {
      assertThat(inValues.path("pattern").asText())
          .isIn(inResource.getPattern(), "^$|" + inResource.getPattern());
      assertThat(inValues.path("maxLength").asLong()).isEqualTo(inResource.getMaxLength());
    } else {
      assertThat(inValues.path("minimum").asDouble()).isEqualTo(inResource.getMinimum());
      assertThat(inValues.path("maximum").asDouble()).isEqualTo(inResource.getMaximum());
    }
  }

  @Test
  void theReadmeListsThem() throws IOException {
    String readme = Files.readString(README);
    String table =
        Schema.values().stream()
            .map(
                value ->
                    "| `%s` | %s | %s |\n"
                        .formatted(value.path(), code(value.defaultValue()), value.description()))
            .collect(Collectors.joining("", TABLE, ""));
    if (System.getProperty("updateReadme") != null) {
      readme = readme.substring(0, readme.indexOf(TABLE)) + table;
      Files.writeString(README, readme);
    }
    assertThat(readme)
        .as("run `mvn -pl operator/chart -am test -DupdateReadme` and commit the result")
        .endsWith("\n" + table);
  }

  private static String code(String value) {
    return value.equals("\"\"") ? "" : "`" + value.replace("|", "\\|") + "`";
  }

  private static JSONSchemaProps inResource(String field) throws IOException {
    JSONSchemaProps schema =
        Serialization.unmarshal(
                Files.readString(
                    Chart.FOLDER.resolve("files/sparkbenchmarkjobs.sparkbench.dev.yaml")),
                CustomResourceDefinition.class)
            .getSpec()
            .getVersions()
            .get(0)
            .getSchema()
            .getOpenAPIV3Schema()
            .getProperties()
            .get("spec");
    for (String name : List.of(field.split("\\."))) {
      schema = schema.getProperties().get(name);
    }
    return schema;
  }
}
