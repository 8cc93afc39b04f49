// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The measured iterations according to Spark's own event log.
 *
 * @param windows from the first job's submission to the last one's end, in milliseconds since 1970,
 *     by the number of the iteration
 */
record EventLog(TreeMap<Integer, long[]> windows) {

  // The recorder's local property, which Spark logs with each job.
  private static final String ITERATION = "sparkbench.recording";

  /** Reads the only log in a folder. */
  static EventLog read(Path folder) throws IOException {
    JsonMapper json = new JsonMapper();
    Map<Integer, Integer> iterations = new HashMap<>();
    TreeMap<Integer, long[]> windows = new TreeMap<>();
    try (Stream<Path> files =
        Files.list(folder).filter(file -> !file.toString().endsWith(".crc"))) {
      for (String line : Files.readAllLines(files.findFirst().orElseThrow())) {
        JsonNode event = json.readTree(line);
        int job = event.path("Job ID").asInt(-1);
        switch (event.path("Event").asText()) {
          case "SparkListenerJobStart" -> {
            JsonNode iteration = event.path("Properties").path(ITERATION);
            if (iteration.isTextual()) {
              iterations.put(job, iteration.asInt());
              windows.computeIfAbsent(
                  iteration.asInt(), i -> new long[] {event.path("Submission Time").asLong(), 0});
            }
          }
          case "SparkListenerJobEnd" -> {
            if (iterations.containsKey(job)) {
              windows.get(iterations.get(job))[1] = event.path("Completion Time").asLong();
            }
          }
          default -> {
            // not needed
          }
        }
      }
    }
    return new EventLog(windows);
  }

  /** The seconds of each iteration, in their order. */
  List<Double> iterationSeconds() {
    return windows.values().stream().map(window -> (window[1] - window[0]) / 1e3).toList();
  }
}
