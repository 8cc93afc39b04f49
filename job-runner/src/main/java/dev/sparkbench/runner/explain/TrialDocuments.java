// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.explain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.Partitions;
import dev.sparkbench.api.scaling.SampleSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The documents of the trials of one node count.
 *
 * @param byTrial the documents, at least one
 */
public record TrialDocuments(List<JsonNode> byTrial) {

  /** Copies the documents. */
  public TrialDocuments {
    byTrial = List.copyOf(byTrial);
  }

  /** The first trial's document. */
  public JsonNode first() {
    return byTrial.get(0);
  }

  /**
   * The trial to show where only one can be shown: the one with the median time; of two, the longer
   * one.
   */
  public int shownTrial() {
    List<Integer> medians = mediansByTime();
    return medians.get(medians.size() - 1) + 1;
  }

  /** The document of {@link #shownTrial()}. */
  public JsonNode shown() {
    return byTrial.get(shownTrial() - 1);
  }

  private List<Integer> mediansByTime() {
    List<Integer> sorted =
        IntStream.range(0, byTrial.size())
            .boxed()
            .sorted(
                Comparator.comparingDouble(
                    trial -> SampleSummary.of(samples(byTrial.get(trial))).median()))
            .toList();
    int n = sorted.size();
    return sorted.subList((n - 1) / 2, n / 2 + 1);
  }

  /**
   * The duration of the first pass over the data, without warm-up: the mean of the trials, in
   * seconds.
   */
  public double firstPass() {
    return byTrial.stream()
        .map(document -> document.path("timing"))
        .map(
            timing ->
                timing.path("warmups_sec").isEmpty()
                    ? timing.path("samples_sec")
                    : timing.path("warmups_sec"))
        .mapToDouble(passes -> passes.path(0).asDouble())
        .average()
        .orElseThrow();
  }

  /** Whether passes were still getting faster while they were measured, in some trial. */
  boolean isCold() {
    return byTrial.stream()
        .map(document -> document.path("timing").path("warm"))
        .anyMatch(warm -> warm.isBoolean() && !warm.asBoolean());
  }

  /** Whether nothing was done before the measured passes, in some trial. */
  boolean isWithoutWarmup() {
    return byTrial.stream()
        .map(document -> document.path("timing").path("warmups_sec"))
        .anyMatch(warmups -> warmups.isArray() && warmups.isEmpty());
  }

  boolean hasPartitionsPerNodeCount() {
    return first().path("partitions").asText().equals(Partitions.PerNodeCount.name());
  }

  /** The number of iterations of each machine-learning task that iterates, by the task's name. */
  Map<String, Integer> iterations() {
    Map<String, Integer> made = new TreeMap<>();
    for (Map.Entry<String, JsonNode> task : shown().path("outputs").properties()) {
      JsonNode number = task.getValue().path("iterations");
      if (shown().path("type").asText().equals(JobType.ML.wireName()) && number.isInt()) {
        made.put(task.getKey(), number.intValue());
      }
    }
    return made;
  }

  /**
   * The times of the phases of machine-learning tasks: the seconds of the counted iterations, by
   * task and phase, separately for each trial. Empty if tasks have no phases. Also empty for
   * queries, because the phases of their planning are shorter than the resolution of Spark's clock.
   */
  public Map<String, Map<String, List<List<Double>>>> phases() {
    if (!first().path("type").asText(JobType.ML.wireName()).equals(JobType.ML.wireName())) {
      return Map.of();
    }
    Map<String, Map<String, List<List<Double>>>> phases = new LinkedHashMap<>();
    for (int trial = 0; trial < byTrial.size(); trial++) {
      for (JsonNode iteration : byTrial.get(trial).path("metrics").path("iterations")) {
        if (iteration.path("counted").asBoolean()) {
          for (Map.Entry<String, JsonNode> task : iteration.path("phases").properties()) {
            for (Map.Entry<String, JsonNode> phase : task.getValue().properties()) {
              List<List<Double>> trials =
                  phases
                      .computeIfAbsent(task.getKey(), t -> new LinkedHashMap<>())
                      .computeIfAbsent(phase.getKey(), p -> new ArrayList<>());
              while (trials.size() <= trial) {
                trials.add(new ArrayList<>());
              }
              trials.get(trial).add(phase.getValue().asDouble());
            }
          }
        }
      }
    }
    return phases;
  }

  /**
   * The CPU time of all tasks of a pass, in seconds, on average; empty if no iteration reports it.
   */
  OptionalDouble cpuSeconds() {
    return byTrial.stream()
        .flatMap(
            document ->
                StreamSupport.stream(
                    document.path("metrics").path("iterations").spliterator(), false))
        .filter(iteration -> iteration.path("counted").asBoolean())
        .map(iteration -> iteration.path("metrics").path("executor_cpu_sec"))
        .filter(JsonNode::isNumber)
        .mapToDouble(JsonNode::asDouble)
        .average();
  }

  /**
   * How often the object store asked the driver and executors for fewer requests, in all trials;
   * empty if no trial reports it.
   */
  public OptionalLong throttledRequests() {
    List<JsonNode> counts =
        byTrial.stream()
            .map(document -> document.path("metrics"))
            .flatMap(
                metrics ->
                    Stream.of(
                        metrics.path("throttled_requests"),
                        metrics.path("driver_throttled_requests")))
            .filter(JsonNode::isNumber)
            .toList();
    return counts.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(counts.stream().mapToLong(JsonNode::asLong).sum());
  }

  /** The wall times in a document, in seconds. */
  static List<Double> samples(JsonNode document) {
    List<Double> samples = new ArrayList<>();
    document.path("timing").path("samples_sec").forEach(sample -> samples.add(sample.asDouble()));
    return samples;
  }
}
