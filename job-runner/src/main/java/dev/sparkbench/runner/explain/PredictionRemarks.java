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

/** What predictions tell that measurements do not. All of it says that it is predicted. */
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
        .filter(enough -> enough <= predicted.prediction().reach())
        .map(enough -> floor(enough, predicted.replay().orElseThrow().path("floor")))
        .ifPresent(remarks::add);
    predicted.morePartitions().map(PredictionRemarks::partitions).ifPresent(remarks::add);
    return remarks;
  }

  /** The largest of up to twice the measured node counts, if more than these help at all. */
  private static Optional<Prediction.Point> next(PredictedNodes predicted) {
    int largest = predicted.largest();
    return predicted.prediction().points().stream()
        .filter(point -> point.nodes() > largest && point.nodes() <= 2 * largest)
        .reduce((smaller, larger) -> larger)
        .filter(point -> predicted.enoughNodes().orElse(0) > largest);
  }

  private static Remark time(PredictedNodes predicted, Prediction.Point point) {
    boolean checked = !predicted.prediction().checks().isEmpty();
    return Remark.note(
        "predicted, not measured: %s would take %s%s%s"
            .formatted(
                nodes(point.nodes()),
                point.expected().text(),
                predicted.goal().isPresent() ? ", the fewest within the goal's time" : "",
                checked
                    ? String.format(
                        Locale.ROOT,
                        " (node counts that were measured are predicted within %.1f %%)",
                        PERCENT * predicted.prediction().error())
                    : ", if tasks take as long there; a second measured node count would test that"));
  }

  private static Remark floor(int enough, JsonNode floor) {
    return Remark.note(
        "predicted, not measured: more than %s gain nothing; %s are left with any number, of which the driver alone takes %s"
            .formatted(
                nodes(enough),
                TimeRange.text(floor.path("high_sec").asDouble()),
                TimeRange.text(floor.path("driver_sec").asDouble())));
  }

  private static Remark partitions(JsonNode count) {
    return Remark.note(
        "predicted, not measured: with twice as many partitions %s would take %s and not %s, because some stages have fewer tasks than there are cores; raise measurement.partitionCount"
            .formatted(
                nodes(count.path("nodes").asInt()),
                TimeRange.text(count.path("more_partitions_sec").asDouble()),
                TimeRange.text(count.path("high_sec").asDouble())));
  }
}
