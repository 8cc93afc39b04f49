// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.kubelet;

import dev.sparkbench.api.contract.Contract;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** Reads a container's termination message, within the kubelet's limits. */
final class TerminationMessage {

  // File systems store times with less precision.
  private static final Duration CLOCK_SKEW = Duration.ofSeconds(1);
  private static final int MAX_LOG_BYTES = 2048;
  private static final int MAX_LOG_LINES = 80;

  private TerminationMessage() {}

  /**
   * The end of the file; empty if there is no such file.
   *
   * @param since when the container started; an older file belongs to another container
   */
  static String read(Path file, Instant since) throws IOException {
    return Files.isRegularFile(file)
            && !Files.getLastModifiedTime(file).toInstant().isBefore(since.minus(CLOCK_SKEW))
        ? end(file, Contract.MAX_TERMINATION_MESSAGE_BYTES)
        : "";
  }

  /** The last lines of the log, for containers that fail without a message. */
  static String ofLog(Path log) throws IOException {
    String[] lines = end(log, MAX_LOG_BYTES).split("(?<=\n)");
    int first = Math.max(0, lines.length - MAX_LOG_LINES);
    return String.join("", Arrays.copyOfRange(lines, first, lines.length));
  }

  private static String end(Path file, int maxBytes) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
      int length = (int) Math.min(bytes.length(), maxBytes);
      byte[] end = new byte[length];
      bytes.seek(bytes.length() - length);
      bytes.readFully(end);
      return new String(end, StandardCharsets.UTF_8);
    }
  }
}
