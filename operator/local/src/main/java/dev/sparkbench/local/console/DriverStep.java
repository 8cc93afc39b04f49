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
 * How far a driver is that has all its executors, as the last lines of its log tell.
 *
 * @param stage what changes seldom
 * @param text all of it
 */
record DriverStep(String stage, String text) {

  /** Before the first pass has ended. */
  static final DriverStep FIRST = new DriverStep("warming up", "all executors up, warming up");

  private static final Pattern WARM_UP = Pattern.compile("warm-up (\\d+): ([\\d.]+) s");
  private static final Pattern WARM = Pattern.compile("warm after (\\d+) passes");
  private static final Pattern ITERATION =
      Pattern.compile("iteration (\\d+), (\\d+) wanted: ([\\d.]+) s");

  /** Reads a log; empty before its first pass has ended, and where there is no log. */
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
