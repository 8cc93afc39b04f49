// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.cluster;

import dev.sparkbench.api.contract.RunRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Spark's event log, if the manifest requests it. */
public final class EventLogs {

  private EventLogs() {}

  /** The folder below the driver's scratch folder. */
  public static Path folder(String scratch) {
    return Path.of(scratch, "eventlogs");
  }

  /** The properties that make Spark write there; none if the request does not ask for it. */
  public static Map<String, String> of(RunRequest request, String scratch) {
    if (!request.eventLog()) {
      return Map.of();
    }
    Path folder = folder(scratch);
    try {
      // Spark creates the file but not the folder.
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create a folder for the event log: " + folder, e);
    }
    return Map.of(
        "spark.eventLog.enabled",
        "true",
        "spark.eventLog.dir",
        folder.toUri().toString(),
        // A single file, so that secrets can be removed before it is compressed.
        "spark.eventLog.rolling.enabled",
        "false",
        "spark.eventLog.compress",
        "false");
  }
}
