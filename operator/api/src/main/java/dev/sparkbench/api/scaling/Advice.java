package dev.sparkbench.api.scaling;

import java.util.Locale;
import java.util.stream.Collectors;

/** What a benchmark says in one sentence. */
public final class Advice {

  private static final int PERCENT = 100;

  private Advice() {}

  /** How many node counts were measured, the best of them, and what to take. */
  public static String of(ScalingTable table, Goal goal) {
    int measured = table.points().size();
    String count = measured == 1 ? "1 node count measured" : measured + " node counts measured";
    return measured < 2 && !goal.isSet() ? count : count + best(table) + choice(table, goal);
  }

  private static String best(ScalingTable table) {
    return table
        .best()
        .filter(point -> table.points().size() > 1)
        .map(
            point ->
                String.format(
                    Locale.ROOT,
                    "; highest speedup %.2fx (%s), %.0f %% efficient",
                    point.speedup(),
                    nodes(point.nodes()),
                    point.efficiency() * PERCENT))
        .orElse("");
  }

  private static String choice(ScalingTable table, Goal goal) {
    Recommendation recommendation = Recommendation.of(table, goal);
    if (goal.isSet()) {
      return "; " + goal(recommendation);
    }
    return recommendation
        .efficientNodes()
        .map(
            nodes ->
                nodes == table.points().get(0).nodes()
                    ? "; with more than %s it is less than %d %% efficient"
                        .formatted(nodes(nodes), goal.efficiencyPercent())
                    : "; up to %s stay %d %% efficient"
                        .formatted(nodes(nodes), goal.efficiencyPercent()))
        .orElse("");
  }

  /** Where the goal is met, if anywhere. */
  public static String goal(Recommendation recommendation) {
    return recommendation
        .cheapestNodes()
        .map(
            nodes ->
                "the goal is met at %s, at the lowest cost with %s"
                    .formatted(
                        recommendation.goalMet().stream()
                            .map(String::valueOf)
                            .collect(Collectors.joining(", ")),
                        nodes(nodes)))
        .orElse("no node count meets the goal");
  }

  /** A number of nodes, in words. */
  public static String nodes(int nodes) {
    return nodes == 1 ? "1 node" : nodes + " nodes";
  }
}
