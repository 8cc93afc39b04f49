// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.controller.CrdSpec;
import dev.sparkbench.controller.Manifests;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SamplesTest {

  private static final ObjectMapper STRICT =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private static final String EVERY_FIELD = "every-field.yaml";

  /** A manifest has one type, so the fields of the others are in samples of their own. */
  private static final Pattern OF_ONE_TYPE =
      Pattern.compile("jobConfig[.]|dataset[.](label|features)$");

  /**
   * Pods and prices of a variant have the fields of those of the spec; it is enough to have some.
   */
  private static final Pattern SHARED =
      Pattern.compile("(variants\\[][.](driver|executor|cost))[.].*");

  /** Fields that are in no sample, and why. */
  private static final Map<String, String> NOWHERE =
      Map.of("storage.certificates.secret", "takes the place of configMap, which is there");

  @ParameterizedTest
  @MethodSource("samples")
  void everySampleIsValid(Path sample) throws IOException {
    Map<?, ?> document = Serialization.unmarshal(Files.readString(sample), Map.class);
    SparkBenchmarkJob job = STRICT.convertValue(document, SparkBenchmarkJob.class);
    assertThat(new SpecResolver(Manifests.DEFAULTS, Allowed.EVERYTHING).resolve(job))
        .isInstanceOf(Resolution.Valid.class);
  }

  /** Whoever adds a field shows how it is written. */
  @Test
  void everyFieldIsInASample() throws IOException {
    JsonNode everyField = null;
    List<JsonNode> all = new ArrayList<>();
    for (Path sample : samples().toList()) {
      JsonNode spec = new YAMLMapper().readTree(Files.readString(sample)).path("spec");
      all.add(spec);
      if (sample.endsWith(EVERY_FIELD)) {
        everyField = spec;
      }
    }
    List<JsonNode> one = List.of(Objects.requireNonNull(everyField));
    List<String> missing = new ArrayList<>();
    for (String path : CrdSpec.leaves().keySet()) {
      boolean ofOneType = OF_ONE_TYPE.matcher(path).lookingAt();
      boolean isThere =
          NOWHERE.containsKey(path)
              || (ofOneType ? all : one)
                  .stream().anyMatch(spec -> has(spec, List.of(shown(path).split("[.]"))));
      if (!isThere) {
        missing.add(
            "add spec.%s to %s"
                .formatted(
                    path,
                    ofOneType
                        ? "a sample of its job type in crds/samples"
                        : "crds/samples/" + EVERY_FIELD));
      }
    }
    assertThat(missing).isEmpty();
    assertThat(NOWHERE.keySet())
        .as("exceptions that are fields, and are in no sample")
        .isSubsetOf(CrdSpec.leaves().keySet())
        .noneMatch(path -> all.stream().anyMatch(spec -> has(spec, List.of(path.split("[.]")))));
  }

  /** The field that shows how another one is written. */
  private static String shown(String path) {
    Matcher shared = SHARED.matcher(path);
    return shared.matches()
        ? shared.group(1)
        : path.replaceFirst("^jobConfig[.]tpch[.]", "jobConfig.tpcds.");
  }

  private static boolean has(JsonNode node, List<String> path) {
    if (path.isEmpty()) {
      return !node.isMissingNode();
    }
    String step = path.get(0);
    List<String> rest = path.subList(1, path.size());
    if (!step.endsWith("[]")) {
      return has(node.path(step), rest);
    }
    for (JsonNode item : node.path(step.replace("[]", ""))) {
      if (has(item, rest)) {
        return true;
      }
    }
    return false;
  }

  static Stream<Path> samples() throws IOException {
    try (Stream<Path> files =
        Files.list(Path.of(System.getProperty("sparkbench.root"), "crds/samples"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }
}
