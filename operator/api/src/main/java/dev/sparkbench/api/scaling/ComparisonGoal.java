// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

import java.util.List;
import java.util.Optional;

/**
 * A user's requirements for every variant, in every comparison with the reference.
 *
 * @param maxSlowdownPercent by how many per cent it may be slower; empty for any
 * @param minSpeedup how many times as fast it must be; empty for any
 */
public record ComparisonGoal(Optional<Integer> maxSlowdownPercent, Optional<Double> minSpeedup) {

  /** No requirements. */
  public static final ComparisonGoal NONE = new ComparisonGoal(Optional.empty(), Optional.empty());

  private static final double PERCENT = 100;

  /** Whether the measured ratios meet the requirements. */
  public enum Answer {
    /** Every ratio is within the limit, each with 95 % confidence. */
    Met,
    /** A variant is certainly too slow. */
    Slower,
    /** A variant is certainly not fast enough. */
    NotFaster,
    /** A limit is inside an interval. */
    NotSure,
    /** A single trial makes nothing certain. */
    TooFewTrials,
    /** No variant has the same number of executor cores as the reference at some node count. */
    NothingInCommon,
    /**
     * Everything that was compared meets the requirements, but a variant, a node count or outputs
     * were not compared.
     */
    Incomplete
  }

  /** Whether there are requirements. */
  public boolean isSet() {
    return maxSlowdownPercent.isPresent() || minSpeedup.isPresent();
  }

  /**
   * Whether every variant meets the requirements.
   *
   * @param complete whether all node counts were measured, and their outputs compared
   */
  public Answer isMet(VariantComparison comparison, boolean complete) {
    List<VariantComparison.Ratio> ratios = comparison.ratios();
    if (ratios.isEmpty()) {
      return complete ? Answer.NothingInCommon : Answer.Incomplete;
    }
    List<Answer> answers = ratios.stream().map(this::answer).toList();
    for (Answer worst :
        List.of(Answer.Slower, Answer.NotFaster, Answer.TooFewTrials, Answer.NotSure)) {
      if (answers.contains(worst)) {
        return worst;
      }
    }
    return complete && comparison.uncompared().isEmpty() ? Answer.Met : Answer.Incomplete;
  }

  private Answer answer(VariantComparison.Ratio ratio) {
    if (ratio.interval().isEmpty()) {
      return Answer.TooFewTrials;
    }
    Interval time = ratio.interval().get();
    Optional<Double> slowest = maxSlowdownPercent.map(percent -> 1 + percent / PERCENT);
    Optional<Double> fastest = minSpeedup.map(speedup -> 1 / speedup);
    if (slowest.filter(limit -> time.low() > limit).isPresent()) {
      return Answer.Slower;
    }
    if (fastest.filter(limit -> time.low() > limit).isPresent()) {
      return Answer.NotFaster;
    }
    // All ratios must be within the limit, so an error matters only in the worst one. So there is
    // no correction for the number of ratios.
    double upper = ratio.upper().orElseThrow();
    boolean met =
        slowest.map(limit -> upper <= limit).orElse(true)
            && fastest.map(limit -> upper <= limit).orElse(true);
    return met ? Answer.Met : Answer.NotSure;
  }
}
