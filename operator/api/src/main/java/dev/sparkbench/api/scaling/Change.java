// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

import java.util.Optional;

/**
 * How the time of a node count compares with that of an earlier benchmark of the same work.
 *
 * @param ratio the new time over the earlier one
 * @param interval an interval for the ratio; empty if the spread of times is unknown
 * @param verdict the conclusion
 */
public record Change(double ratio, Optional<Interval> interval, Verdict verdict) {

  /**
   * A change smaller than this does not count, however certain it is, because clusters differ from
   * one day to the next.
   */
  public static final double NOTEWORTHY = 1.05;

  /** "No change" means that a slowdown by this factor is ruled out. */
  public static final double RULED_OUT = 1.2;

  /** The conclusions from a change. */
  public enum Verdict {
    /** Certainly slower by more than 5 %: the whole interval is above that. */
    REGRESSION,
    /** Certainly faster by more than 5 %: the whole interval is below that. */
    IMPROVEMENT,
    /** Neither; a slowdown of 20 % or more is ruled out. */
    NONE,
    /** The spread is unknown, or so large that a slowdown of 20 % or more is possible. */
    UNKNOWN
  }

  static Change of(double ratio, Optional<Interval> interval) {
    return new Change(ratio, interval, interval.map(Change::verdict).orElse(Verdict.UNKNOWN));
  }

  private static Verdict verdict(Interval ratio) {
    if (ratio.low() > NOTEWORTHY) {
      return Verdict.REGRESSION;
    }
    if (ratio.high() < 1 / NOTEWORTHY) {
      return Verdict.IMPROVEMENT;
    }
    return ratio.high() < RULED_OUT ? Verdict.NONE : Verdict.UNKNOWN;
  }
}
