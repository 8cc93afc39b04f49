// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrdTest {

  /** The largest size that client-side apply can keep in its annotation. */
  private static final int MAX_BYTES = 262_144;

  /** So that {@code kubectl explain} stays readable, however large the catalogue becomes. */
  private static final int MAX_DESCRIPTION = 10_000;

  /** The operator holds them against Kubernetes' types, and bounds what becomes of them. */
  private static final List<String> BOUNDED_BY_THE_OPERATOR =
      List.of(
          ".spec.driver.podTemplate",
          ".spec.executor.podTemplate",
          ".spec.variants[].driver.podTemplate",
          ".spec.variants[].executor.podTemplate");

  private static final Path COMMITTED =
      Path.of(System.getProperty("sparkbench.root"), "crds", CrdGenerator.FILE_NAME);

  @Test
  void theCommittedCrdIsTheGeneratedOne(@TempDir Path scratch) throws IOException {
    String generated = CrdGenerator.generate(scratch);
    if (System.getProperty("updateCrd") != null) {
      Files.writeString(COMMITTED, generated);
    }
    assertThat(COMMITTED)
        .as("run `mvn -pl operator/api test -DupdateCrd` and commit the result")
        .hasContent(generated);
  }

  @Test
  void theReferenceIsThatOfTheCrd(@TempDir Path scratch) throws IOException {
    String generated = CrdReference.of(CrdGenerator.generate(scratch));
    Path committed = COMMITTED.resolveSibling(CrdReference.FILE_NAME);
    if (System.getProperty("updateCrd") != null) {
      Files.writeString(committed, generated);
    }
    assertThat(committed)
        .as("run `mvn -pl operator/api test -DupdateCrd` and commit the result")
        .hasContent(generated);
  }

  @Test
  void everyFieldIsDescribedAndBounded() throws IOException {
    List<String> problems = new ArrayList<>();
    JSONSchemaProps root = version().getSchema().getOpenAPIV3Schema();
    root.getProperties().forEach((name, schema) -> check("." + name, schema, problems));
    assertThat(problems).isEmpty();
  }

  @Test
  void itCanBeAppliedByTheClient() throws IOException {
    assertThat(Files.size(COMMITTED)).isLessThan(MAX_BYTES);
  }

  @Test
  void theColumnsComeInTheOrderInWhichPeopleRead() throws IOException {
    assertThat(version().getAdditionalPrinterColumns())
        .extracting(CustomResourceColumnDefinition::getName)
        .containsExactly(
            "Phase",
            "Nodes",
            "Progress",
            "Speedup",
            "Efficiency",
            "Variant",
            "Age",
            "Path",
            "Type",
            "Results",
            "Message");
  }

  @Test
  void aFreshResourceDoesNotLookFinished() throws IOException {
    JSONSchemaProps root = version().getSchema().getOpenAPIV3Schema();
    assertThat(root.getProperties().get("status").getDefault())
        .hasToString("{\"observedGeneration\":-1}");
    assertThat(version().getSubresources().getStatus()).isNotNull();
  }

  private static void check(String path, JSONSchemaProps schema, List<String> problems) {
    if (schema.getDescription() == null) {
      problems.add(path + " has no description");
    } else if (schema.getDescription().length() > MAX_DESCRIPTION) {
      problems.add(path + " has too long a description");
    }
    checkBounds(path, schema, problems);
    schema.getProperties().forEach((name, field) -> check(path + "." + name, field, problems));
  }

  private static void checkBounds(String path, JSONSchemaProps schema, List<String> problems) {
    boolean input = path.startsWith(".spec");
    switch (schema.getType()) {
      case "string" -> {
        if (schema.getMaxLength() == null && schema.getEnum().isEmpty()) {
          problems.add(path + " has no maxLength");
        }
      }
      case "integer" -> {
        if (input && (schema.getMinimum() == null || schema.getMaximum() == null)) {
          problems.add(path + " has no range");
        }
      }
      case "number" -> {
        if (input) {
          problems.add(path + " is a float, which does not survive every client");
        }
      }
      case "array" -> {
        if (schema.getMaxItems() == null || schema.getXKubernetesListType() == null) {
          problems.add(path + " has no maxItems or no list type");
        }
        JSONSchemaProps item = schema.getItems().getSchema();
        checkBounds(path + "[]", item, problems);
        item.getProperties().forEach((name, field) -> check(path + "[]." + name, field, problems));
      }
      case "object" -> {
        if (Boolean.TRUE.equals(schema.getXKubernetesPreserveUnknownFields())
            && !BOUNDED_BY_THE_OPERATOR.contains(path)) {
          problems.add(path + " takes anything");
        }
        if (schema.getAdditionalProperties() != null) {
          if (schema.getMaxProperties() == null) {
            problems.add(path + " has no maxProperties");
          }
          if (schema.getXKubernetesValidations().stream()
              .noneMatch(rule -> rule.getRule().startsWith("self.all(k, size(k) <= "))) {
            problems.add(path + " has no rule that bounds its keys");
          }
          checkBounds(path + "{}", schema.getAdditionalProperties().getSchema(), problems);
        }
      }
      default -> {
        // Booleans need no bound.
      }
    }
  }

  private static CustomResourceDefinitionVersion version() throws IOException {
    return Serialization.unmarshal(Files.readString(COMMITTED), CustomResourceDefinition.class)
        .getSpec()
        .getVersions()
        .get(0);
  }
}
