// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The progress of a driver that has all its executors, according to the end of its log.
 *
 * @param stage the stage, which changes rarely
 * @param text the whole text
 */
record DriverStep(String stage, String text) {

  /** The step before the first pass has ended. */
  static final DriverStep FIRST = new DriverStep("warming up", "all executors up, warming up");

  private static final Pattern WARM_UP = Pattern.compile("warm-up (\\d+): ([\\d.]+) s");
  private static final Pattern WARM = Pattern.compile("warm after (\\d+) passes");
  private static final Pattern ITERATION =
      Pattern.compile("iteration (\\d+), (\\d+) wanted: ([\\d.]+) s");

  /** Reads a log; empty before the first pass has ended, or without a log. */
  static Optional<DriverStep> latest(Path log) {
    List<String> lines;
    try {
      lines = List.of(Files.readString(log, StandardCharsets.ISO_8859_1).split("\n"));
    } catch (IOException e) {
      return Optional.empty();
    }
    for (int i = lines.size() - 1; i >= 0; i--) {
      Optional<DriverStep> step = of(lines.get(i));
      if (step.isPresent()) {
        return step;
      }
    }
    return Optional.empty();
  }

  private static Optional<DriverStep> of(String line) {
    Matcher iteration = ITERATION.matcher(line);
    if (iteration.find()) {
      return Optional.of(
          new DriverStep(
              "measuring",
              "measuring: iteration %s took %s s, %s are wanted"
                  .formatted(iteration.group(1), iteration.group(3), iteration.group(2))));
    }
    Matcher warm = WARM.matcher(line);
    if (warm.find()) {
      return Optional.of(
          new DriverStep("measuring", "measuring, warm-ups: %s".formatted(warm.group(1))));
    }
    Matcher warmUp = WARM_UP.matcher(line);
    return warmUp.find()
        ? Optional.of(
            new DriverStep(
                FIRST.stage(),
                "%s: pass %s took %s s".formatted(FIRST.stage(), warmUp.group(1), warmUp.group(2))))
        : Optional.empty();
  }
}
