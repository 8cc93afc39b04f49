// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.e2e;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * The folder of a scenario's local cluster: {@code target/e2e/<class>.<method>}, or {@code
 * target/e2e/<class>} where a class has one cluster. After a failure it stays until the next run,
 * with the logs of the pods and of the operator, and the test's output says where it is.
 */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@TempDir(factory = ClusterFolder.Factory.class, cleanup = CleanupMode.ON_SUCCESS)
@ExtendWith(ClusterFolder.Pointer.class)
@interface ClusterFolder {

  /** Creates the folder, empty. */
  final class Factory implements TempDirFactory {

    private static final Namespace NAMESPACE = Namespace.create(ClusterFolder.class);

    @Override
    public Path createTempDirectory(AnnotatedElementContext field, ExtensionContext context)
        throws IOException {
      Path folder = Path.of("target", "e2e", nameOf(context)).toAbsolutePath();
      delete(folder);
      context.getStore(NAMESPACE).put(Path.class, folder);
      return Files.createDirectories(folder);
    }

    private static String nameOf(ExtensionContext context) {
      String testClass = context.getRequiredTestClass().getSimpleName();
      return context
          .getTestMethod()
          .map(method -> testClass + "." + method.getName())
          .orElse(testClass);
    }

    private static void delete(Path folder) throws IOException {
      if (Files.exists(folder)) {
        try (Stream<Path> all = Files.walk(folder)) {
          for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(path);
          }
        }
      }
    }
  }

  /** Says where the logs of a failed scenario are. */
  final class Pointer implements AfterTestExecutionCallback {
    @Override
    public void afterTestExecution(ExtensionContext context) {
      Path folder = context.getStore(Factory.NAMESPACE).get(Path.class, Path.class);
      // A real cluster keeps its logs itself.
      if (context.getExecutionException().isPresent() && Files.exists(folder.resolve("pods"))) {
        System.out.printf(
            "%s.%s failed. The logs of its pods and of the operator are in %s%n",
            context.getRequiredTestClass().getSimpleName(),
            context.getRequiredTestMethod().getName(),
            folder);
      }
    }
  }
}
