// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Loads the classes whose names it reads from standard input, one on a line, without initializing
 * them. A JVM that does this under {@code -XX:ArchiveClassesAtExit} writes an archive of their
 * class data, from which later JVMs with the same class path start faster.
 */
public final class LoadClasses {

  private LoadClasses() {}

  /** Takes no arguments. Names of classes that are not there are passed over. */
  public static void main(String[] args) throws IOException {
    try (BufferedReader names =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      // Each is inflated and parsed: work for all processors.
      names.lines().parallel().forEach(LoadClasses::load);
    }
  }

  private static void load(String name) {
    try {
      Class<?> type = Class.forName(name, false, LoadClasses.class.getClassLoader());
      // Links the class; the archive has linked classes only, and would link it by one processor.
      type.getMethods();
    } catch (ClassNotFoundException | LinkageError e) {
      // The list may be older than the class path: what is missing is loaded when it is needed.
    }
  }
}
