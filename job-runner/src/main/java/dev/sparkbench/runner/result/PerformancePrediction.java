// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.result;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.prediction.CrossCheck;
import dev.sparkbench.api.prediction.Prediction;
import dev.sparkbench.api.prediction.TimeRange;
import dev.sparkbench.api.scaling.Costs;
import dev.sparkbench.runner.explain.PredictedNodes;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * The node counts in {@code performance.json} that were not measured but predicted. Field names are
 * those of the file, in another case.
 *
 * @param refused why there is no prediction; null if there is one
 * @param from the node counts whose tasks were replayed
 * @param error the largest relative error for measured node counts, each predicted from each other
 *     and each trial replayed on its own slots; null without a prediction, and if there are no two
 *     node counts to predict each other, because nothing tests the prediction then
 * @param reachNodes the largest node count that can be predicted; null without a prediction
 * @param beyond why nothing is predicted beyond it, if the reason is the division of the data; null
 *     otherwise
 * @param points the predictions, by nodes
 * @param checks the measured node counts predicted from each other
 * @param unused the measured node counts whose tasks were not replayed, and why
 * @param enoughNodes the number of nodes above which more nodes gain nothing; null without a
 *     prediction, beyond its reach, if more tasks would lower the floor, or if measured times
 *     contradict it
 * @param floor the time that no number of nodes can beat; null without a prediction, or if a
 *     measured time is shorter
 * @param morePartitions the effect of twice as many partitions; null if they would not help
 */
@RecordBuilder
record PerformancePrediction(
    String refused,
    List<Integer> from,
    Double error,
    Integer reachNodes,
    String beyond,
    List<Point> points,
    List<Check> checks,
    List<Unused> unused,
    Integer enoughNodes,
    Floor floor,
    JsonNode morePartitions) {

  /**
   * A prediction.
   *
   * @param nodes executor pods
   * @param lowSec the replayed time if stages wait only for their shuffles
   * @param highSec the replayed time if each stage waits for all stages that had ended before it
   * @param error the share by which the range is widened at both ends: the error above, more of it
   *     far from the node counts used, and half the width of the measured times' intervals
   * @param expectedSec the widened range
   * @param cost the cost of the executors for these times; null if no price was given
   */
  record Point(
      int nodes,
      double lowSec,
      double highSec,
      double error,
      List<Double> expectedSec,
      List<BigDecimal> cost) {

    private static Point of(Prediction.Point point, Costs costs, int pricedAs) {
      TimeRange expected = point.expected();
      return new Point(
          point.nodes(),
          point.replayed().low(),
          point.replayed().high(),
          point.error(),
          List.of(expected.low(), expected.high()),
          costs
              .ofPass(point.nodes(), expected.low(), pricedAs)
              .flatMap(
                  low ->
                      costs
                          .ofPass(point.nodes(), expected.high(), pricedAs)
                          .map(high -> List.of(low, high)))
              .orElse(null));
    }
  }

  /**
   * A measured node count predicted from another.
   *
   * @param from the node count whose tasks were replayed
   * @param nodes the node count that is predicted
   * @param lowSec the shorter replayed time
   * @param highSec the longer one
   * @param measuredSec the measured time
   * @param error the error of the replay, as a share of the measured time; 0 if the measured time
   *     is within the range
   */
  record Check(
      int from, int nodes, double lowSec, double highSec, double measuredSec, double error) {

    private static Check of(CrossCheck check) {
      return new Check(
          check.from(),
          check.nodes(),
          check.replayed().low(),
          check.replayed().high(),
          check.measuredSec(),
          check.error());
    }
  }

  /** A measured node count that is not used. */
  record Unused(int nodes, String reason) {}

  /**
   * The time that no number of nodes can beat.
   *
   * @param lowSec the critical path if stages wait only for their shuffles
   * @param highSec the critical path if each stage waits for all stages that had ended before it
   * @param driverSec the part of the latter in which no task was running: driver and scheduler
   * @param ofThisDivision whether it holds only for this number of tasks, because the data was
   *     divided for the largest node count
   * @param stages the stages whose longest tasks are the rest of it, as in the run's document
   */
  record Floor(
      double lowSec,
      double highSec,
      double driverSec,
      boolean ofThisDivision,
      List<JsonNode> stages) {

    private static Floor of(PredictedNodes.Floor floor, boolean divided, JsonNode replay) {
      return new Floor(
          floor.left().low(),
          floor.left().high(),
          floor.driverSeconds(),
          divided,
          StreamSupport.stream(replay.path("stages").spliterator(), false)
              .filter(stage -> stage.path("on_floor").asBoolean())
              .toList());
    }
  }

  static PerformancePrediction of(PredictedNodes predicted, Costs costs) {
    Prediction prediction = predicted.prediction();
    boolean refused = prediction.refusal().isPresent();
    return PerformancePredictionBuilder.builder()
        .refused(prediction.refusal().orElse(null))
        .from(prediction.from())
        .error(refused || prediction.checks().isEmpty() ? null : prediction.error())
        .reachNodes(refused ? null : prediction.reach())
        .beyond(predicted.beyond().orElse(null))
        .points(
            prediction.points().stream()
                .map(point -> Point.of(point, costs, predicted.largest()))
                .toList())
        .checks(prediction.checks().stream().map(Check::of).toList())
        .unused(
            predicted.counts().stream()
                .flatMap(
                    count ->
                        count.unusable().map(reason -> new Unused(count.nodes(), reason)).stream())
                .toList())
        .enoughNodes(predicted.enoughNodes().orElse(null))
        .floor(
            predicted
                .floor()
                .map(
                    floor ->
                        Floor.of(floor, predicted.dividedFloor(), predicted.replay().orElseThrow()))
                .orElse(null))
        .morePartitions(predicted.morePartitions().orElse(null))
        .build();
  }
}
