// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.explain;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Differences between two benchmarks that do not prevent a comparison, because their effect is what
 * people want to know: the image, Spark properties, where pods run, the jars of an application.
 * They are named with the verdict.
 */
public final class JudgedChanges {

  private static final List<Predicate<String>> JUDGED =
      List.of(
          "image"::equals,
          name -> name.startsWith("spark_conf."),
          "executors.pod_template"::equals,
          "work.jars"::equals,
          name -> name.startsWith("work.jar "));

  private JudgedChanges() {}

  /** Whether benchmarks may differ in this part of a configuration and still be compared. */
  static boolean isJudged(String name) {
    return JUDGED.stream().anyMatch(it -> it.test(name));
  }

  /**
   * The names of these parts that differ between two configurations, such as {@code image}; sorted.
   */
  public static List<String> of(Map<String, String> before, Map<String, String> now) {
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(now.keySet());
    return names.stream()
        .filter(JudgedChanges::isJudged)
        .filter(name -> !Objects.equals(before.get(name), now.get(name)))
        .toList();
  }

  /** The same names as the end of a sentence: {@code ; image and spark_conf.x are not the same}. */
  public static String clause(List<String> changed) {
    if (changed.isEmpty()) {
      return "";
    }
    String last = changed.get(changed.size() - 1);
    String names =
        changed.size() == 1
            ? last
            : String.join(", ", changed.subList(0, changed.size() - 1)) + " and " + last;
    return "; %s %s not the same".formatted(names, changed.size() == 1 ? "is" : "are");
  }
}
