package dev.sparkbench.runner.explain;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Why the times of two benchmarks say nothing about each other.
 *
 * @param reason one CamelCase word
 * @param message what differs, without a full stop
 */
public record Incomparable(String reason, String message) {

  private static final int LONGEST_VALUE = 60;

  /** By what the names of a configuration begin with; the first that differs gives the reason. */
  private static final List<Map.Entry<String, String>> REASONS =
      List.of(
          Map.entry("data.", "OtherData"),
          Map.entry("work.", "OtherWork"),
          Map.entry("executors.", "OtherExecutors"),
          Map.entry("hardware.", "OtherHardware"),
          Map.entry("image", "OtherImage"),
          Map.entry("spark_conf.", "OtherSparkConf"),
          Map.entry("measurement.", "OtherMeasurement"));

  /**
   * Compares configurations.
   *
   * @return empty if they are the same
   */
  static Optional<Incomparable> of(Map<String, String> before, Map<String, String> now) {
    if (before.isEmpty() || now.isEmpty()) {
      return Optional.of(
          new Incomparable(
              "ConfigurationUnknown",
              "the documents of one of the two do not tell what was measured and on what"));
    }
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(now.keySet());
    List<String> differing =
        names.stream().filter(name -> !Objects.equals(before.get(name), now.get(name))).toList();
    return REASONS.stream()
        .flatMap(
            reason ->
                differing.stream()
                    .filter(name -> name.startsWith(reason.getKey()))
                    .limit(1)
                    .map(
                        name ->
                            new Incomparable(
                                reason.getValue(),
                                message(name, before.get(name), now.get(name), differing.size()))))
        .findFirst();
  }

  private static String message(String name, String before, String now, int differences) {
    return "%s was %s, and is %s now%s"
        .formatted(
            name,
            shown(before),
            shown(now),
            differences == 1 ? "" : "; %d more things differ".formatted(differences - 1));
  }

  private static String shown(String value) {
    if (value == null || value.isEmpty()) {
      return "not set";
    }
    return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE - 1) + "…";
  }
}
