// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.explain;

import static dev.sparkbench.api.scaling.Figures.nodes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.loss.SlotUse;
import dev.sparkbench.api.scaling.ScalingPoint;
import dev.sparkbench.api.scaling.ScalingTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What people should know about a benchmark in addition to its times: errors, reasons to doubt the
 * times, facts about the machines, and causes of lost efficiency. The most important remark comes
 * first, because the status has room for only a few.
 */
final class Remarks {

  /** If times spread more than this, a few trials say little. */
  private static final double MUCH_SPREAD = 0.1;

  /** CPU times that differ by at most this share count as the same. */
  private static final double SAME_WORK = 0.03;

  private static final double BUSY = 0.1;

  /** The number of remarks about the data; the run's document has all of them. */
  private static final int MOST_OF_DATA = 5;

  private final ReportFacts facts;
  private final ScalingTable table;

  private Remarks(ReportFacts facts, ScalingTable table) {
    this.facts = facts;
    this.table = table;
  }

  /** The remarks on the node counts that were measured. */
  static List<Remark> of(ReportFacts facts, ScalingTable table) {
    Remarks remarks = new Remarks(facts, table);
    return Stream.of(
            remarks.outputs(),
            remarks.configuration().stream(),
            remarks.regression().stream(),
            remarks.data(),
            WorkRemarks.of(facts.documents().byNodes()).stream().map(Remark::warning),
            remarks.cold().stream(),
            remarks.notWarmedUp().stream(),
            remarks.spread().stream(),
            MachineRemarks.of(facts.documents().byNodes()).stream().map(Remark::warning),
            remarks.idleSlots().stream(),
            OverheadRemarks.of(facts.documents().byNodes()).stream().map(Remark::warning),
            remarks.computing().stream(),
            remarks.iterations(),
            remarks.mainCause().stream(),
            remarks.notCompared().stream(),
            facts.prediction().stream().flatMap(it -> PredictionRemarks.of(it).stream()))
        .flatMap(some -> some)
        .toList();
  }

  private Stream<Remark> outputs() {
    return facts.disagreeing().stream()
        .flatMap(
            nodes ->
                facts
                    .nodeCount(nodes)
                    .flatMap(NodeCountFacts::difference)
                    .map(
                        where ->
                            "the outputs of %s are not the baseline's: %s"
                                .formatted(nodes(nodes), where))
                    .stream())
        .map(Remark::warning);
  }

  private Optional<Remark> configuration() {
    return facts
        .documents()
        .differentlyConfigured()
        .map(
            difference ->
                Remark.warning(
                    "runs with %s were configured otherwise than the first one: %s"
                        .formatted(
                            nodes(facts.documents().otherwiseConfigured()), difference.message())));
  }

  /** How the dataset's objects differ, and which parts of them could not be read. */
  private Stream<Remark> data() {
    List<String> all = new ArrayList<>();
    ofMostNodes()
        .ifPresent(
            document ->
                document
                    .at("/dataset/footers/remarks")
                    .forEach(remark -> all.add(remark.asText())));
    if (all.size() > MOST_OF_DATA) {
      int more = all.size() - MOST_OF_DATA;
      all.subList(MOST_OF_DATA, all.size()).clear();
      all.add("the runs' documents have %d more of these".formatted(more));
    }
    return all.stream().map(Remark::warning);
  }

  private Optional<Remark> regression() {
    return Optional.of(facts.regression())
        .filter(regression -> Boolean.TRUE.equals(regression.slower()))
        .map(regression -> Remark.warning(regression.message()));
  }

  /** Node counts with a run whose passes were still getting faster at the end of its warm-up. */
  private Optional<Remark> cold() {
    List<Integer> cold =
        facts.documents().byNodes().entrySet().stream()
            .filter(entry -> entry.getValue().isCold())
            .map(entry -> entry.getKey())
            .toList();
    return cold.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Remark.warning(
                "passes still got faster when they were measured with %s, so that these times are too long: set measurement.maxWarmupSeconds higher"
                    .formatted(nodes(cold))));
  }

  /** Node counts with a run without any warm-up. */
  private Optional<Remark> notWarmedUp() {
    List<Integer> cold =
        facts.documents().byNodes().entrySet().stream()
            .filter(entry -> entry.getValue().isWithoutWarmup())
            .map(entry -> entry.getKey())
            .toList();
    return cold.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Remark.note(
                "there were no warm-ups with %s, so JVMs were cold: the times include loading and compiling code"
                    .formatted(nodes(cold))));
  }

  private Optional<Remark> spread() {
    return table
        .spread()
        .filter(spread -> spread.share() > MUCH_SPREAD)
        .map(
            spread ->
                Remark.warning(
                    String.format(
                        Locale.ROOT,
                        "times differ by %.0f %% from trial to trial by chance: a quieter cluster, longer work or more trials would give clearer results",
                        100 * spread.share())));
  }

  private Optional<Remark> idleSlots() {
    return ofMostNodes().flatMap(IdleSlots::of).map(Remark::warning);
  }

  /** Outputs that may differ because partitions depend on the node count. */
  private Optional<Remark> notCompared() {
    return ofMostNodes()
        .map(document -> ComparableOutputs.of(document).leftOut())
        .filter(tasks -> !tasks.isEmpty())
        .map(ComparableOutputs::remark)
        .map(Remark::note);
  }

  /** The shown document of the largest node count. */
  private Optional<JsonNode> ofMostNodes() {
    return table.points().stream()
        .map(ScalingPoint::nodes)
        .reduce((smaller, larger) -> larger)
        .map(most -> facts.documents().byNodes().get(most))
        .map(TrialDocuments::shown);
  }

  /** The same work should take the same CPU time, with any number of executors. */
  private Optional<Remark> computing() {
    SortedMap<Integer, TrialDocuments> documents = facts.documents().byNodes();
    // If partitions depend on the node count, the work is not the same.
    if (documents.isEmpty()
        || documents.get(documents.firstKey()).hasPartitionsPerNodeCount()
        || !isBusy(documents.firstKey())) {
      return Optional.empty();
    }
    int base = documents.firstKey();
    double alone = documents.get(base).cpuSeconds().orElse(0);
    String more =
        documents.entrySet().stream()
            .filter(entry -> alone > 0 && entry.getValue().cpuSeconds().isPresent())
            .map(
                entry ->
                    Map.entry(
                        entry.getKey(), entry.getValue().cpuSeconds().getAsDouble() / alone - 1))
            .filter(entry -> Math.abs(entry.getValue()) > SAME_WORK)
            .map(
                entry ->
                    String.format(
                        Locale.ROOT, "%s %+.0f %%", nodes(entry.getKey()), 100 * entry.getValue()))
            .collect(Collectors.joining(", "));
    return more.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Remark.note(
                "the same work took other CPU time than with %s (%s): cores are shared or differ, or JVMs are not as warm"
                    .formatted(nodes(base), more)));
  }

  /** Machine-learning tasks that did not run the same number of iterations everywhere. */
  private Stream<Remark> iterations() {
    Map<String, Map<Integer, Integer>> byTask = new TreeMap<>();
    facts
        .documents()
        .byNodes()
        .forEach(
            (nodes, trials) ->
                trials
                    .iterations()
                    .forEach(
                        (task, made) ->
                            byTask.computeIfAbsent(task, t -> new TreeMap<>()).put(nodes, made)));
    return byTask.entrySet().stream()
        .filter(task -> task.getValue().values().stream().distinct().count() > 1)
        .map(
            task ->
                Remark.note(
                    "%s made %s: their number depends on rounding in the last digit, so the work is not quite the same"
                        .formatted(
                            task.getKey(),
                            task.getValue().entrySet().stream()
                                .map(
                                    made ->
                                        "%d iterations with %s"
                                            .formatted(made.getValue(), nodes(made.getKey())))
                                .collect(Collectors.joining(", ")))));
  }

  /** Whether computing is a relevant part of the time. */
  private boolean isBusy(int nodes) {
    return facts
        .nodeCount(nodes)
        .map(NodeCountFacts::slotTime)
        .filter(time -> time.of(SlotUse.CPU) > BUSY * time.total())
        .isPresent();
  }

  /** What the largest node count loses most efficiency to, if it surely loses any. */
  private Optional<Remark> mainCause() {
    return table.points().stream()
        .reduce((smaller, larger) -> larger)
        .filter(ScalingPoint::losesEfficiency)
        .map(ScalingPoint::nodes)
        .flatMap(
            most ->
                facts
                    .nodeCount(most)
                    .flatMap(NodeCountFacts::mainCause)
                    .map(cause -> "%s lose most efficiency to %s".formatted(nodes(most), cause)))
        .map(Remark::note);
  }
}
