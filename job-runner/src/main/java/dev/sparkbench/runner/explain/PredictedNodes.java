// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.explain;

import static dev.sparkbench.runner.explain.ReplayedTrials.REPLAY;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.contract.ReportRequest;
import dev.sparkbench.api.prediction.Prediction;
import dev.sparkbench.api.prediction.ReplayedCount;
import dev.sparkbench.api.prediction.TimeRange;
import dev.sparkbench.api.scaling.ScalingTable;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The times of node counts that were not measured, predicted from the replays in the runs'
 * documents.
 *
 * @param prediction the prediction, or why there is none
 * @param counts the measured node counts, by nodes
 * @param replay the {@code replay} in the document of the largest node count that is used, with its
 *     stages and partitions; empty if there is no prediction
 * @param floor the time that no number of nodes can beat; empty if there is no prediction, or if a
 *     measured time is shorter
 * @param dividedFloor whether the floor is that of this division of the data: with more tasks, it
 *     would be lower
 * @param beyond why nothing is predicted beyond the reach, although a replay reaches further; empty
 *     if none does
 * @param morePartitions the replay of the smallest node count for which more partitions would make
 *     a difference, from the largest measured node count up to what a replay reaches; empty if
 *     there is none
 * @param goal the smallest node count that is predicted to meet the goal's time; empty if a
 *     measured one meets it, if none is predicted to, and without such a goal
 */
public record PredictedNodes(
    Prediction prediction,
    List<ReplayedCount> counts,
    Optional<JsonNode> replay,
    Optional<Floor> floor,
    boolean dividedFloor,
    Optional<String> beyond,
    Optional<JsonNode> morePartitions,
    Optional<Prediction.Point> goal) {

  /** If measured times differ from a replay by less than this, they do not contradict it. */
  private static final double ALIKE = 0.01;

  /**
   * The time that no number of nodes can beat.
   *
   * @param left the critical path
   * @param driverSeconds the part of its high end in which no task was running
   */
  public record Floor(TimeRange left, double driverSeconds) {

    private boolean isAtMost(double measuredSeconds) {
      return (1 - ALIKE) * left.low() <= measuredSeconds;
    }
  }

  static Optional<PredictedNodes> of(
      RunDocuments documents, ScalingTable table, ReportRequest.Goal goal) {
    boolean recorded =
        documents.byNodes().values().stream()
            .flatMap(trials -> trials.byTrial().stream())
            .anyMatch(document -> document.path(REPLAY).isObject());
    if (!recorded || table.points().isEmpty()) {
      return Optional.empty();
    }
    List<ReplayedCount> counts =
        table.points().stream()
            .map(
                point ->
                    ReplayedTrials.of(
                        point, Optional.ofNullable(documents.byNodes().get(point.nodes()))))
            .toList();
    Prediction replayed = Prediction.of(counts);
    Optional<Integer> most = replayed.from().stream().reduce((smaller, larger) -> larger);
    Optional<TrialDocuments> largest = most.map(documents.byNodes()::get);
    Optional<JsonNode> replay = largest.map(trials -> trials.shown().path(REPLAY));
    Optional<Division> division =
        largest.flatMap(
            trials -> Division.of(trials.shown(), replay.orElseThrow(), most.orElseThrow()));
    Prediction prediction = division.map(Division::reach).map(replayed::upTo).orElse(replayed);
    return Optional.of(
        new PredictedNodes(
            prediction,
            counts,
            replay,
            largest
                .map(ReplayedTrials::floor)
                .filter(floor -> counts.stream().allMatch(it -> floor.isAtMost(it.seconds()))),
            division.isPresent(),
            division.filter(it -> it.reach() < replayed.reach()).map(Division::reason),
            replay.flatMap(it -> morePartitions(it, most.orElseThrow(), replayed.reach())),
            goalPoint(prediction, table, Optional.ofNullable(goal))));
  }

  private static Optional<Prediction.Point> goalPoint(
      Prediction prediction, ScalingTable table, Optional<ReportRequest.Goal> goal) {
    return goal.map(ReportRequest.Goal::maxSeconds)
        .filter(most -> table.points().stream().noneMatch(point -> point.seconds() <= most))
        .flatMap(
            most ->
                prediction.points().stream()
                    .filter(point -> point.expected().high() <= most)
                    .findFirst());
  }

  /** The largest node count that was measured and is used; 0 if there is no prediction. */
  public int largest() {
    return prediction.from().stream().reduce(0, Math::max);
  }

  /**
   * The number of nodes above which more nodes gain nothing; empty if there is no floor, if more
   * tasks would lower it, if the number is beyond the predictions, and if more nodes gained
   * something in measurements.
   */
  public Optional<Integer> enoughNodes() {
    return floor
        .filter(it -> !dividedFloor)
        .flatMap(it -> replayedEnough())
        .filter(enough -> enough <= prediction.reach())
        .filter(enough -> counts.stream().noneMatch(count -> gainsBeyond(enough, count)));
  }

  /** Whether more nodes than the largest measured node count would help at all. */
  boolean moreHelp() {
    return replayedEnough().filter(enough -> enough > largest()).isPresent();
  }

  private Optional<Integer> replayedEnough() {
    return replay.map(it -> it.path("enough_nodes").asInt());
  }

  /** Whether a node count that should be enough takes longer than a larger one. */
  private boolean gainsBeyond(int enough, ReplayedCount count) {
    return count.nodes() >= enough
        && counts.stream()
            .filter(more -> more.nodes() > count.nodes())
            .anyMatch(more -> count.seconds() > (1 + ALIKE) * more.seconds());
  }

  private static Optional<JsonNode> morePartitions(JsonNode replay, int largest, int reach) {
    return StreamSupport.stream(replay.path("counts").spliterator(), false)
        .filter(count -> count.path("nodes").asInt() >= largest)
        .filter(count -> count.path("nodes").asInt() <= reach)
        .filter(count -> count.path("more_partitions_sec").isNumber())
        .findFirst();
  }
}
