// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.profile;

/**
 * A request to compute a statistic of a column.
 *
 * @param statistic the statistic
 * @param size the size of its sketch; 0 if it has none
 */
public record StatisticRequest(Statistic statistic, int size) {

  /** A request for a statistic without a size. */
  public static StatisticRequest of(Statistic statistic) {
    return new StatisticRequest(statistic, 0);
  }
}
