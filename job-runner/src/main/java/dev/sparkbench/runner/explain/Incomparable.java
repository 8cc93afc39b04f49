// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.explain;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Why the times of two benchmarks cannot be compared.
 *
 * @param reason one CamelCase word
 * @param message what differs, without a full stop
 */
public record Incomparable(String reason, String message) {

  private static final int LONGEST_VALUE = 60;
  private static final int CONTEXT = 10;

  /**
   * The reasons by the beginnings of names in a configuration; the first that differs gives the
   * reason.
   */
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
   * Compares the configurations of two benchmarks.
   *
   * @return empty if they are the same, except for {@link JudgedChanges}
   */
  public static Optional<Incomparable> of(Map<String, String> before, Map<String, String> now) {
    return of(before, now, JudgedChanges::isJudged);
  }

  /**
   * Compares the configurations of two runs of one benchmark, which must be the same.
   *
   * @return empty if they are
   */
  static Optional<Incomparable> withinOne(Map<String, String> before, Map<String, String> now) {
    return of(before, now, name -> false);
  }

  private static Optional<Incomparable> of(
      Map<String, String> before, Map<String, String> now, Predicate<String> mayDiffer) {
    if (before.isEmpty() || now.isEmpty()) {
      return Optional.of(
          new Incomparable(
              "ConfigurationUnknown",
              "the documents of one of the two do not say what was measured and on what"));
    }
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(now.keySet());
    List<String> differing =
        names.stream()
            .filter(name -> !mayDiffer.test(name))
            .filter(name -> !Objects.equals(before.get(name), now.get(name)))
            .toList();
    if (differing.isEmpty()) {
      return Optional.empty();
    }
    for (Map.Entry<String, String> reason : REASONS) {
      for (String name : differing) {
        if (name.startsWith(reason.getKey())) {
          return Optional.of(
              new Incomparable(reason.getValue(), message(name, before, now, differing.size())));
        }
      }
    }
    return Optional.of(
        new Incomparable(
            "OtherConfiguration", message(differing.get(0), before, now, differing.size())));
  }

  private static String message(
      String name, Map<String, String> before, Map<String, String> now, int differences) {
    String was = Objects.requireNonNullElse(before.get(name), "");
    String is = Objects.requireNonNullElse(now.get(name), "");
    int from = Math.max(0, firstDifference(was, is) - CONTEXT);
    return "%s was %s, and is %s now%s"
        .formatted(
            name,
            shown(was, from),
            shown(is, from),
            switch (differences) {
              case 1 -> "";
              case 2 -> "; one more thing differs";
              default -> "; %d more things differ".formatted(differences - 1);
            });
  }

  private static int firstDifference(String a, String b) {
    int same = 0;
    while (same < Math.min(a.length(), b.length()) && a.charAt(same) == b.charAt(same)) {
      same++;
    }
    return same;
  }

  /** The value; if it is long, a part of it that begins shortly before the difference. */
  private static String shown(String value, int from) {
    if (value.isEmpty()) {
      return "not set";
    }
    int begin = value.length() <= LONGEST_VALUE ? 0 : Math.min(from, value.length());
    int end = Math.min(value.length(), begin + LONGEST_VALUE);
    return (begin > 0 ? "…" : "") + value.substring(begin, end) + (end < value.length() ? "…" : "");
  }
}
