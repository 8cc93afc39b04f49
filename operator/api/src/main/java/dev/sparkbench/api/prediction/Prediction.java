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
 * <p>Between two measured node counts, the durations of tasks are between those at the two, so the
 * prediction is between the two replays. Beyond the largest measured node count, tasks are assumed
 * to take as long as there. So contention that grows with the nodes is predicted only as far as it
 * was measured.
 *
 * <p>Each measured node count also predicts every other. The largest relative error of these, and
 * of the replays of each on its own slots, widens every prediction ({@link Margin}). A node count
 * whose own replay is off predicts nothing, but it is predicted: its measured time is as good a
 * test as any.
 *
 * @param refusal why there is no prediction; empty if there is one
 * @param error the largest relative error
 * @param checks the measured node counts predicted from each other; empty if there is only one
 * @param from the node counts whose replays are used, in ascending order
 * @param points the predictions, by node count
 * @param reach the largest node count that can be predicted
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

  /** With a smaller error of the farther end of each range, it reaches further. */
  static final double SMALL_CROSS_ERROR = 0.05;

  /**
   * The factor by which it reaches beyond the largest measured node count, as for the fitted law.
   */
  static final int REACH = 2;

  /** The factor if each measured node count predicts the others well. */
  static final int FAR_REACH = 4;

  /** If numbers of tasks differ by no more than this, they belong to the same work. */
  private static final double SAME_TASKS = 0.01;

  private static final double PERCENT = 100;

  /**
   * A prediction.
   *
   * @param nodes executor pods
   * @param replayed the replayed time
   * @param error the share by which it is widened at both ends
   */
  public record Point(int nodes, TimeRange replayed, double error) {

    /** The range in which the time is expected. */
    public TimeRange expected() {
      return replayed.widened(error);
    }
  }

  /** Copies the lists. */
  public Prediction {
    checks = List.copyOf(checks);
    from = List.copyOf(from);
    points = List.copyOf(points);
  }

  /**
   * Predicts other node counts.
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
    List<CrossCheck> checks = CrossCheck.all(usable, targets(measured, usable.get(0)));
    if (checks.isEmpty() && usable.stream().anyMatch(ReplayedCount::cached)) {
      return refused(
          List.of(),
          "its work keeps rows in memory, and how many fit depends on the number of nodes; a second measured node count would test that");
    }
    Optional<CrossCheck> worst =
        checks.stream()
            .max(Comparator.comparingDouble(CrossCheck::size))
            .filter(check -> check.size() > MOST_CROSS_ERROR);
    if (worst.isPresent()) {
      return refused(checks, contradiction(worst.get()));
    }
    Margin margin = Margin.of(usable, checks);
    int reach = margin.largest() * (predictWell(checks) ? FAR_REACH : REACH);
    return new Prediction(
        Optional.empty(),
        margin.error(),
        checks,
        usable.stream().map(ReplayedCount::nodes).toList(),
        points(measured, usable, margin, reach),
        reach);
  }

  /** This prediction without the node counts above another reach. */
  public Prediction upTo(int nodes) {
    return new Prediction(
        refusal,
        error,
        checks,
        from,
        points.stream().filter(point -> point.nodes() <= nodes).toList(),
        Math.min(reach, nodes));
  }

  /** The node counts of the same work whose measured time can test predictions. */
  private static List<ReplayedCount> targets(List<ReplayedCount> measured, ReplayedCount first) {
    return measured.stream()
        .filter(ReplayedCount::canTest)
        .filter(count -> isSameWork(first, count))
        .sorted(Comparator.comparingInt(ReplayedCount::nodes))
        .toList();
  }

  private static boolean predictWell(List<CrossCheck> checks) {
    return !checks.isEmpty()
        && checks.stream().allMatch(check -> check.fartherEnd() < SMALL_CROSS_ERROR);
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
        .filter(count -> !isSameWork(first, count))
        .findFirst()
        .map(
            other ->
                "the work is not the same at every node count: %d tasks with %s, %d with %s"
                    .formatted(
                        first.tasks(), nodes(first.nodes()), other.tasks(), nodes(other.nodes())));
  }

  private static boolean isSameWork(ReplayedCount one, ReplayedCount other) {
    return Math.abs(other.tasks() - one.tasks()) <= SAME_TASKS * one.tasks();
  }

  private static String contradiction(CrossCheck worst) {
    return String.format(
        Locale.ROOT,
        "the measured node counts do not predict each other: from %s, %s would take %s, and took %s (%+.0f %%, more than %.0f %%), so what was recorded with one number of nodes does not hold for others",
        nodes(worst.from()),
        nodes(worst.nodes()),
        worst.replayed().text(),
        TimeRange.text(worst.measuredSec()),
        worst.error() * PERCENT,
        MOST_CROSS_ERROR * PERCENT);
  }

  private static List<Point> points(
      List<ReplayedCount> measured, List<ReplayedCount> usable, Margin margin, int reach) {
    SortedSet<Integer> counts = new TreeSet<>();
    usable.forEach(count -> counts.addAll(count.replayed().keySet()));
    measured.forEach(count -> counts.remove(count.nodes()));
    return counts.headSet(reach + 1).stream()
        .map(nodes -> new Point(nodes, replayed(nodes, usable), margin.at(nodes)))
        .toList();
  }

  /**
   * The prediction from the nearest measured node counts on both sides, as far as they were
   * replayed for it.
   */
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
