// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkbench.local.kubelet.LocalImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunnerImageTest {

  @TempDir Path root;

  @Test
  void aBuiltRunnerIsFound() throws IOException {
    Path entryPoint = touch("job-runner/src/main/image/entrypoint.sh");
    Path classPath = touch("job-runner/target/image/classpath");
    String archive = ClassArchive.of(classPath).options();

    assertThat(RunnerImage.findOptimizing(root)).isEqualTo(image(entryPoint, classPath, archive));
    assertThat(RunnerImage.find(root))
        .isEqualTo(image(entryPoint, classPath, archive + " -XX:TieredStopAtLevel=1"));
  }

  @Test
  void usersLearnThatTimesAreLongUnlessTheyChooseTheCompiler() {
    assertThat(RunnerImage.note(null).orElseThrow()).contains("without the optimizing compiler");
    assertThat(RunnerImage.note(Map.of("spark.sql.ansi.enabled", "true"))).isPresent();
    assertThat(
            RunnerImage.note(Map.of("spark.executor.extraJavaOptions", "-XX:TieredStopAtLevel=4")))
        .isEmpty();
  }

  private static LocalImage image(Path entryPoint, Path classPath, String options) {
    return new LocalImage(
        List.of("/bin/sh", entryPoint.toString()),
        Map.of(
            "SPARKBENCH_CLASSPATH_FILE",
            classPath.toString(),
            "JDK_JAVA_OPTIONS",
            options,
            "JAVA_HOME",
            System.getProperty("java.home")));
  }

  @Test
  void aRunnerThatIsNotBuiltIsAnErrorWithARemedy() throws IOException {
    touch("job-runner/src/main/image/entrypoint.sh");

    assertThatThrownBy(() -> RunnerImage.find(root))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the runner is not built: %s is missing; run `mvn -pl job-runner -am package -DskipTests` in %s",
            root.resolve("job-runner/target/image/classpath"), root);
  }

  private Path touch(String file) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.createFile(path);
  }
}
