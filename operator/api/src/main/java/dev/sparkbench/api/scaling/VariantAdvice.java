// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

import static dev.sparkbench.api.scaling.Figures.times;

import dev.sparkbench.api.scaling.VariantComparison.Overall;
import dev.sparkbench.api.scaling.VariantComparison.Ratio;
import dev.sparkbench.api.scaling.VariantComparison.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the comparison of variants says, in words. */
public final class VariantAdvice {

  private VariantAdvice() {}

  /**
   * Each variant beside the reference, without a full stop: {@code fat is 1.24 times (1.15 to 1.33)
   * as fast as base}.
   *
   * @param variants all names, the reference first
   */
  public static String of(VariantComparison comparison, List<String> variants) {
    String reference = variants.get(0);
    return variants.stream()
        .skip(1)
        .map(
            variant ->
                comparison.overall().stream()
                    .filter(overall -> overall.variant().equals(variant))
                    .findFirst()
                    .map(overall -> sentence(overall, reference))
                    .orElse(
                        "%s has nowhere as many executor cores as %s"
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

  /** What fits a column: how many times as fast the best variant is, if that is sure. */
  public static String best(VariantComparison comparison, String reference) {
    Optional<Overall> faster = comparison.best().filter(best -> best.verdict() == Verdict.Faster);
    if (faster.isPresent()) {
      return String.format(
          Locale.ROOT, "%.2fx (%s)", 1 / faster.get().time(), faster.get().variant());
    }
    boolean referenceIsBest =
        !comparison.overall().isEmpty()
            && comparison.overall().stream().allMatch(it -> it.verdict() == Verdict.Slower);
    return referenceIsBest ? "1.00x (%s)".formatted(reference) : "not shown";
  }

  /**
   * Whether every variant is what was asked for, without a full stop.
   *
   * @param differing what was computed with another result; such as {@code fat/4_nodes}
   */
  public static String goal(
      ComparisonGoal goal, VariantComparison comparison, List<String> differing) {
    if (!differing.isEmpty()) {
      return "the outputs of %s differ from the reference's, so that their times say nothing"
          .formatted(String.join(", ", differing));
    }
    return switch (goal.isMet(comparison)) {
      case Met -> "every variant is " + wish(goal);
      case Slower, NotFaster ->
          "not every variant is %s: %s".formatted(wish(goal), slowest(comparison));
      case NotSure ->
          "more trials are needed to say whether every variant is %s: %s"
              .formatted(wish(goal), slowest(comparison));
      case TooFewTrials ->
          "one trial does not say whether every variant is %s: set measurement.trials to 3 or more"
              .formatted(wish(goal));
      case NothingInCommon ->
          "no variant has as many executor cores as the reference has somewhere, so that nothing can be compared";
    };
  }

  private static String wish(ComparisonGoal goal) {
    Optional<String> slowdown =
        goal.maxSlowdownPercent()
            .map("not slower than the reference by more than %d %%"::formatted);
    Optional<String> speedup =
        goal.minSpeedup().map(it -> "at least %s times as fast as it".formatted(plain(it)));
    return slowdown.isPresent() && speedup.isPresent()
        ? slowdown.get() + ", and " + speedup.get()
        : slowdown.or(() -> speedup).orElse("what is asked for");
  }

  private static String plain(double number) {
    return String.valueOf(number).replaceFirst("[.]0$", "");
  }

  /** Of all that is compared, what is slowest. */
  private static String slowest(VariantComparison comparison) {
    Ratio slowest =
        comparison.ratios().stream().reduce((a, b) -> b.time() > a.time() ? b : a).orElseThrow();
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
