// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

import java.util.List;
import java.util.Optional;

/**
 * What a user wants of a node count.
 *
 * @param maxSeconds the longest time; empty for any
 * @param minEfficiencyPercent the lowest efficiency, in percent; empty for any
 */
public record Goal(Optional<Integer> maxSeconds, Optional<Integer> minEfficiencyPercent) {

  /** Without a wish for efficiency, a node count that reaches this is called efficient. */
  public static final int EFFICIENT_PERCENT = 80;

  /** From what a manifest or a request says; null for no wish. */
  public static Goal of(Integer maxSeconds, Integer minEfficiencyPercent) {
    return new Goal(Optional.ofNullable(maxSeconds), Optional.ofNullable(minEfficiencyPercent));
  }

  /** No wish. */
  public static final Goal NONE = new Goal(Optional.empty(), Optional.empty());

  private static final double PERCENT = 100;

  /** What a benchmark says about a wish. */
  public enum Answer {
    /** Surely. */
    YES,
    /** Surely not. */
    NO,
    /** One trial says nothing for sure, nor do intervals with the limit inside. */
    UNKNOWN
  }

  /** Whether there is a wish. */
  public boolean isSet() {
    return maxSeconds.isPresent() || minEfficiencyPercent.isPresent();
  }

  /** Whether a node count fulfils every wish, as far as its estimates go. */
  public boolean isMetBy(ScalingPoint point) {
    return maxSeconds.map(limit -> point.seconds() <= limit).orElse(true)
        && minEfficiencyPercent.map(percent -> reaches(point, percent)).orElse(true);
  }

  /**
   * The node counts that can meet it: where efficiency alone is asked for, all but the baseline,
   * which is 100 % efficient by definition.
   *
   * @param points the baseline's first
   */
  public List<ScalingPoint> candidates(List<ScalingPoint> points) {
    return maxSeconds.isEmpty() && minEfficiencyPercent.isPresent() && points.size() > 1
        ? points.subList(1, points.size())
        : points;
  }

  /**
   * Whether one of some node counts fulfils every wish.
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

  /** Whether a node count fulfils every wish for sure. */
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

  /** Whether a node count reaches an efficiency. That of the baseline is 1 by definition. */
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

  /** Whether a node count is efficient enough, or efficient if there is no wish. */
  boolean isEfficient(ScalingPoint point) {
    return reaches(point, efficiencyPercent());
  }

  /** How sure that is. */
  Answer surelyEfficient(ScalingPoint point) {
    return efficient(point, efficiencyPercent());
  }

  /** The efficiency that {@link #isEfficient} asks for, in percent. */
  public int efficiencyPercent() {
    return minEfficiencyPercent.orElse(EFFICIENT_PERCENT);
  }

  private static boolean reaches(ScalingPoint point, int percent) {
    return point.efficiency() * PERCENT >= percent;
  }
}
