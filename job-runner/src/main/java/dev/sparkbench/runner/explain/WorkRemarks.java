// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.explain;

import static dev.sparkbench.api.scaling.Figures.nodes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.runner.work.digest.DigestComparison;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What people should know about their own work: remarks of the runs themselves, and cases in which
 * another node count did the work in other steps, so that times compare more than the number of
 * nodes.
 */
final class WorkRemarks {

  private static final int MOST_OF_RUNS = 10;

  /** If there are more names, the rest are only counted. */
  private static final int MOST_NAMES = 8;

  private final SortedMap<Integer, TrialDocuments> byNodes;

  private WorkRemarks(SortedMap<Integer, TrialDocuments> byNodes) {
    this.byNodes = byNodes;
  }

  /** The remarks on these node counts. */
  static List<String> of(SortedMap<Integer, TrialDocuments> byNodes) {
    WorkRemarks remarks = new WorkRemarks(byNodes);
    return byNodes.isEmpty()
        ? List.of()
        : Stream.of(remarks.ofRuns(), remarks.plans(), remarks.steps().stream())
            .flatMap(some -> some)
            .toList();
  }

  private Stream<String> ofRuns() {
    return byNodes.values().stream()
        .flatMap(trials -> trials.byTrial().stream())
        .flatMap(document -> StreamSupport.stream(document.path("remarks").spliterator(), false))
        .map(JsonNode::asText)
        .distinct()
        .limit(MOST_OF_RUNS);
  }

  /** AQE changes a plan while the query runs, so the plan may depend on the number of executors. */
  private Stream<String> plans() {
    JsonNode base = byNodes.get(byNodes.firstKey()).first().path("outputs");
    Map<List<String>, List<Integer>> byQueries = new LinkedHashMap<>();
    byNodes.forEach(
        (nodes, trials) -> {
          List<String> queries = DigestComparison.otherPlans(base, trials.shown().path("outputs"));
          if (!queries.isEmpty()) {
            byQueries.computeIfAbsent(queries, q -> new ArrayList<>()).add(nodes);
          }
        });
    return byQueries.entrySet().stream()
        .map(
            entry ->
                "Spark executed %s by another plan with %s than with %s: part of the difference is the plan's"
                    .formatted(
                        names(entry.getKey()), nodes(entry.getValue()), nodes(byNodes.firstKey())));
  }

  private static String names(List<String> queries) {
    return queries.size() <= MOST_NAMES
        ? String.join(", ", queries)
        : "%d queries".formatted(queries.size());
  }

  /** An application that asks for the size of the cluster may do other work then. */
  private Optional<String> steps() {
    Map<Integer, String> steps = new TreeMap<>();
    byNodes.forEach(
        (nodes, trials) -> {
          JsonNode document = trials.shown();
          JsonNode counted = document.path("metrics").path("iterations").path(0);
          if (document.path("type").asText().equals(JobType.APPLICATION.wireName())) {
            steps.put(
                nodes,
                "%d stages and %d tasks"
                    .formatted(counted.path("stages").asInt(), counted.path("tasks").asInt()));
          }
        });
    return steps.values().stream().distinct().count() < 2
        ? Optional.empty()
        : Optional.of(
            "the program did other work at other node counts: "
                + steps.entrySet().stream()
                    .map(entry -> entry.getValue() + " with " + nodes(entry.getKey()))
                    .collect(Collectors.joining(", ")));
  }
}
