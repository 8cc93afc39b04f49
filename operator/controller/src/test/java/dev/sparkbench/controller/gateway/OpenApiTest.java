// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests of the document itself; the other tests check every answer against it. */
class OpenApiTest {

  private static final Set<String> LIMITS =
      Set.of(
          "enum",
          "minimum",
          "maximum",
          "minLength",
          "maxLength",
          "minItems",
          "maxItems",
          "pattern",
          "maxProperties");

  private final List<String> compared = new ArrayList<>();

  @Test
  void everyReferenceLeadsSomewhere() {
    List<JsonNode> references = Conformity.DOCUMENT.findValues("$ref");
    assertThat(references).hasSizeGreaterThan(50);
    assertThat(references)
        .allSatisfy(
            reference ->
                assertThat(Conformity.DOCUMENT.at(reference.asText().substring(1)).isMissingNode())
                    .as(reference.asText())
                    .isFalse());
  }

  @Test
  void everyOperationSaysWhatItAnswers() {
    Conformity.DOCUMENT
        .path("paths")
        .forEach(
            item ->
                item.properties().stream()
                    .filter(entry -> !entry.getKey().equals("parameters"))
                    .forEach(
                        entry -> {
                          JsonNode operation = entry.getValue();
                          assertThat(operation.path("operationId").asText()).isNotEmpty();
                          assertThat(operation.path("summary").asText()).endsWith(".");
                          operation
                              .path("responses")
                              .forEach(
                                  response ->
                                      assertThat(
                                              Conformity.resolved(response)
                                                  .path("content")
                                                  .isEmpty())
                                          .isFalse());
                        }));
  }

  /** A field of a request allows what the resource's field allows, which the CRD says. */
  @Test
  void aRequestIsCheckedAsStrictlyAsAManifest() throws Exception {
    JsonNode crd =
        new YAMLMapper()
            .readTree(
                Files.readString(
                    Path.of(
                        System.getProperty("sparkbench.root"),
                        "crds/sparkbenchmarkjobs.sparkbench.dev.yaml")));
    JsonNode spec = crd.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
    compare("", Conformity.DOCUMENT.at("/components/schemas/JobRequest"), spec);
    assertThat(compared)
        .contains("job_id", "node_list.items", "job_config.parameters.additionalProperties")
        .hasSizeGreaterThan(60);
  }

  /** The CRD has 1000.0 where others write 1000, and another order of values. */
  private static Object value(JsonNode limit) {
    if (limit.isArray()) {
      return Set.of(new ObjectMapper().convertValue(limit, String[].class));
    }
    return limit.isNumber() ? (Object) limit.doubleValue() : limit;
  }

  private void compare(String path, JsonNode reference, JsonNode inResource) {
    JsonNode schema = Conformity.resolved(reference);
    compared.add(path);
    for (String limit : LIMITS) {
      if (path.equals("job_config.tasks.items") && limit.equals("enum")) {
        // Which tasks there are depends on the type; the operator's check says it better.
        continue;
      }
      assertThat(value(schema.path(limit)))
          .as("%s of %s", limit, path)
          .isEqualTo(value(inResource.path(limit)));
    }
    if (schema.has("type") && !schema.has("enum")) {
      assertThat(schema.path("type")).as(path).isEqualTo(inResource.path("type"));
    }
    schema
        .path("properties")
        .properties()
        .forEach(
            entry -> {
              String name = entry.getKey();
              JsonNode field =
                  inResource.path("properties").properties().stream()
                      .filter(
                          candidate ->
                              FieldPath.ofResource("spec." + candidate.getKey())
                                  .toString()
                                  .equals(name))
                      .findFirst()
                      .orElseThrow(() -> new AssertionError(path + "." + name))
                      .getValue();
              compare(path.isEmpty() ? name : path + "." + name, entry.getValue(), field);
            });
    for (String inner : List.of("items", "additionalProperties")) {
      if (schema.path(inner).isObject()) {
        compare(path + "." + inner, schema.path(inner), inResource.path(inner));
      }
    }
  }
}
