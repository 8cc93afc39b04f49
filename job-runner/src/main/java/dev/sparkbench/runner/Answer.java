// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** The container's termination message. Of several answers only the first counts. */
final class Answer {

  private final Path file;
  private final AtomicBoolean given = new AtomicBoolean();

  Answer(Path file) {
    this.file = file;
  }

  /** Nothing is written after this. */
  void withhold() {
    given.set(true);
  }

  /**
   * Writes the answer, if there is none yet.
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
