// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

import static dev.sparkbench.api.scaling.Figures.nodes;
import static dev.sparkbench.api.scaling.Figures.seconds;
import static dev.sparkbench.api.scaling.Figures.times;

import dev.sparkbench.api.scaling.Goal.Answer;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The advice of a benchmark in one sentence: which number of nodes to choose, and how certain that
 * is. Something is called faster only if its whole confidence interval is; a single trial makes
 * nothing certain.
 */
public final class Advice {

  private static final int ENOUGH_TRIALS = 3;

  private final List<ScalingPoint> points;
  private final Goal goal;
  private final Costs costs;
  private final Recommendation recommendation;

  private Advice(ScalingTable table, Goal goal, Costs costs) {
    this.points = table.points();
    this.goal = goal;
    this.costs = costs;
    this.recommendation = Recommendation.of(table, goal, costs);
  }

  /** The sentence, without a full stop. */
  public static String of(ScalingTable table, Goal goal, Costs costs) {
    Advice advice = new Advice(table, goal, costs);
    if (advice.points.isEmpty()) {
      return "no node count was measured";
    }
    String answer = goal.isSet() ? goal(table, goal, costs) : advice.choice();
    return answer + advice.caution();
  }

  /** Whether the goal is met, and by which node count. */
  public static String goal(ScalingTable table, Goal goal, Costs costs) {
    return switch (goal.isMet(table.points())) {
      case YES ->
          "the goal is met with %s, %s"
              .formatted(list(table, goal, goal::isSurelyMetBy), cheapest(table, goal, costs));
      case NO -> "no node count meets the goal";
      case UNKNOWN -> {
        String where = list(table, goal, goal::isMetBy);
        yield "more trials are needed to say whether the goal is met; "
            + (where.isEmpty()
                ? "by the times measured it is not"
                : "by the times measured it is, with " + where);
      }
    };
  }

  /** The node counts than which no other that meets the goal is certainly cheaper. */
  private static String cheapest(ScalingTable table, Goal goal, Costs costs) {
    List<ScalingPoint> met =
        goal.candidates(table.points()).stream().filter(goal::isSurelyMetBy).toList();
    List<Integer> cheapest =
        met.stream()
            .filter(point -> met.stream().noneMatch(it -> costs.isSurelyCheaper(it, point)))
            .map(ScalingPoint::nodes)
            .toList();
    return cheapest.size() == 1
        ? "at the lowest cost with " + Figures.nodes(cheapest)
        : "and no difference between the costs of %s is shown".formatted(Figures.nodes(cheapest));
  }

  private static String list(ScalingTable table, Goal goal, Predicate<ScalingPoint> condition) {
    return Figures.nodes(
        goal.candidates(table.points()).stream()
            .filter(condition)
            .map(ScalingPoint::nodes)
            .toList());
  }

  private String choice() {
    ScalingPoint base = points.get(0);
    if (points.size() == 1) {
      return "%s: %s"
          .formatted(nodes(base.nodes()), seconds(base.seconds(), base.secondsInterval()));
    }
    ScalingPoint fastest =
        points.stream().reduce((a, b) -> b.speedup() > a.speedup() ? b : a).orElseThrow();
    if (!isFaster(fastest)) {
      return notFaster(base, fastest);
    }
    int chosen = recommendation.efficientNodes().orElse(base.nodes());
    ScalingPoint choice =
        points.stream().filter(point -> point.nodes() == chosen).findFirst().orElseThrow();
    return choice == base || !isFaster(choice)
        ? stayOrPay(base, fastest)
        : "take %s%s%s".formatted(trade(choice), doubt(choice), next(choice));
  }

  /**
   * With a single trial, a faster time counts as faster, and {@link #caution} says that it may be
   * chance.
   */
  private boolean isFaster(ScalingPoint point) {
    return point.speedupInterval().map(Interval::low).orElse(point.speedup()) > 1;
  }

  private String notFaster(ScalingPoint base, ScalingPoint fastest) {
    ScalingPoint other = fastest == base ? points.get(1) : fastest;
    boolean unsure = other.speedupInterval().filter(interval -> interval.contains(1)).isPresent();
    return "take %s: %s (%s: %s as fast)"
        .formatted(
            nodes(base.nodes()),
            unsure ? "more are not certainly faster" : "more are not faster",
            nodes(other.nodes()),
            times(other.speedup(), other.speedupInterval()));
  }

  /**
   * Such as {@code 4 nodes: 3.4 times (3.2 to 3.6) as fast as 1 node for 1.2 times the executor
   * time}; with the price instead of the executor time if executors of the two have different
   * prices.
   */
  private String trade(ScalingPoint point) {
    Optional<Double> price = costs.ratio(point, points.get(0));
    return "%s: %s as fast as %s for %s the %s"
        .formatted(
            nodes(point.nodes()),
            times(point.speedup(), point.speedupInterval()),
            nodes(points.get(0).nodes()),
            times(price.orElse(1 / point.efficiency()), Optional.empty()),
            price.isPresent() ? "price" : "executor time");
  }

  private String stayOrPay(ScalingPoint base, ScalingPoint fastest) {
    if (costs.cheapestFirst().compare(fastest, base) < 0) {
      return "take %s; %s".formatted(trade(fastest), efficient(fastest));
    }
    return "take %s if money counts, or %s; %s"
        .formatted(nodes(base.nodes()), trade(fastest), efficient(fastest));
  }

  /** A doubt about whether the choice is as efficient as required. */
  private String doubt(ScalingPoint choice) {
    return goal.surelyEfficient(choice) == Answer.UNKNOWN && choice.efficiencyInterval().isPresent()
        ? "; %s, so that %d %% is not sure".formatted(efficient(choice), goal.efficiencyPercent())
        : "";
  }

  private String next(ScalingPoint choice) {
    return points.stream()
        .filter(point -> point.nodes() > choice.nodes())
        .findFirst()
        .map(point -> "; " + efficient(point))
        .orElse("");
  }

  /** Such as {@code 4 nodes are 76 to 84 % efficient}. */
  private static String efficient(ScalingPoint point) {
    return "%s are %s efficient".formatted(nodes(point.nodes()), Figures.efficiency(point));
  }

  private String caution() {
    return points.get(0).trials() == 1
        ? "; one trial does not say how much of this is chance: set measurement.trials to %d or more"
            .formatted(ENOUGH_TRIALS)
        : "";
  }
}
