// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.kubelet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Identifies a process beyond the life of its parent. The process ID alone is not enough, because
 * the system reuses it.
 *
 * @param pid its process ID
 * @param startMillis when it started, in milliseconds since 1970; 0 if unknown
 */
record ProcessRecord(long pid, long startMillis) {

  // The system computes the start in clock ticks since the boot time, and corrects the boot time
  // from time to time.
  private static final Duration TOLERANCE = Duration.ofSeconds(1);

  static ProcessRecord of(ProcessHandle process) {
    return new ProcessRecord(
        process.pid(), process.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
  }

  static Optional<ProcessRecord> read(Path file) {
    try {
      String[] parts = Files.readString(file).trim().split(" ");
      return Optional.of(new ProcessRecord(Long.parseLong(parts[0]), Long.parseLong(parts[1])));
    } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
      // The file is incomplete, because the machine went down.
      return Optional.empty();
    }
  }

  String toLine() {
    return pid + " " + startMillis + "\n";
  }

  /** The process, if it still runs. */
  Optional<ProcessHandle> find() {
    return ProcessHandle.of(pid).filter(this::isTheSame);
  }

  private boolean isTheSame(ProcessHandle candidate) {
    return candidate
        .info()
        .startInstant()
        .map(start -> Math.abs(start.toEpochMilli() - startMillis) <= TOLERANCE.toMillis())
        .orElse(false);
  }
}
