// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.explain;

import static dev.sparkbench.api.scaling.Figures.nodes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Remarks about the machines of executors: whether each node of the benchmark was a machine of its
 * own, and whether all machines were alike. There are no remarks about what runs do not know.
 */
final class MachineRemarks {

  private MachineRemarks() {}

  /** The remarks on the runs' documents, by nodes. */
  static List<String> of(SortedMap<Integer, TrialDocuments> documents) {
    List<String> remarks = new ArrayList<>();
    shared(documents).ifPresent(remarks::add);
    oversubscribed(documents).ifPresent(remarks::add);
    different(documents).ifPresent(remarks::add);
    return remarks;
  }

  /** How many executors were on how many Kubernetes nodes. */
  private record Placement(int executors, int kubernetesNodes) {}

  /**
   * Such as {@code the 8 executors of 8 nodes ran on 3 Kubernetes nodes, the 4 of 4 nodes on 2}.
   */
  private static Optional<String> shared(SortedMap<Integer, TrialDocuments> documents) {
    NavigableMap<Integer, Placement> shared = new TreeMap<>();
    documents.forEach(
        (nodes, trials) ->
            trials.byTrial().stream()
                .flatMap(document -> placement(document).stream())
                .filter(one -> one.kubernetesNodes() < one.executors())
                .min(Comparator.comparingInt(Placement::kubernetesNodes))
                .ifPresent(densest -> shared.put(nodes, densest)));
    if (shared.isEmpty()) {
      return Optional.empty();
    }
    int most = shared.lastKey();
    String others =
        shared.headMap(most, false).descendingMap().entrySet().stream()
            .map(
                one ->
                    ", the %d of %s on %d"
                        .formatted(
                            one.getValue().executors(),
                            nodes(one.getKey()),
                            one.getValue().kubernetesNodes()))
            .collect(Collectors.joining());
    return Optional.of(
        "the %d executors of %s ran on %d Kubernetes %s%s"
            .formatted(
                shared.get(most).executors(),
                nodes(most),
                shared.get(most).kubernetesNodes(),
                shared.get(most).kubernetesNodes() == 1 ? "node" : "nodes",
                others));
  }

  /** Empty if not all executors know their Kubernetes node. */
  private static Optional<Placement> placement(JsonNode document) {
    List<String> names = machines(document).stream().map(it -> it.path("node").asText("")).toList();
    return names.contains("")
        ? Optional.empty()
        : Optional.of(new Placement(names.size(), new TreeSet<>(names).size()));
  }

  /** The cores of the executors of a run, and the processors of the machines they ran on. */
  private record Capacity(int executors, int cores, int processors) {}

  /**
   * Whether the executors of the largest such node count have more cores than their machines have
   * processors.
   */
  private static Optional<String> oversubscribed(SortedMap<Integer, TrialDocuments> documents) {
    TreeMap<Integer, Capacity> beyond = new TreeMap<>();
    documents.forEach(
        (nodes, trials) ->
            trials.byTrial().stream()
                .flatMap(document -> capacity(document).stream())
                .filter(one -> one.processors() < one.cores())
                .min(Comparator.comparingInt(Capacity::processors))
                .ifPresent(fewest -> beyond.put(nodes, fewest)));
    return Optional.ofNullable(beyond.lastEntry())
        .map(
            most ->
                "the %d executors of %s have %d cores together, and their machines %d processor%s: a speedup of computing beyond that cannot be real"
                    .formatted(
                        most.getValue().executors(),
                        nodes(most.getKey()),
                        most.getValue().cores(),
                        most.getValue().processors(),
                        most.getValue().processors() == 1 ? "" : "s"));
  }

  /**
   * Empty if not all executors know their Kubernetes node, and if a limit may hide processors from
   * them: a JVM that has as many processors as its limit allows. Where it has more, the limit is
   * not in force, as on one machine without containers.
   */
  private static Optional<Capacity> capacity(JsonNode document) {
    JsonNode executors = document.path("executors");
    int cores = executors.path("cores").asInt();
    boolean limited = executors.path("limit_cpu").asBoolean(true);
    List<JsonNode> machines = machines(document);
    boolean hidden =
        limited
            && machines.stream().anyMatch(machine -> machine.path("processors").asInt() <= cores);
    if (placement(document).isEmpty() || hidden) {
      return Optional.empty();
    }
    Map<String, Integer> processors = new TreeMap<>();
    machines.forEach(
        machine ->
            processors.merge(
                machine.path("node").asText(), machine.path("processors").asInt(), Math::max));
    return processors.containsValue(0)
        ? Optional.empty()
        : Optional.of(
            new Capacity(
                machines.size(),
                machines.size() * cores,
                processors.values().stream().mapToInt(Integer::intValue).sum()));
  }

  /** Such as {@code the executors' machines differ: AMD EPYC (1 and 2 nodes), Xeon (2 nodes)}. */
  private static Optional<String> different(SortedMap<Integer, TrialDocuments> documents) {
    String kinds =
        List.of("cpu_model", "instance_type").stream()
            .map(field -> nodesByValue(documents, field))
            .filter(byValue -> byValue.size() > 1)
            .flatMap(byValue -> byValue.entrySet().stream())
            .map(kind -> "%s (%s)".formatted(kind.getKey(), list(kind.getValue())))
            .collect(Collectors.joining(", "));
    return kinds.isEmpty()
        ? Optional.empty()
        : Optional.of("the executors' machines differ: " + kinds);
  }

  private static Map<String, TreeSet<Integer>> nodesByValue(
      SortedMap<Integer, TrialDocuments> documents, String field) {
    Map<String, TreeSet<Integer>> nodes = new LinkedHashMap<>();
    documents.forEach(
        (count, trials) ->
            trials.byTrial().stream()
                .flatMap(document -> machines(document).stream())
                .map(machine -> machine.path(field).asText(""))
                .filter(value -> !value.isEmpty())
                .forEach(value -> nodes.computeIfAbsent(value, key -> new TreeSet<>()).add(count)));
    return nodes;
  }

  private static List<JsonNode> machines(JsonNode document) {
    return StreamSupport.stream(document.path("executors").path("machines").spliterator(), false)
        .toList();
  }

  /** Such as {@code 1, 2 and 4 nodes}. */
  private static String list(Collection<Integer> counts) {
    List<String> words = counts.stream().map(String::valueOf).toList();
    int last = words.size() - 1;
    return last == 0
        ? nodes(counts.iterator().next())
        : String.join(", ", words.subList(0, last)) + " and " + words.get(last) + " nodes";
  }
}
