// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Files in which the Linux kernel reports something. Other systems, and some containers, do not
 * have them.
 */
final class KernelFile {

  private KernelFile() {}

  /** The file's text; empty if the file is missing or cannot be read. */
  static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
