// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.prediction;

import static dev.sparkbench.api.scaling.Figures.nodes;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The times of node counts that were not measured, from replays of those that were.
 *
 * <p>Between two measured node counts, tasks take as long as between what they took at both: the
 * prediction lies between what the two say. Beyond the largest they are taken to take as long as
 * there. So contention that grows with the nodes is followed only as far as it was seen.
 *
 * <p>Each measured node count also predicts every other. The largest relative error of these, and
 * of the replays of each on its own slots, stands beside every prediction.
 *
 * @param refusal why there is no prediction; empty if there is one
 * @param error the largest relative error, by which the predicted ranges are widened
 * @param checks the measured node counts predicted from each other; empty if only one can be used
 * @param from the node counts whose replays are used, in ascending order
 * @param points the predictions, by node count
 * @param reach the largest node count that is predicted at most
 */
public record Prediction(
    Optional<String> refusal,
    double error,
    List<CrossCheck> checks,
    List<Integer> from,
    List<Point> points,
    int reach) {

  /** With a larger error there is no prediction. */
  static final double MOST_CROSS_ERROR = 0.15;

  /** With a smaller one it reaches further. */
  static final double SMALL_CROSS_ERROR = 0.05;

  /** How far beyond the largest measured node count it reaches, as the fitted law does. */
  static final int REACH = 2;

  /** How far where each measured node count predicts the others well. */
  static final int FAR_REACH = 4;

  /** Numbers of tasks that differ by no more are of the same work. */
  private static final double SAME_TASKS = 0.01;

  private static final double PERCENT = 100;

  /**
   * A prediction.
   *
   * @param nodes executor pods
   * @param replayed what the replays say
   * @param expected the same, widened by the error
   */
  public record Point(int nodes, TimeRange replayed, TimeRange expected) {}

  /** Copies the lists. */
  public Prediction {
    checks = List.copyOf(checks);
    from = List.copyOf(from);
    points = List.copyOf(points);
  }

  /**
   * Predicts.
   *
   * @param measured the node counts of a benchmark, each once, at least one
   */
  public static Prediction of(List<ReplayedCount> measured) {
    List<ReplayedCount> usable =
        measured.stream()
            .filter(ReplayedCount::isUsable)
            .sorted(Comparator.comparingInt(ReplayedCount::nodes))
            .toList();
    if (usable.isEmpty()) {
      return refused(List.of(), "no run can be replayed; " + reasons(measured));
    }
    Optional<String> otherWork = otherWork(usable);
    if (otherWork.isPresent()) {
      return refused(List.of(), otherWork.get());
    }
    List<CrossCheck> checks = CrossCheck.all(usable);
    Optional<CrossCheck> worst = checks.stream().max(Comparator.comparingDouble(CrossCheck::size));
    double crossError = worst.map(CrossCheck::size).orElse(0.0);
    if (crossError > MOST_CROSS_ERROR) {
      return refused(checks, contradiction(worst.get()));
    }
    double error =
        Math.max(
            crossError, usable.stream().mapToDouble(ReplayedCount::ownError).max().orElseThrow());
    int reach =
        usable.get(usable.size() - 1).nodes()
            * (!checks.isEmpty() && crossError < SMALL_CROSS_ERROR ? FAR_REACH : REACH);
    return new Prediction(
        Optional.empty(),
        error,
        checks,
        usable.stream().map(ReplayedCount::nodes).toList(),
        points(measured, usable, error, reach),
        reach);
  }

  private static Prediction refused(List<CrossCheck> checks, String reason) {
    return new Prediction(Optional.of(reason), 0, checks, List.of(), List.of(), 0);
  }

  /** Such as {@code 1 node: it was disturbed; 2, 4 nodes: tasks spilled}. */
  private static String reasons(List<ReplayedCount> measured) {
    Map<String, List<Integer>> byReason =
        measured.stream()
            .collect(
                Collectors.groupingBy(
                    count -> count.unusable().orElseThrow(),
                    LinkedHashMap::new,
                    Collectors.mapping(ReplayedCount::nodes, Collectors.toList())));
    return byReason.entrySet().stream()
        .map(reason -> "%s: %s".formatted(nodes(reason.getValue()), reason.getKey()))
        .collect(Collectors.joining("; "));
  }

  private static Optional<String> otherWork(List<ReplayedCount> usable) {
    ReplayedCount first = usable.get(0);
    return usable.stream()
        .filter(count -> Math.abs(count.tasks() - first.tasks()) > SAME_TASKS * first.tasks())
        .findFirst()
        .map(
            other ->
                "the work is not the same at every node count: %d tasks with %s, %d with %s"
                    .formatted(
                        first.tasks(), nodes(first.nodes()), other.tasks(), nodes(other.nodes())));
  }

  private static String contradiction(CrossCheck worst) {
    return String.format(
        Locale.ROOT,
        "the measured node counts do not predict each other: from %s, %s would take %s, and took %s (%+.0f %%, more than %.0f %%), so tasks do not take as long with other numbers of nodes",
        nodes(worst.from()),
        nodes(worst.nodes()),
        worst.replayed().text(),
        TimeRange.text(worst.measuredSec()),
        worst.error() * PERCENT,
        MOST_CROSS_ERROR * PERCENT);
  }

  private static List<Point> points(
      List<ReplayedCount> measured, List<ReplayedCount> usable, double error, int reach) {
    SortedSet<Integer> counts = new TreeSet<>();
    usable.forEach(count -> counts.addAll(count.replayed().keySet()));
    measured.forEach(count -> counts.remove(count.nodes()));
    return counts.headSet(reach + 1).stream()
        .map(
            nodes -> {
              TimeRange replayed = replayed(nodes, usable);
              return new Point(nodes, replayed, replayed.widened(error));
            })
        .toList();
  }

  /** From the nearest measured node counts on both sides, as far as they were replayed for it. */
  private static TimeRange replayed(int nodes, List<ReplayedCount> usable) {
    List<ReplayedCount> able =
        usable.stream().filter(count -> count.replayed().containsKey(nodes)).toList();
    Optional<ReplayedCount> below =
        able.stream().filter(count -> count.nodes() < nodes).reduce((a, b) -> b);
    Optional<ReplayedCount> above =
        able.stream().filter(count -> count.nodes() > nodes).findFirst();
    if (below.isEmpty() || above.isEmpty()) {
      return below.or(() -> above).orElseThrow().replayed().get(nodes);
    }
    double from = Math.log(below.get().nodes());
    double share = (Math.log(nodes) - from) / (Math.log(above.get().nodes()) - from);
    return below.get().replayed().get(nodes).towards(above.get().replayed().get(nodes), share);
  }
}
