package dev.sparkbench.runner.cluster;

import dev.sparkbench.api.contract.RunRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where Spark writes down what it does, for those who ask for it. */
public final class EventLogs {

  private EventLogs() {}

  /** The folder below the driver's scratch folder. */
  public static Path folder(String scratch) {
    return Path.of(scratch, "eventlogs");
  }

  /** The properties that have Spark write there; none if the request does not ask for it. */
  public static Map<String, String> of(RunRequest request, String scratch) {
    if (!request.eventLog()) {
      return Map.of();
    }
    Path folder = folder(scratch);
    try {
      // Spark makes the file and not the folder.
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a folder for the event log: " + folder, e);
    }
    return Map.of(
        "spark.eventLog.enabled",
        "true",
        "spark.eventLog.dir",
        folder.toUri().toString(),
        // One file, in which secrets can be found before it is compressed.
        "spark.eventLog.rolling.enabled",
        "false",
        "spark.eventLog.compress",
        "false");
  }
}
