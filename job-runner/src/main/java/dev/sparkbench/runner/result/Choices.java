// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.result;

import dev.sparkbench.api.scaling.Goal;
import java.util.Comparator;
import java.util.List;

/**
 * Which of all node counts of all variants to take. By what was measured: neither is it said that
 * the difference between two of them is no chance.
 *
 * @param cells all of them
 */
record Choices(List<Cell> cells) {

  /** Whether no other has a shorter time. */
  boolean isFastest(Cell cell) {
    return cells.stream().allMatch(other -> other.seconds() >= cell.seconds());
  }

  /** Whether it costs the least of those that meet a goal. */
  boolean isCheapest(Cell cell, Goal goal) {
    return cells.stream()
        .filter(it -> goal.isMetBy(it.point()))
        .min(Comparator.comparingDouble(this::price).thenComparingDouble(Cell::seconds))
        .filter(cell::equals)
        .isPresent();
  }

  /** Whether no other is at least as fast and as cheap, and better in one of the two. */
  boolean isOnFrontier(Cell cell) {
    return cells.stream()
        .noneMatch(
            other ->
                other.seconds() <= cell.seconds()
                    && price(other) <= price(cell)
                    && (other.seconds() < cell.seconds() || price(other) < price(cell)));
  }

  /** Where some have no price, a second of a core costs the same everywhere. */
  private double price(Cell cell) {
    return cells.stream().allMatch(it -> it.cost().isPresent())
        ? cell.cost().orElseThrow().doubleValue()
        : cell.cores() * cell.seconds();
  }
}
