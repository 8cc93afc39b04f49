// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Ends the JVM with the exit code of a benchmark that failed. Maven calls this in its own JVM, at
 * the end of the build. So {@code mvn -Plocal} has the exit code of the benchmark, and the
 * benchmark's message is the last that the user reads. A failed build would add explanations by
 * Maven.
 */
public final class MavenExit {

  private MavenExit() {}

  /**
   * Ends the JVM, or returns if the benchmark succeeded.
   *
   * @param args the file with the exit code, which is missing after a success
   * @throws IOException if the file cannot be read
   */
  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    if (Files.exists(file)) {
      System.exit(Integer.parseInt(Files.readString(file).strip()));
    }
  }
}
