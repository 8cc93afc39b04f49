// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

import static dev.sparkbench.api.scaling.Figures.times;

import dev.sparkbench.api.scaling.VariantComparison.Overall;
import dev.sparkbench.api.scaling.VariantComparison.Ratio;
import dev.sparkbench.api.scaling.VariantComparison.Verdict;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The result of the comparison of variants, in words. */
public final class VariantAdvice {

  private VariantAdvice() {}

  /**
   * Each variant compared with the reference, without a full stop: {@code fat is 1.24 times (1.15
   * to 1.33) as fast as base}.
   *
   * @param variants all names, the reference first
   * @param differing the variants whose outputs differ from the reference's
   */
  public static String of(
      VariantComparison comparison, List<String> variants, Collection<String> differing) {
    String reference = variants.get(0);
    return variants.stream()
        .skip(1)
        .map(
            variant ->
                differing.contains(variant)
                    ? "the outputs of %s differ from those of %s, so that its times say nothing"
                        .formatted(variant, reference)
                    : comparison.overall().stream()
                        .filter(overall -> overall.variant().equals(variant))
                        .findFirst()
                        .map(overall -> sentence(overall, reference))
                        .orElse(
                            "%s has no result with as many executor cores as one of %s"
                                .formatted(variant, reference)))
        .collect(Collectors.joining("; "));
  }

  private static String sentence(Overall overall, String reference) {
    String speedup = times(1 / overall.time(), speedup(overall.interval()));
    return switch (overall.verdict()) {
      case Faster, Slower ->
          "%s is %s as fast as %s".formatted(overall.variant(), speedup, reference);
      case NoDifferenceShown ->
          "%s: no difference from %s shown, %s as fast"
              .formatted(overall.variant(), reference, speedup);
      case TooFewTrials ->
          "%s: %s as fast as %s, by one trial, which does not say how much of this is chance"
              .formatted(overall.variant(), speedup, reference);
    };
  }

  /**
   * Short text for a column: how many times as fast the best variant is, if that is certain.
   *
   * @param comparison without variants whose outputs differ from the reference's
   */
  public static String best(VariantComparison comparison, String reference) {
    Optional<Overall> faster = comparison.best().filter(best -> best.verdict() == Verdict.Faster);
    if (faster.isPresent()) {
      return String.format(
          Locale.ROOT, "%.2fx (%s)", 1 / faster.get().time(), faster.get().variant());
    }
    boolean referenceIsBest =
        !comparison.overall().isEmpty()
            && comparison.uncompared().isEmpty()
            && comparison.overall().stream().allMatch(it -> it.verdict() == Verdict.Slower);
    return referenceIsBest ? "1.00x (%s)".formatted(reference) : "not shown";
  }

  /**
   * Whether every variant meets the requirements, without a full stop.
   *
   * @param differing the runs with other outputs than the reference, such as {@code fat/4_nodes}
   * @param complete whether all node counts were measured, and their outputs compared
   */
  public static String goal(
      ComparisonGoal goal, VariantComparison comparison, List<String> differing, boolean complete) {
    if (!differing.isEmpty()) {
      return "the outputs of %s differ from the reference's, so their times cannot be compared"
          .formatted(String.join(", ", differing));
    }
    return switch (goal.isMet(comparison, complete)) {
      case Met -> "every variant is " + words(goal);
      case Slower, NotFaster ->
          "not every variant is %s: %s".formatted(words(goal), slowest(comparison, Interval::low));
      case NotSure ->
          "more trials are needed to say whether every variant is %s: %s"
              .formatted(words(goal), slowest(comparison, Interval::high));
      case Incomplete -> incomplete(goal, comparison);
      case TooFewTrials ->
          "one trial does not say whether every variant is %s: set measurement.trials to 3 or more"
              .formatted(words(goal));
      case NothingInCommon ->
          "no variant has the same number of executor cores as the reference at any node count, so nothing can be compared";
    };
  }

  private static String incomplete(ComparisonGoal goal, VariantComparison comparison) {
    if (comparison.ratios().isEmpty()) {
      return "nothing could be compared, because runs or the report failed";
    }
    return "what was compared is %s, but %s"
        .formatted(
            words(goal),
            comparison.uncompared().isEmpty()
                ? "runs or the report failed, so this is not known of all"
                : "%s could not be compared with the reference"
                    .formatted(String.join(", ", comparison.uncompared())));
  }

  private static String words(ComparisonGoal goal) {
    Optional<String> slowdown =
        goal.maxSlowdownPercent().map("at most %d %% slower than the reference"::formatted);
    Optional<String> speedup =
        goal.minSpeedup().map(it -> "at least %s times as fast as it".formatted(plain(it)));
    return slowdown.isPresent() && speedup.isPresent()
        ? slowdown.get() + ", and " + speedup.get()
        : slowdown.or(() -> speedup).orElse("what is asked for");
  }

  private static String plain(double number) {
    return String.valueOf(number).replaceFirst("[.]0$", "");
  }

  /**
   * The slowest of all comparisons, by one end of the intervals. The lower ends show that a goal is
   * missed, the upper ends that it may be.
   */
  private static String slowest(VariantComparison comparison, ToDoubleFunction<Interval> end) {
    Ratio slowest =
        comparison.ratios().stream()
            .max(
                Comparator.comparingDouble(
                    ratio -> ratio.interval().map(end::applyAsDouble).orElse(0.0)))
            .orElseThrow();
    return "%s is %s as fast with %s"
        .formatted(
            slowest.variant(),
            times(1 / slowest.time(), speedup(slowest.interval())),
            Figures.nodes(slowest.nodes()));
  }

  private static Optional<Interval> speedup(Optional<Interval> time) {
    return time.map(it -> new Interval(1 / it.high(), 1 / it.low()));
  }
}
