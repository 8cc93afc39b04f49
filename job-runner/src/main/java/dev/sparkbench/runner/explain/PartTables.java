// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.explain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.scaling.Samples;
import dev.sparkbench.api.scaling.ScalingPoint;
import dev.sparkbench.api.scaling.ScalingTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.StreamSupport;

/**
 * The times of the parts of the work, such as queries. Each part is compared over the node counts
 * as the whole is. For a part, node counts are left out that have no samples of it in some trial.
 *
 * @param byPart the table of each part, in the order of a pass; empty for work with a single part
 */
public record PartTables(Map<String, ScalingTable> byPart) {

  /** The parts of the node counts in a table, as far as these have documents. */
  static PartTables of(RunDocuments documents, ScalingTable whole) {
    Map<String, Map<Integer, Samples>> samples = new LinkedHashMap<>();
    for (ScalingPoint point : whole.points()) {
      TrialDocuments trials = documents.byNodes().get(point.nodes());
      if (trials != null) {
        samples(trials)
            .forEach(
                (part, its) ->
                    samples.computeIfAbsent(part, name -> new TreeMap<>()).put(point.nodes(), its));
      }
    }
    Map<String, ScalingTable> tables = new LinkedHashMap<>();
    samples.forEach((part, byNodes) -> tables.put(part, ScalingTable.of(byNodes)));
    return new PartTables(tables);
  }

  /** The counted samples of each part. */
  private static Map<String, Samples> samples(TrialDocuments trials) {
    Map<String, Samples> samples = new LinkedHashMap<>();
    byTrial(trials)
        .forEach(
            (part, of) -> {
              if (of.size() == trials.byTrial().size()) {
                Samples all = new Samples(List.of(), 0);
                for (List<Double> trial : of) {
                  all = all.trials() == 0 ? new Samples(trial, 1) : all.plus(trial);
                }
                samples.put(part, all);
              }
            });
    return samples;
  }

  private static Map<String, List<List<Double>>> byTrial(TrialDocuments trials) {
    Map<String, List<List<Double>>> all = new LinkedHashMap<>();
    for (JsonNode document : trials.byTrial()) {
      Map<String, List<Double>> one = new LinkedHashMap<>();
      StreamSupport.stream(document.path("metrics").path("iterations").spliterator(), false)
          .filter(iteration -> iteration.path("counted").asBoolean())
          .flatMap(iteration -> StreamSupport.stream(iteration.path("parts").spliterator(), false))
          .forEach(
              part ->
                  one.computeIfAbsent(part.path("name").asText(), name -> new ArrayList<>())
                      .add(part.path("sec").asDouble()));
      one.forEach(
          (part, seconds) -> all.computeIfAbsent(part, name -> new ArrayList<>()).add(seconds));
    }
    return all;
  }

  /** The result of a part with a node count; empty if unknown. */
  public Optional<ScalingPoint> point(String part, int nodes) {
    return byPart.get(part).points().stream().filter(p -> p.nodes() == nodes).findFirst();
  }

  /**
   * The geometric mean of the parts' times with a node count, in seconds: unlike the total, which
   * is dominated by the longest parts, it gives the ratio of every part the same weight (Fleming
   * and Wallace, "How not to lie with statistics", CACM 29(3), 1986). Empty if there are no parts,
   * or if a part has no time.
   */
  public OptionalDouble geometricMean(int nodes) {
    List<Optional<ScalingPoint>> points =
        byPart.keySet().stream().map(part -> point(part, nodes)).toList();
    if (points.isEmpty() || points.stream().anyMatch(Optional::isEmpty)) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(
        Math.exp(
            points.stream()
                .flatMapToDouble(point -> DoubleStream.of(Math.log(point.get().seconds())))
                .average()
                .orElseThrow()));
  }
}
