// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.explain;

import static dev.sparkbench.api.scaling.Figures.nodes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.prediction.Prediction;
import dev.sparkbench.api.prediction.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What predictions show and measurements do not. Every remark says that it is predicted. */
final class PredictionRemarks {

  private static final int PERCENT = 100;

  private PredictionRemarks() {}

  /** The remarks on a prediction; none if there is none. */
  static List<Remark> of(PredictedNodes predicted) {
    List<Remark> remarks = new ArrayList<>();
    predicted
        .goal()
        .or(() -> next(predicted))
        .map(point -> time(predicted, point))
        .ifPresent(remarks::add);
    predicted
        .enoughNodes()
        .flatMap(enough -> predicted.floor().map(floor -> floor(enough, floor)))
        .ifPresent(remarks::add);
    predicted.morePartitions().map(PredictionRemarks::partitions).ifPresent(remarks::add);
    return remarks;
  }

  /**
   * The largest predicted node count up to twice the measured ones, if more nodes than measured
   * gain anything.
   */
  private static Optional<Prediction.Point> next(PredictedNodes predicted) {
    int largest = predicted.largest();
    return predicted.prediction().points().stream()
        .filter(point -> point.nodes() > largest && point.nodes() <= 2 * largest)
        .reduce((smaller, larger) -> larger)
        .filter(point -> predicted.moreHelp());
  }

  private static Remark time(PredictedNodes predicted, Prediction.Point point) {
    return Remark.note(
        "predicted, not measured: %s would take %s%s%s"
            .formatted(
                nodes(point.nodes()),
                point.expected().text(),
                predicted.goal().isPresent()
                    ? ", the fewest of those replayed that meet the goal's time"
                    : "",
                tested(predicted.prediction())));
  }

  private static String tested(Prediction prediction) {
    if (prediction.checks().isEmpty()) {
      return ", if tasks take as long there; a second measured node count would test that";
    }
    String error = String.format(Locale.ROOT, "%.1f", PERCENT * prediction.error());
    return error.equals("0.0")
        ? " (measured node counts are within their predicted ranges)"
        : " (measured node counts are predicted within %s %%)".formatted(error);
  }

  private static Remark floor(int enough, PredictedNodes.Floor floor) {
    return Remark.note(
        "predicted, not measured: more than %s would gain nothing; with any number, it takes at least %s, of which driver and scheduler take up to %s"
            .formatted(nodes(enough), floor.left().text(), TimeRange.text(floor.driverSeconds())));
  }

  private static Remark partitions(JsonNode count) {
    return Remark.note(
        "predicted, not measured: with twice as many partitions %s would take %s instead of %s, because some stages have fewer tasks than there are cores; raise measurement.partitionCount if these stages follow it"
            .formatted(
                nodes(count.path("nodes").asInt()),
                TimeRange.text(count.path("more_partitions_sec").asDouble()),
                TimeRange.text(count.path("high_sec").asDouble())));
  }
}
