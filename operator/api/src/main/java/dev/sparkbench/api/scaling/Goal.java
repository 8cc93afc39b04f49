package dev.sparkbench.api.scaling;

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

  /** Whether there is a wish. */
  public boolean isSet() {
    return maxSeconds.isPresent() || minEfficiencyPercent.isPresent();
  }

  /** Whether a node count fulfils every wish. */
  public boolean isMetBy(ScalingPoint point) {
    return inTime(point)
        && minEfficiencyPercent.map(percent -> reaches(point, percent)).orElse(true);
  }

  private boolean inTime(ScalingPoint point) {
    return maxSeconds.map(limit -> point.time().median() <= limit).orElse(true);
  }

  /** Whether a node count is efficient enough, or efficient if there is no wish. */
  boolean isEfficient(ScalingPoint point) {
    return reaches(point, efficiencyPercent());
  }

  /** The efficiency that {@link #isEfficient} asks for, in percent. */
  public int efficiencyPercent() {
    return minEfficiencyPercent.orElse(EFFICIENT_PERCENT);
  }

  private static boolean reaches(ScalingPoint point, int percent) {
    return point.efficiency() * PERCENT >= percent;
  }
}
