// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The container's termination message. Only the first answer is written; later ones are ignored.
 */
final class Answer {

  private final Path file;
  private final AtomicBoolean given = new AtomicBoolean();

  Answer(Path file) {
    this.file = file;
  }

  /** From now on, nothing is written. */
  void withhold() {
    given.set(true);
  }

  /**
   * Writes the answer, unless there already is one.
   *
   * @throws UncheckedIOException if the file cannot be written
   */
  void give(String text) {
    if (!given.compareAndSet(false, true)) {
      return;
    }
    try {
      Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the termination message to " + file, e);
    }
  }
}
