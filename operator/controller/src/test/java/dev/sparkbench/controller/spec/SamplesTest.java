// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.controller.Manifests;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SamplesTest {

  private static final ObjectMapper STRICT =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  @ParameterizedTest
  @MethodSource("samples")
  void everySampleIsValid(Path sample) throws IOException {
    Map<?, ?> document = Serialization.unmarshal(Files.readString(sample), Map.class);
    SparkBenchmarkJob job = STRICT.convertValue(document, SparkBenchmarkJob.class);
    assertThat(new SpecResolver(Manifests.DEFAULTS, Allowed.EVERYTHING).resolve(job))
        .isInstanceOf(Resolution.Valid.class);
  }

  static Stream<Path> samples() throws IOException {
    try (Stream<Path> files =
        Files.list(Path.of(System.getProperty("sparkbench.root"), "crds/samples"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }
}
