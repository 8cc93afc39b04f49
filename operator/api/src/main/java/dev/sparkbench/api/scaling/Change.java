package dev.sparkbench.api.scaling;

import java.util.Optional;

/**
 * How the time of a node count compares with that of an earlier benchmark of the same work.
 *
 * @param ratio the new median over the earlier one
 * @param verdict what that is worth
 */
public record Change(double ratio, Verdict verdict) {

  /** A smaller change is none that anybody should act on, however sure. */
  static final double NOTEWORTHY = 0.05;

  /** What a change is worth. */
  public enum Verdict {
    /** Slower by more than 5 %, and the confidence intervals of the medians do not overlap. */
    REGRESSION,
    /** Faster by more than 5 %, and the confidence intervals do not overlap. */
    IMPROVEMENT,
    /** By at most 5 %, or within the confidence intervals. */
    NONE,
    /** More than 5 %, but one of the two has too few samples for a confidence interval. */
    UNKNOWN
  }

  /** Compares two medians. */
  public static Change of(SampleSummary before, SampleSummary now) {
    double ratio = now.median() / before.median();
    return new Change(ratio, verdict(ratio, before.interval(), now.interval()));
  }

  private static Verdict verdict(
      double ratio, Optional<MedianInterval> before, Optional<MedianInterval> now) {
    if (Math.abs(ratio - 1) <= NOTEWORTHY) {
      return Verdict.NONE;
    }
    if (before.isEmpty() || now.isEmpty()) {
      return Verdict.UNKNOWN;
    }
    if (now.get().low() > before.get().high()) {
      return Verdict.REGRESSION;
    }
    return now.get().high() < before.get().low() ? Verdict.IMPROVEMENT : Verdict.NONE;
  }
}
