// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import static dev.sparkbench.controller.Manifests.DEFAULTS;
import static dev.sparkbench.controller.Manifests.smallest;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The operator refuses everything that the CRD refuses, for API servers that do not check it. */
class SpecSchemaTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path CRD =
      Path.of(System.getProperty("sparkbench.root"), "crds/sparkbenchmarkjobs.sparkbench.dev.yaml");

  private final SpecResolver resolver = new SpecResolver(DEFAULTS, Allowed.EVERYTHING);

  /** A number of the spec. */
  private record Range(String path, int min, int max) {}

  static Stream<Range> ranges() {
    return fields()
        .filter(field -> field.getValue().path("type").asText().equals("integer"))
        .map(
            field ->
                new Range(
                    field.getKey(),
                    field.getValue().path("minimum").asInt(),
                    field.getValue().path("maximum").asInt()));
  }

  static Stream<String> patterns() {
    return fields()
        .filter(field -> field.getValue().has("pattern"))
        .map(Map.Entry::getKey)
        // Of another type of work.
        .filter(path -> !path.startsWith("jobConfig."));
  }

  /** All fields outside of lists, by their paths. */
  private static Stream<Map.Entry<String, JsonNode>> fields() {
    try {
      JsonNode crd = new YAMLMapper().readTree(Files.readString(CRD));
      Map<String, JsonNode> fields = new TreeMap<>();
      collect("", crd.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec"), fields);
      return fields.entrySet().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void collect(String parent, JsonNode schema, Map<String, JsonNode> fields) {
    for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
      fields.put(parent + field.getKey(), field.getValue());
      collect(parent + field.getKey() + ".", field.getValue(), fields);
    }
  }

  @ParameterizedTest
  @MethodSource("ranges")
  void theRangeOfANumberIsThatOfTheCrd(Range range) {
    assertThat(refused(range, range.min())).as("the smallest").isFalse();
    assertThat(refused(range, range.max())).as("the largest").isFalse();
    assertThat(refused(range, range.min() - 1)).as("below the smallest").isTrue();
    assertThat(refused(range, range.max() + 1)).as("above the largest").isTrue();
  }

  @ParameterizedTest
  @MethodSource("patterns")
  void whatIsOfNoPatternOfTheCrdIsRefused(String path) {
    assertThat(resolver.resolve(with(path, "?!")))
        .isInstanceOfSatisfying(
            Resolution.Invalid.class,
            invalid ->
                assertThat(invalid.violations())
                    .extracting(Violation::field)
                    .contains("spec." + path));
  }

  private boolean refused(Range range, int value) {
    String names = "spec." + range.path() + ": " + value + " must be from ";
    return resolver.resolve(with(range.path(), value)) instanceof Resolution.Invalid invalid
        && invalid.violations().stream()
            .map(Violation::toString)
            .anyMatch(it -> it.startsWith(names));
  }

  private static SparkBenchmarkJob with(String path, Object value) {
    SparkBenchmarkJob job = smallest("[1]", "  cost: {executorHourPrice: '1'}");
    ObjectNode spec = JSON.valueToTree(job.getSpec());
    String[] names = path.split("[.]");
    ObjectNode parent = spec;
    for (int i = 0; i < names.length - 1; i++) {
      parent =
          parent.get(names[i]) instanceof ObjectNode there ? there : parent.putObject(names[i]);
    }
    parent.set(names[names.length - 1], JSON.valueToTree(value));
    job.setSpec(JSON.convertValue(spec, SparkBenchmarkJobSpec.class));
    return job;
  }
}
