// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.result;

import dev.sparkbench.api.scaling.Goal;
import java.util.Comparator;
import java.util.List;

/**
 * Which node counts to choose, among those of all variants, by the measured times. The difference
 * between two of them may be chance.
 *
 * @param cells all candidates, without those whose outputs differ from the reference's
 */
record Choices(List<Cell> cells) {

  /** Whether no other cell has a shorter time. */
  boolean isFastest(Cell cell) {
    return cells.contains(cell)
        && cells.stream().allMatch(other -> other.seconds() >= cell.seconds());
  }

  /** Whether it is the cheapest of those that meet a goal. */
  boolean isCheapest(Cell cell, Goal goal) {
    return cells.stream()
        .filter(it -> goal == Goal.NONE || it.candidate() && goal.isMetBy(it.point()))
        .min(Comparator.comparingDouble(this::price).thenComparingDouble(Cell::seconds))
        .filter(cell::equals)
        .isPresent();
  }

  /** Whether no other cell is at least as fast and as cheap, and better in one of the two. */
  boolean isOnFrontier(Cell cell) {
    return cells.contains(cell)
        && cells.stream()
            .noneMatch(
                other ->
                    other.seconds() <= cell.seconds()
                        && price(other) <= price(cell)
                        && (other.seconds() < cell.seconds() || price(other) < price(cell)));
  }

  /**
   * The cost; if some cells have no price, the core-seconds, as if a core cost the same everywhere.
   */
  private double price(Cell cell) {
    return cells.stream().allMatch(it -> it.cost().isPresent())
        ? cell.cost().orElseThrow().doubleValue()
        : cell.cores() * cell.seconds();
  }
}
