// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparkbench.controller.CrdSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
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

  private static final JsonNode REQUEST = Conformity.DOCUMENT.at("/components/schemas/JobRequest");

  /** Fields of manifests that a request does not have, with all their fields, and why. */
  private static final Map<String, String> NOT_FOR_CALLERS =
      Map.ofEntries(
          entry("variants", "an answer has one list of times, not one for each variant"),
          entry("comparison", "it is about variants"),
          entry("goal", "an answer does not say whether it is met"),
          entry("cost", "an answer has no costs"),
          entry("storage", "the store and its keys are those of the operator's configuration"),
          entry("driver", "pods are those of the operator's configuration"),
          entry("executor", "pods are those of the operator's configuration"),
          entry("sparkConf", "pods are those of the operator's configuration"),
          entry("image", "pods are those of the operator's configuration"),
          entry("imagePullPolicy", "pods are those of the operator's configuration"),
          entry("imagePullSecrets", "pods are those of the operator's configuration"),
          entry("serviceAccountName", "pods are those of the operator's configuration"),
          entry("retry", "a caller gets the outcome, whatever had to be repeated for it"),
          entry("failurePolicy", "the answer has what there is in spite of a failure"),
          entry("podRetention", "callers cannot see pods"),
          entry("suspend", "a caller who does not want the job deletes it"),
          entry("ttlSecondsAfterFinished", "a deleted job would be run again by the same request"));

  private final List<String> compared = new ArrayList<>();
  private final Map<String, String> descriptions = new TreeMap<>();

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
  void aRequestIsCheckedAsStrictlyAsAManifest() {
    compare("", REQUEST, CrdSpec.SCHEMA);
    assertThat(compared)
        .contains("job_id", "node_list.items", "job_config.parameters.additionalProperties")
        .hasSizeGreaterThan(60);
  }

  /** Whoever adds a field decides whether HTTP callers may set it. */
  @Test
  void aRequestHasEveryFieldOfAManifestThatIsForCallers() {
    compare("", REQUEST, CrdSpec.SCHEMA);
    Set<String> fields = CrdSpec.fields().keySet();
    assertThat(
            fields.stream()
                .filter(path -> !NOT_FOR_CALLERS.containsKey(path.replaceFirst("[.\\[].*", "")))
                .filter(path -> !compared.contains(inRequest(path)))
                .map(
                    path ->
                        "add %s to JobRequest in openapi.json for spec.%s, or say in NOT_FOR_CALLERS why callers cannot set it"
                            .formatted(inRequest(path), path)))
        .isEmpty();
    assertThat(NOT_FOR_CALLERS.keySet())
        .as("exceptions that are fields, and not in a request")
        .isSubsetOf(fields)
        .noneMatch(path -> compared.contains(inRequest(path)));
  }

  private static String inRequest(String path) {
    return FieldPath.ofResource("spec." + path.replace("[]", ".items")).toString();
  }

  /** The numbers of the sentences about defaults: request and manifest must not disagree. */
  @Test
  void aRequestHasTheDefaultsOfAManifest() {
    compare("", REQUEST, CrdSpec.SCHEMA);
    List<String> different = new ArrayList<>();
    CrdSpec.fields()
        .forEach(
            (path, field) -> {
              String description = descriptions.getOrDefault(inRequest(path), "");
              List<String> ofRequests = numbers(description, "By default");
              List<String> ofManifests = numbers(field.description(), "Default:");
              if (description.contains("By default") && !ofRequests.equals(ofManifests)) {
                different.add(
                    "the default of %s has the numbers %s in openapi.json, and %s in the CRD"
                        .formatted(inRequest(path), ofRequests, ofManifests));
              }
            });
    assertThat(different).isEmpty();
    assertThat(numbers(descriptions.get("timeouts.run_seconds"), "By default"))
        .containsExactly("3600");
  }

  private static List<String> numbers(String description, String beginning) {
    int begin = description.indexOf(beginning);
    return begin < 0
        ? List.of()
        : Pattern.compile("\\b[0-9]+\\b")
            .matcher(description.substring(begin))
            .results()
            .map(MatchResult::group)
            .toList();
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
    descriptions.put(path, schema.path("description").asText());
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
