// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.stream.Collectors;

/** The fields of the resource as a document for people. */
final class CrdReference {

  static final String FILE_NAME = "REFERENCE.md";

  private final StringBuilder document = new StringBuilder();

  private CrdReference() {}

  /** The document that describes a CRD. */
  static String of(String crd) {
    JSONSchemaProps root =
        Serialization.unmarshal(crd, CustomResourceDefinition.class)
            .getSpec()
            .getVersions()
            .get(0)
            .getSchema()
            .getOpenAPIV3Schema();
    CrdReference reference = new CrdReference();
    reference.document.append(
        """
        # The fields of a SparkBenchmarkJob

        `sparkbench.dev/v1alpha1`, short name `sbj`. Generated from the CRD by
        `mvn -pl operator/api test -DupdateCrd`; do not edit. A cluster that has the CRD says the same:
        `kubectl explain sbj.spec.measurement`. Fields in bold are required.
        """);
    reference.section("spec", root);
    reference.section("status", root);
    return reference.document.toString();
  }

  private void section(String name, JSONSchemaProps root) {
    document.append("\n## `%s`\n\n| field | type | meaning |\n|---|---|---|\n".formatted(name));
    fields("", root.getProperties().get(name));
  }

  private void fields(String path, JSONSchemaProps schema) {
    schema
        .getProperties()
        .forEach(
            (name, field) -> {
              String full = path + name;
              boolean required = schema.getRequired().contains(name);
              document.append(
                  "| %s | %s | %s |\n"
                      .formatted(
                          required ? "**`%s`**".formatted(full) : "`%s`".formatted(full),
                          type(field),
                          meaning(field)));
              if (field.getItems() != null) {
                fields(full + "[].", field.getItems().getSchema());
              } else {
                fields(full + ".", field);
              }
            });
  }

  private static String type(JSONSchemaProps schema) {
    if (!schema.getEnum().isEmpty() && schema.getEnum().size() <= 8) {
      return schema.getEnum().stream()
          .map(JsonNode::asText)
          .map("`%s`"::formatted)
          .collect(Collectors.joining(", "));
    }
    return switch (schema.getType()) {
      case "array" ->
          "up to %d: %s".formatted(schema.getMaxItems(), type(schema.getItems().getSchema()));
      case "object" ->
          schema.getAdditionalProperties() == null
              ? "object"
              : "map of %ss".formatted(schema.getAdditionalProperties().getSchema().getType());
      case "integer" ->
          schema.getMinimum() == null || schema.getMaximum() == null
              ? "integer"
              : "integer, %.0f to %.0f".formatted(schema.getMinimum(), schema.getMaximum());
      default -> schema.getType();
    };
  }

  /**
   * The first line; the following lines of the CRD's description are lists with documents of their
   * own.
   */
  private static String meaning(JSONSchemaProps schema) {
    String rules =
        schema.getXKubernetesValidations().stream()
            .map(rule -> " Rule: " + rule.getMessage() + ".")
            .collect(Collectors.joining());
    return schema.getDescription().lines().findFirst().orElse("").replace("|", "\\|") + rules;
  }
}
