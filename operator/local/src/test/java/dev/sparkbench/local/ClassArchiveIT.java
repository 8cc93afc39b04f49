// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the runner's class path. */
class ClassArchiveIT {

  private static final Path CLASS_PATH =
      Path.of(System.getProperty("sparkbench.root"), "job-runner/target/image/classpath");

  private static final Pattern JDK = Pattern.compile("(java|jdk|sun|com\\.sun)\\.");

  @TempDir Path folder;

  @Test
  void sparksClassesComeFromIt() throws Exception {
    ClassArchive archive = ClassArchive.of(CLASS_PATH);

    archive.make();

    assertThat(archive.exists()).isTrue();
    assertThat(loading("org.apache.spark.SparkContext", archive.options()))
        .contains("org.apache.spark.SparkContext source: shared objects file (top)");
  }

  /** A JVM crashes if an archive is incomplete, so an incomplete archive must not be found. */
  @Test
  void aJvmWithoutItLoadsThemFromTheirJar() throws Exception {
    String options = ClassArchive.of(CLASS_PATH).options().replace(".jsa", "-none.jsa");

    assertThat(loading("org.apache.spark.SparkContext", options))
        .anyMatch(line -> line.matches("org.apache.spark.SparkContext source: file:.*spark-core.*"))
        .noneMatch(line -> line.contains("warning"));
  }

  @Test
  void allClassesOfTheListExist() throws IOException {
    Set<String> missing = new HashSet<>(list());
    for (String jar : Files.readString(CLASS_PATH).strip().replace("\"", "").split(":")) {
      try (JarFile file = new JarFile(jar)) {
        file.stream()
            .map(entry -> entry.getName().replaceFirst("^META-INF/versions/\\d+/", ""))
            .map(name -> name.replace('/', '.').replaceFirst("\\.class$", ""))
            .forEach(missing::remove);
      }
    }
    missing.removeIf(ClassArchiveIT::isOfTheJdk);

    assertThat(missing)
        .as(
            "the list is of other versions; `mvn verify -Dit.test=ClassListIT -Dit.excludedGroups=none` writes it anew")
        .isEmpty();
  }

  /** Its own classes may be missing here, because they differ between updates of the JDK. */
  private static boolean isOfTheJdk(String name) {
    return JDK.matcher(name).lookingAt()
        || ClassLoader.getPlatformClassLoader().getResource(name.replace('.', '/') + ".class")
            != null;
  }

  private static List<String> list() throws IOException {
    return Files.readAllLines(
        Path.of(
            System.getProperty("sparkbench.root"),
            "operator/local/src/main/resources",
            ClassArchive.CLASS_LIST));
  }

  /** The JVM's message when it loads a class, with the options of a container. */
  private List<String> loading(String name, String options) throws Exception {
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:stdout:none",
                "-cp",
                "@" + CLASS_PATH,
                "dev.sparkbench.runner.LoadClasses")
            .redirectInput(Files.writeString(folder.resolve("input"), name).toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put(RunnerImage.JVM_OPTIONS, options);
    assertThat(builder.start().waitFor()).isZero();
    return Files.readAllLines(output);
  }
}
