// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.explain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.contract.Partitions;
import dev.sparkbench.api.prediction.ReplayedCount;
import dev.sparkbench.api.prediction.TimeRange;
import dev.sparkbench.api.scaling.ScalingPoint;
import dev.sparkbench.runner.explain.PredictedNodes.Floor;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The replays in the documents of a node count's trials. */
final class ReplayedTrials {

  static final String REPLAY = "replay";

  private ReplayedTrials() {}

  /** The replays of a measured node count; no documents means that a run left none. */
  static ReplayedCount of(ScalingPoint point, Optional<TrialDocuments> documents) {
    return documents
        .map(trials -> of(point, trials))
        .orElseGet(
            () ->
                new ReplayedCount(
                    point.nodes(),
                    point.seconds(),
                    chance(point),
                    0,
                    Map.of(),
                    0,
                    false,
                    Optional.of("a run left no document")));
  }

  private static ReplayedCount of(ScalingPoint point, TrialDocuments trials) {
    List<JsonNode> replays =
        trials.byTrial().stream().map(document -> document.path(REPLAY)).toList();
    return new ReplayedCount(
        point.nodes(),
        point.seconds(),
        chance(point),
        trials.shown().path(REPLAY).path("tasks").asLong(),
        mean(replays.stream().map(ReplayedTrials::times).toList()),
        ownError(point.nodes(), replays),
        replays.stream().anyMatch(replay -> replay.path("cached").asBoolean()),
        refusal(trials.first().path("configuration"), replays));
  }

  /** Half the width of the interval; on a logarithmic scale, the time is in its middle. */
  private static double chance(ScalingPoint point) {
    return point
        .secondsInterval()
        .map(interval -> Math.sqrt(interval.high() / interval.low()) - 1)
        .orElse(0.0);
  }

  private static Optional<String> refusal(JsonNode configuration, List<JsonNode> replays) {
    if (!replays.stream().allMatch(JsonNode::isObject)) {
      return Optional.of("it was measured by a runner that does not replay");
    }
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
    return replays.stream()
        .map(replay -> replay.path("refused"))
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .findFirst();
  }

  /**
   * The largest error of a trial, because in the mean of the trials errors of opposite signs would
   * cancel.
   */
  private static double ownError(int nodes, List<JsonNode> replays) {
    return replays.stream()
        .flatMap(
            replay ->
                Optional.ofNullable(times(replay).get(nodes))
                    .map(own -> own.error(replay.path("sec").asDouble()))
                    .stream())
        .max(Comparator.comparingDouble(Math::abs))
        .orElse(0.0);
  }

  /**
   * As for measured times, the geometric mean of the trials; only for node counts that all trials
   * replayed.
   */
  private static Map<Integer, TimeRange> mean(List<Map<Integer, TimeRange>> byTrial) {
    Map<Integer, TimeRange> times = new TreeMap<>();
    SortedSet<Integer> common = new TreeSet<>(byTrial.get(0).keySet());
    byTrial.forEach(trial -> common.retainAll(trial.keySet()));
    common.forEach(
        nodes ->
            times.put(
                nodes, TimeRange.mean(byTrial.stream().map(trial -> trial.get(nodes)).toList())));
    return times;
  }

  /** The floor of the trials: the geometric mean, as for their times. */
  static Floor floor(TrialDocuments trials) {
    List<JsonNode> floors =
        trials.byTrial().stream().map(document -> document.path(REPLAY).path("floor")).toList();
    List<TimeRange> driver =
        floors.stream()
            .map(floor -> floor.path("driver_sec").asDouble())
            .map(seconds -> new TimeRange(seconds, seconds))
            .toList();
    return new Floor(
        TimeRange.mean(floors.stream().map(ReplayedTrials::range).toList()),
        TimeRange.mean(driver).high());
  }

  private static Map<Integer, TimeRange> times(JsonNode replay) {
    Map<Integer, TimeRange> times = new HashMap<>();
    replay.path("counts").forEach(count -> times.put(count.path("nodes").asInt(), range(count)));
    return times;
  }

  private static TimeRange range(JsonNode replayed) {
    return new TimeRange(replayed.path("low_sec").asDouble(), replayed.path("high_sec").asDouble());
  }
}
