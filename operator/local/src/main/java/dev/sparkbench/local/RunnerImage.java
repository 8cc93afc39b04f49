package dev.sparkbench.local;

import dev.sparkbench.local.kubelet.LocalImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The runner as it lies in the repository after a build, in place of its container image. */
public final class RunnerImage {

  /** The name by which pods ask for it. */
  public static final String NAME = "sparkbench-runner:local";

  private static final String ENTRY_POINT = "job-runner/src/main/image/entrypoint.sh";
  private static final String CLASS_PATH = "job-runner/target/image/classpath";

  private RunnerImage() {}

  /**
   * Finds the runner.
   *
   * @param root the repository's root
   * @throws IllegalStateException if it is not built; the message says how to build it
   */
  public static LocalImage find(Path root) {
    Path entryPoint = existing(root, ENTRY_POINT);
    Path classPath = existing(root, CLASS_PATH);
    return new LocalImage(
        List.of("/bin/sh", entryPoint.toString()),
        Map.of(
            "SPARKBENCH_CLASSPATH_FILE",
            classPath.toString(),
            // The Java that runs this is known to be a good one.
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
