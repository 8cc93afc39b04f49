// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which of the measured node counts to take.
 *
 * @param efficientNodes the largest node count up to which all node counts reach the efficiency of
 *     the goal, or {@link Goal#EFFICIENT_PERCENT} without a goal; empty if nothing was measured
 * @param cheapestNodes the node count that meets the goal at the lowest cost: with the fewest
 *     executor-seconds (N·T), unless executors have different prices; empty if none meets it
 * @param goalMet every node count that meets the goal
 */
public record Recommendation(
    Optional<Integer> efficientNodes, Optional<Integer> cheapestNodes, List<Integer> goalMet) {

  /** Copies the node counts. */
  public Recommendation {
    goalMet = List.copyOf(goalMet);
  }

  /** Chooses among the measured node counts. */
  public static Recommendation of(ScalingTable table, Goal goal, Costs costs) {
    return new Recommendation(
        table.points().stream()
            .takeWhile(goal::isEfficient)
            .reduce((row, next) -> next)
            .map(ScalingPoint::nodes),
        cheapest(table, goal, costs, goal::isMetBy).map(ScalingPoint::nodes),
        goal.candidates(table.points()).stream()
            .filter(goal::isMetBy)
            .map(ScalingPoint::nodes)
            .toList());
  }

  /** The cheapest node count of those that can meet the goal and do. */
  static Optional<ScalingPoint> cheapest(
      ScalingTable table, Goal goal, Costs costs, Predicate<ScalingPoint> condition) {
    return goal.candidates(table.points()).stream().filter(condition).min(costs.cheapestFirst());
  }
}
