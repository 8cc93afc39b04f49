package dev.sparkbench.runner.profile;

/**
 * That a statistic be kept of a column.
 *
 * @param statistic which
 * @param size how much room it gets, where it has a choice; else 0
 */
public record Need(Statistic statistic, int size) {

  /** A statistic that has no choice of size. */
  public static Need of(Statistic statistic) {
    return new Need(statistic, 0);
  }
}
