package dev.sparkbench.local.kubelet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Identifies a process beyond the life of its parent. The number alone does not: it is given again.
 *
 * @param pid its number
 * @param startMillis when it started, in milliseconds since 1970; 0 if the system does not tell
 */
record ProcessRecord(long pid, long startMillis) {

  // The system tells the start with the precision of its clock ticks, from a boot time that it
  // corrects now and then.
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
      // Half written, when the machine went down.
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
