// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Stream;

/** The chart, rendered by Helm. */
final class Chart {

  /** The chart as it is in the repository. */
  static final Path FOLDER = Path.of(System.getProperty("sparkbench.root"), "helm");

  static final String RELEASE = "bench";
  static final String NAMESPACE = "sparkbench";

  /** The name that the operator's objects have in the release above. */
  static final String FULL_NAME = "bench-sparkbench-operator";

  /** The namespace of benchmarks for values that name none, because it has no default. */
  static final String JOBS = "benchmarks";

  /** The chart's defaults. */
  static final String DEFAULTS = "{}";

  private static final String CLUSTER_VERSION = "v1.36.0";

  private static final ObjectMapper YAML = new YAMLMapper();
  private static final Helm HELM = new Helm(copyToRender());

  private Chart() {}

  /** The objects of a release with those values, as YAML; jobs run in the namespace above. */
  static Objects render(String values) {
    return render(RELEASE, values);
  }

  /** The same for another release. */
  static Objects render(String release, String values) {
    return exactly(release, withJobNamespace(values), CLUSTER_VERSION);
  }

  /** The same in a cluster of that version. */
  static Objects renderFor(String version, String values) {
    return exactly(RELEASE, withJobNamespace(values), version);
  }

  private static Objects exactly(String release, String values, String version) {
    return withFile(
        values,
        file ->
            Objects.parse(
                HELM.template()
                    .withName(release)
                    .withNamespace(NAMESPACE)
                    .withKubeVersion(version)
                    .withValuesFile(file)
                    .call()));
  }

  private static String withJobNamespace(String values) {
    try {
      JsonNode tree = YAML.readTree(values);
      return tree.has("jobNamespaces") || !tree.path("watchNamespaces").isEmpty()
          ? values
          : YAML.writeValueAsString(
              ((ObjectNode) tree).set("jobNamespaces", YAML.readTree("[" + JOBS + "]")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text that Helm prints after an installation. */
  static String notes(String values) {
    String output =
        withFile(
            withJobNamespace(values),
            file ->
                HELM.install()
                    .withName(RELEASE)
                    .withNamespace(NAMESPACE)
                    .withKubeVersion(CLUSTER_VERSION)
                    .withValuesFile(file)
                    .clientOnly()
                    .dryRun()
                    .call()
                    .getOutput());
    return output.substring(output.indexOf("NOTES:\n") + "NOTES:\n".length());
  }

  /** Why Helm refuses the values; empty if it does not. */
  static String refusal(String values) {
    return refusal(RELEASE, values);
  }

  /** The same for another release. */
  static String refusal(String release, String values) {
    return refusalOf(release, withJobNamespace(values));
  }

  /** Why Helm refuses exactly these values, which may name no namespace for jobs. */
  static String refusalOf(String values) {
    return refusalOf(RELEASE, values);
  }

  private static String refusalOf(String release, String values) {
    try {
      exactly(release, values, CLUSTER_VERSION);
      return "";
    } catch (IllegalStateException e) {
      return e.getMessage();
    }
  }

  private static <T> T withFile(String values, Function<Path, T> use) {
    try {
      Path file = Files.createTempFile("values", ".yaml");
      try {
        Files.writeString(file, values);
        return use.apply(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A copy without symbolic links, because Helm warns about them each time, and with hooks as plain
   * objects, because the library does not return hooks.
   */
  private static Path copyToRender() {
    try {
      Path copy = Files.createTempDirectory("chart");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(copy)));
      try (Stream<Path> files = Files.walk(FOLDER, FileVisitOption.FOLLOW_LINKS)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Path target = copy.resolve(FOLDER.relativize(file));
          Files.createDirectories(target.getParent());
          Files.writeString(
              target, Files.readString(file).replace("helm.sh/hook", "was.helm.sh/hook"));
        }
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
