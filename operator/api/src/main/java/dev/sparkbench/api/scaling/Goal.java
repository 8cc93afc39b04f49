// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

import java.util.List;
import java.util.Optional;

/**
 * A user's requirements for a node count.
 *
 * @param maxSeconds the longest time; empty for any
 * @param minEfficiencyPercent the lowest efficiency, in percent; empty for any
 */
public record Goal(Optional<Integer> maxSeconds, Optional<Integer> minEfficiencyPercent) {

  /** Without a required efficiency, a node count that reaches this one is called efficient. */
  public static final int EFFICIENT_PERCENT = 80;

  /** The goal of a manifest or a request; null means no requirement. */
  public static Goal of(Integer maxSeconds, Integer minEfficiencyPercent) {
    return new Goal(Optional.ofNullable(maxSeconds), Optional.ofNullable(minEfficiencyPercent));
  }

  /** No requirements. */
  public static final Goal NONE = new Goal(Optional.empty(), Optional.empty());

  private static final double PERCENT = 100;

  /** Whether a benchmark meets a goal. */
  public enum Answer {
    /** Certainly. */
    YES,
    /** Certainly not. */
    NO,
    /** Unknown: there is a single trial, or the limit is inside an interval. */
    UNKNOWN
  }

  /** Whether there are requirements. */
  public boolean isSet() {
    return maxSeconds.isPresent() || minEfficiencyPercent.isPresent();
  }

  /** Whether a node count meets every requirement, according to its estimates. */
  public boolean isMetBy(ScalingPoint point) {
    return maxSeconds.map(limit -> point.seconds() <= limit).orElse(true)
        && minEfficiencyPercent.map(percent -> reaches(point, percent)).orElse(true);
  }

  /**
   * The node counts that can meet the goal. If only efficiency is required, these are all except
   * the baseline, which is 100 % efficient by definition.
   *
   * @param points the baseline's first
   */
  public List<ScalingPoint> candidates(List<ScalingPoint> points) {
    return maxSeconds.isEmpty() && minEfficiencyPercent.isPresent() && points.size() > 1
        ? points.subList(1, points.size())
        : points;
  }

  /**
   * Whether one of several node counts meets every requirement.
   *
   * @param points the baseline's first
   */
  public Answer isMet(List<ScalingPoint> points) {
    List<Answer> answers = candidates(points).stream().map(this::answer).toList();
    if (answers.contains(Answer.YES)) {
      return Answer.YES;
    }
    return answers.contains(Answer.UNKNOWN) ? Answer.UNKNOWN : Answer.NO;
  }

  /** Whether a node count certainly meets every requirement. */
  boolean isSurelyMetBy(ScalingPoint point) {
    return answer(point) == Answer.YES;
  }

  private Answer answer(ScalingPoint point) {
    Answer inTime =
        maxSeconds.map(limit -> below(limit, point.secondsInterval())).orElse(Answer.YES);
    Answer efficient = minEfficiencyPercent.map(p -> efficient(point, p)).orElse(Answer.YES);
    if (inTime == Answer.NO || efficient == Answer.NO) {
      return Answer.NO;
    }
    return inTime == Answer.YES && efficient == Answer.YES ? Answer.YES : Answer.UNKNOWN;
  }

  private static Answer below(double limit, Optional<Interval> value) {
    return value
        .map(v -> v.high() <= limit ? Answer.YES : v.low() > limit ? Answer.NO : Answer.UNKNOWN)
        .orElse(Answer.UNKNOWN);
  }

  /**
   * Whether a node count reaches an efficiency. The baseline has an efficiency of 1 by definition.
   */
  private static Answer efficient(ScalingPoint point, int percent) {
    if (point.serialFraction().isEmpty()) {
      return Answer.YES;
    }
    double limit = percent / PERCENT;
    return point
        .efficiencyInterval()
        .map(e -> e.low() >= limit ? Answer.YES : e.high() < limit ? Answer.NO : Answer.UNKNOWN)
        .orElse(Answer.UNKNOWN);
  }

  /**
   * Whether a node count is as efficient as required; without a requirement, whether it is
   * efficient.
   */
  boolean isEfficient(ScalingPoint point) {
    return reaches(point, efficiencyPercent());
  }

  /** The same, with its certainty. */
  Answer surelyEfficient(ScalingPoint point) {
    return efficient(point, efficiencyPercent());
  }

  /** The efficiency that {@link #isEfficient} requires, in percent. */
  public int efficiencyPercent() {
    return minEfficiencyPercent.orElse(EFFICIENT_PERCENT);
  }

  private static boolean reaches(ScalingPoint point, int percent) {
    return point.efficiency() * PERCENT >= percent;
  }
}
