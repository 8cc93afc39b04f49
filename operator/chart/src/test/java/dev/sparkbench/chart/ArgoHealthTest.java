// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import party.iroiro.luajava.Lua;
import party.iroiro.luajava.lua51.Lua51;

/** The health check for Argo CD, in Argo CD's version of Lua, with its tests in Argo CD's form. */
class ArgoHealthTest {

  private static final Path FOLDER =
      Path.of(
          System.getProperty("sparkbench.root"), "helm/argocd/sparkbench.dev/SparkBenchmarkJob");
  private static final YAMLMapper YAML = new YAMLMapper();

  static Stream<JsonNode> tests() throws IOException {
    JsonNode tests = YAML.readTree(FOLDER.resolve("health_test.yaml").toFile()).path("tests");
    return StreamSupport.stream(tests.spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("tests")
  void tellsTheHealth(JsonNode test) throws IOException {
    Object resource =
        YAML.readValue(FOLDER.resolve(test.path("inputPath").asText()).toFile(), Map.class);
    try (Lua lua = new Lua51()) {
      lua.openLibraries();
      lua.push(resource, Lua.Conversion.FULL);
      lua.setGlobal("obj");
      lua.run("function check() " + Files.readString(FOLDER.resolve("health.lua")) + " end");
      lua.run("result = check()");
      lua.getGlobal("result");
      assertThat(lua.toMap(-1))
          .isEqualTo(
              Map.of(
                  "status", test.at("/healthStatus/status").asText(),
                  "message", test.at("/healthStatus/message").asText()));
    }
  }

  @Test
  void allTestDataIsTested() throws IOException {
    List<String> tested = tests().map(test -> test.path("inputPath").asText()).sorted().toList();
    try (Stream<Path> files = Files.list(FOLDER.resolve("testdata"))) {
      assertThat(files.map(file -> "testdata/" + file.getFileName()).sorted()).isEqualTo(tested);
    }
  }
}
