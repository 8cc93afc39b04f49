package dev.sparkbench.runner.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Files in which the kernel says something. Other kernels, and some containers, lack them. */
final class KernelFile {

  private KernelFile() {}

  /** The file's text; empty if it is not there or not to be read. */
  static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
