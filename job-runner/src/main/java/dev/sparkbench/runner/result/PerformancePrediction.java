// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.api.prediction.CrossCheck;
import dev.sparkbench.api.prediction.Prediction;
import dev.sparkbench.api.prediction.TimeRange;
import dev.sparkbench.api.scaling.Costs;
import dev.sparkbench.runner.explain.PredictedNodes;
import java.math.BigDecimal;
import java.util.List;

/**
 * The node counts in {@code performance.json} that were not measured but predicted. Field names are
 * those in the file, but for their case.
 *
 * @param refused why there is no prediction; null if there is one
 * @param from the node counts whose tasks were replayed
 * @param error by how much the measured node counts were missed at most, as a share: each predicted
 *     from each other, and each replayed on its own slots; null without a prediction
 * @param reachNodes the largest node count that is predicted at most; null without a prediction
 * @param points the predictions, by nodes
 * @param checks the measured node counts predicted from each other
 * @param unused the measured node counts whose tasks were not replayed, and why
 * @param enoughNodes the number of nodes beyond which nothing is gained; null without a prediction
 * @param floor what no number of nodes goes below; null without a prediction
 * @param morePartitions what twice as many partitions would do; null where they would not help
 */
record PerformancePrediction(
    String refused,
    List<Integer> from,
    Double error,
    Integer reachNodes,
    List<Point> points,
    List<Check> checks,
    List<Unused> unused,
    Integer enoughNodes,
    JsonNode floor,
    JsonNode morePartitions) {

  /**
   * A prediction.
   *
   * @param nodes executor pods
   * @param lowSec the replayed time if stages wait for their shuffles alone
   * @param highSec the replayed time if each stage waits for all that had ended before it
   * @param expectedSec the same, wider by the error at both ends
   * @param cost of the executors for these times; null when nobody said what they cost
   */
  record Point(
      int nodes, double lowSec, double highSec, List<Double> expectedSec, List<BigDecimal> cost) {

    private static Point of(Prediction.Point point, Costs costs, int pricedAs) {
      TimeRange expected = point.expected();
      return new Point(
          point.nodes(),
          point.replayed().low(),
          point.replayed().high(),
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
   * @param measuredSec what was measured
   * @param error how far the replay is off, as a share of the measured time; 0 between its ends
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

  static PerformancePrediction of(PredictedNodes predicted, Costs costs) {
    Prediction prediction = predicted.prediction();
    boolean refused = prediction.refusal().isPresent();
    return new PerformancePrediction(
        prediction.refusal().orElse(null),
        prediction.from(),
        refused ? null : prediction.error(),
        refused ? null : prediction.reach(),
        prediction.points().stream()
            .map(point -> Point.of(point, costs, predicted.largest()))
            .toList(),
        prediction.checks().stream().map(Check::of).toList(),
        predicted.counts().stream()
            .flatMap(
                count -> count.unusable().map(reason -> new Unused(count.nodes(), reason)).stream())
            .toList(),
        predicted.enoughNodes().orElse(null),
        predicted.replay().map(PerformancePrediction::floor).orElse(null),
        predicted.morePartitions().orElse(null));
  }

  /** The floor with its stages. */
  private static JsonNode floor(JsonNode replay) {
    ObjectNode floor = replay.path("floor").deepCopy();
    ArrayNode stages = floor.putArray("stages");
    replay
        .path("stages")
        .forEach(
            stage -> {
              if (stage.path("on_floor").asBoolean()) {
                stages.add(stage);
              }
            });
    return floor;
  }
}
