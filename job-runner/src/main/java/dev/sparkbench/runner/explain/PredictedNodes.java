// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.explain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.contract.Partitions;
import dev.sparkbench.api.contract.ReportRequest;
import dev.sparkbench.api.prediction.Prediction;
import dev.sparkbench.api.prediction.ReplayedCount;
import dev.sparkbench.api.prediction.TimeRange;
import dev.sparkbench.api.scaling.ScalingPoint;
import dev.sparkbench.api.scaling.ScalingTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/**
 * The times of node counts that were not measured, by what the runs' documents say of their
 * replays.
 *
 * @param prediction what is predicted, or why nothing is
 * @param counts the measured node counts, by nodes
 * @param replay what the largest node count that is used says of its floor, its stages and its
 *     partitions: the {@code replay} of its document; empty if there is no prediction
 * @param goal the node count that the goal's time needs, where it was not measured; empty if a
 *     measured one meets it, if none is predicted to, and without such a goal
 */
public record PredictedNodes(
    Prediction prediction,
    List<ReplayedCount> counts,
    Optional<JsonNode> replay,
    Optional<Prediction.Point> goal) {

  private static final String REPLAY = "replay";

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
            .map(point -> count(point, Optional.ofNullable(documents.byNodes().get(point.nodes()))))
            .toList();
    Prediction prediction = Prediction.of(counts);
    Optional<JsonNode> replay =
        prediction.from().stream()
            .reduce((smaller, larger) -> larger)
            .map(nodes -> documents.byNodes().get(nodes).shown().path(REPLAY));
    return Optional.of(
        new PredictedNodes(
            prediction, counts, replay, goalPoint(prediction, table, Optional.ofNullable(goal))));
  }

  private static ReplayedCount count(ScalingPoint point, Optional<TrialDocuments> trials) {
    return new ReplayedCount(
        point.nodes(),
        point.seconds(),
        trials.map(it -> it.shown().path(REPLAY).path("tasks").asLong()).orElse(0L),
        trials.map(PredictedNodes::times).orElse(Map.of()),
        trials.map(PredictedNodes::unusable).orElse(Optional.of("a run left no document")));
  }

  private static Optional<String> unusable(TrialDocuments trials) {
    if (trials.byTrial().stream().anyMatch(document -> !document.path(REPLAY).isObject())) {
      return Optional.of("it was measured by a runner that does not replay");
    }
    JsonNode configuration = trials.first().path("configuration");
    if (configuration.path("measurement.cache_in_memory").asText().equals("true")) {
      return Optional.of(
          "the dataset is kept in memory, and how much of it fits depends on the number of nodes");
    }
    if (configuration
        .path("measurement.partitions")
        .asText()
        .equals(Partitions.PerNodeCount.name())) {
      return Optional.of(
          "with measurement.partitions PerNodeCount other node counts have other tasks");
    }
    return trials.byTrial().stream()
        .map(document -> document.path(REPLAY).path("refused"))
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .findFirst();
  }

  /** As for measured times: the geometric mean of the trials, for what all of them replayed. */
  private static Map<Integer, TimeRange> times(TrialDocuments trials) {
    Map<Integer, TimeRange> times = new TreeMap<>();
    List<Map<Integer, TimeRange>> byTrial =
        trials.byTrial().stream().map(PredictedNodes::times).toList();
    SortedSet<Integer> common = new TreeSet<>(byTrial.get(0).keySet());
    byTrial.forEach(trial -> common.retainAll(trial.keySet()));
    common.forEach(
        nodes ->
            times.put(
                nodes, TimeRange.mean(byTrial.stream().map(trial -> trial.get(nodes)).toList())));
    return times;
  }

  private static Map<Integer, TimeRange> times(JsonNode document) {
    Map<Integer, TimeRange> times = new HashMap<>();
    document
        .path(REPLAY)
        .path("counts")
        .forEach(
            count ->
                times.put(
                    count.path("nodes").asInt(),
                    new TimeRange(
                        count.path("low_sec").asDouble(), count.path("high_sec").asDouble())));
    return times;
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

  /** The number of nodes beyond which nothing is gained; empty if there is no prediction. */
  public Optional<Integer> enoughNodes() {
    return replay.map(it -> it.path("enough_nodes").asInt());
  }

  /**
   * The replay of the smallest node count, from the largest measured on, of which more partitions
   * would make a difference; empty if there is none within reach.
   */
  public Optional<JsonNode> morePartitions() {
    return replay.stream()
        .flatMap(it -> StreamSupport.stream(it.path("counts").spliterator(), false))
        .filter(count -> count.path("nodes").asInt() >= largest())
        .filter(count -> count.path("nodes").asInt() <= prediction.reach())
        .filter(count -> count.path("more_partitions_sec").isNumber())
        .findFirst();
  }
}
