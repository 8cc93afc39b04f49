// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.explain;

import static dev.sparkbench.api.scaling.Figures.nodes;

import dev.sparkbench.api.contract.Regression;
import dev.sparkbench.api.scaling.Change;
import dev.sparkbench.api.scaling.Change.Verdict;
import dev.sparkbench.api.scaling.Comparison;
import dev.sparkbench.api.scaling.Figures;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether a benchmark is slower than the last one of the same job, in words. */
final class Regressions {

  private static final int ENOUGH_TRIALS = 3;

  private Regressions() {}

  /**
   * What the condition {@code Regressed} says.
   *
   * @param history empty if there is no earlier benchmark
   */
  static Regression of(Optional<History> history) {
    if (history.isEmpty()) {
      return new Regression(
          null, "FirstBenchmark", "there is no earlier benchmark of this job to compare with");
    }
    String completedAt = history.get().completedAt();
    String last = completedAt == null ? "the last benchmark" : "the benchmark of " + completedAt;
    if (history.get().incomparable().isPresent()) {
      Incomparable why = history.get().incomparable().get();
      return new Regression(
          null, why.reason(), "cannot be compared with %s: %s".formatted(last, why.message()));
    }
    Comparison comparison = history.get().comparison().orElseThrow();
    Regression regression = of(comparison, last);
    return new Regression(
        regression.slower(),
        regression.reason(),
        regression.message() + JudgedChanges.clause(history.get().changed()));
  }

  private static Regression of(Comparison comparison, String last) {
    return comparison
        .regressed()
        .map(
            slower ->
                slower
                    ? new Regression(
                        true, "Slower", "slower than %s: %s".formatted(last, slower(comparison)))
                    : new Regression(
                        false,
                        "NotSlower",
                        "%s: not slower than in %s by 20 %% or more"
                            .formatted(nodes(List.copyOf(comparison.changes().keySet())), last)))
        .orElseGet(() -> unknown(comparison, last));
  }

  /** Such as {@code 4 nodes by 32 % (18 to 47)}. */
  static String slower(Comparison comparison) {
    return comparison.nodes(Verdict.REGRESSION).stream()
        .map(n -> nodes(n) + " by " + Figures.percentMore(change(comparison, n)))
        .collect(Collectors.joining(", "));
  }

  private static Change change(Comparison comparison, int nodes) {
    return comparison.changes().get(nodes);
  }

  private static Regression unknown(Comparison comparison, String last) {
    if (comparison.changes().isEmpty()) {
      return new Regression(
          null, "OtherNodes", "no node count was measured both now and in " + last);
    }
    String possible =
        "compared with %s, a slowdown of 20 %% or more is possible with %s"
            .formatted(last, nodes(comparison.nodes(Verdict.UNKNOWN)));
    if (comparison.bySeries()) {
      return new Regression(
          null,
          "ClusterVaries",
          "%s: benchmarks of it differ that much from day to day".formatted(possible));
    }
    if (comparison.spread().isEmpty()) {
      return new Regression(
          null,
          "TooFewTrials",
          "%s: one trial does not say how much times differ by chance; set measurement.trials to %d or more"
              .formatted(possible, ENOUGH_TRIALS));
    }
    String spread =
        String.format(
            Locale.ROOT, "trials differ by %.0f %% by chance", 100 * comparison.spread().get());
    return new Regression(
        null,
        "TooFewTrials",
        "%s: %s; %s"
            .formatted(
                possible,
                spread,
                comparison
                    .trialsToNotice()
                    .map("%d trials would usually be enough"::formatted)
                    .orElse("a quieter cluster or longer work is needed")));
  }
}
