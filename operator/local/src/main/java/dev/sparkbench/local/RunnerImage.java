// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local;

import dev.sparkbench.local.kubelet.LocalImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runner of the last build, used instead of its container image. */
public final class RunnerImage {

  /** The environment variable with options of a container's JVM; those of the command line win. */
  public static final String JVM_OPTIONS = "JDK_JAVA_OPTIONS";

  /**
   * Without the optimizing compiler (C2). It takes seconds of each JVM, and if 8 executors share
   * two cores, they still compile while they are measured. Without it they are warm after one pass,
   * and computations take about three times as long.
   */
  private static final String WITHOUT_OPTIMIZING = "-XX:TieredStopAtLevel=1";

  /** The name by which pods ask for it. */
  public static final String NAME = "sparkbench-runner:local";

  private static final Logger LOG = LoggerFactory.getLogger(RunnerImage.class);
  private static final String ENTRY_POINT = "job-runner/src/main/image/entrypoint.sh";
  private static final String CLASS_PATH = "job-runner/target/image/classpath";

  private RunnerImage() {}

  /**
   * Finds the runner. Its JVMs start quickly: they use the archive of Spark's classes if {@link
   * #makeClassArchive} has created it.
   *
   * @param root the repository's root
   * @throws IllegalStateException if it has not been built; the message says how to build it
   */
  public static LocalImage find(Path root) {
    return find(root, WITHOUT_OPTIMIZING);
  }

  /** The runner with the optimizing compiler, as on a real cluster. */
  public static LocalImage findOptimizing(Path root) {
    return find(root, "");
  }

  /**
   * What a user must know about times that are measured with {@link #find}; empty if the manifest's
   * properties choose the compiler.
   */
  static Optional<String> note(Map<String, String> sparkConf) {
    String own =
        sparkConf == null ? "" : sparkConf.getOrDefault("spark.executor.extraJavaOptions", "");
    return own.contains("TieredStopAtLevel")
        ? Optional.empty()
        : Optional.of(
            "JVMs run here without the optimizing compiler, so work takes about twice as long as with it, or longer; operator/local/README.md says how to change this");
  }

  /**
   * Creates the archive of Spark's classes, unless it exists. This takes about ten seconds. If it
   * cannot be created, the log says why, and everything works without it.
   */
  public static void makeClassArchive(Path root) {
    try {
      ClassArchive.of(existing(root, CLASS_PATH)).make();
    } catch (IOException e) {
      LOG.warn("no archive of Spark's classes, so its JVMs start more slowly: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static LocalImage find(Path root, String options) {
    Path entryPoint = existing(root, ENTRY_POINT);
    Path classPath = existing(root, CLASS_PATH);
    return new LocalImage(
        List.of("/bin/sh", entryPoint.toString()),
        Map.of(
            "SPARKBENCH_CLASSPATH_FILE",
            classPath.toString(),
            JVM_OPTIONS,
            (ClassArchive.of(classPath).options() + " " + options).strip(),
            // The Java of this process is known to work.
            "JAVA_HOME",
            System.getProperty("java.home")));
  }

  private static Path existing(Path root, String file) {
    Path path = root.resolve(file).toAbsolutePath().normalize();
    if (!Files.isRegularFile(path)) {
      throw new IllegalStateException(
          "the runner is not built: %s is missing; run `mvn -pl job-runner -am package -DskipTests` in %s"
              .formatted(path, root.toAbsolutePath().normalize()));
    }
    return path;
  }
}
