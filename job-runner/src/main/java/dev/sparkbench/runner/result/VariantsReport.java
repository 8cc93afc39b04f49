// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.result;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.contract.ReportRequest;
import dev.sparkbench.api.contract.ReportRequest.RunResult;
import dev.sparkbench.api.contract.ResultLayout;
import dev.sparkbench.api.scaling.ComparisonGoal;
import dev.sparkbench.api.scaling.Interval;
import dev.sparkbench.api.scaling.Samples;
import dev.sparkbench.api.scaling.ScalingPoint;
import dev.sparkbench.api.scaling.VariantAdvice;
import dev.sparkbench.api.scaling.VariantComparison;
import dev.sparkbench.api.scaling.VariantComparison.Measured;
import dev.sparkbench.runner.explain.OutputDifference;
import dev.sparkbench.runner.explain.Remark;
import dev.sparkbench.runner.explain.TrialDocuments;
import dev.sparkbench.runner.result.PerformanceVariant.Compared;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The comparison of all variants of a benchmark. */
public final class VariantsReport {

  private final ReportRequest request;
  private final Map<String, PerformanceReport> reports;
  private final VariantComparison comparison;
  private final Map<String, String> differences;

  /**
   * Compares variants.
   *
   * @param request the request for all variants
   * @param reports the report on each variant alone, the reference first
   */
  public VariantsReport(ReportRequest request, Map<String, PerformanceReport> reports) {
    this.request = request;
    this.reports = new LinkedHashMap<>(reports);
    this.comparison =
        VariantComparison.of(request.variants().stream().map(this::measured).toList());
    this.differences = differences();
  }

  /**
   * The samples of a variant. As in its own table, node counts without all their trials are left
   * out.
   */
  private Measured measured(ReportRequest.Variant variant) {
    return new Measured(
        variant.name(),
        variant.cores(),
        request.of(variant).measured().stream()
            .collect(
                Collectors.toMap(
                    RunResult::nodes, run -> new Samples(run.samples(), run.trials()))));
  }

  /**
   * The differences between the outputs of variants and those of the reference, by the names of
   * runs.
   */
  private Map<String, String> differences() {
    Map<String, String> found = new LinkedHashMap<>();
    Optional<JsonNode> base =
        reports.get(reference()).documents().byNodes().values().stream()
            .findFirst()
            .map(TrialDocuments::first);
    reports.forEach(
        (name, report) ->
            report
                .documents()
                .byNodes()
                .forEach(
                    (nodes, trials) ->
                        base.flatMap(it -> OutputDifference.of(request.workload(), it, trials))
                            .ifPresent(
                                where -> found.put(ResultLayout.runName(name, nodes), where))));
    return found;
  }

  /** The name of the reference. */
  String reference() {
    return request.variants().get(0).name();
  }

  /** The node counts whose outputs differ from the reference's, by variant. */
  public Map<String, List<Integer>> differing() {
    Map<String, List<Integer>> differing = new LinkedHashMap<>();
    reports.forEach(
        (name, report) -> {
          List<Integer> nodes =
              report.documents().byNodes().keySet().stream()
                  .filter(count -> differences.containsKey(ResultLayout.runName(name, count)))
                  .toList();
          if (!nodes.isEmpty()) {
            differing.put(name, nodes);
          }
        });
    return differing;
  }

  /** What the comparison says, in words; empty with a single variant. */
  Optional<String> advice() {
    return reports.size() == 1
        ? Optional.empty()
        : Optional.of(
            VariantAdvice.of(comparison, List.copyOf(reports.keySet()), differing().keySet()));
  }

  /** The remarks about the comparison. */
  List<Remark> remarks() {
    Stream<Remark> outputs =
        differences.entrySet().stream()
            .map(
                it ->
                    Remark.warning(
                        "the outputs of %s are not the reference's: %s"
                            .formatted(it.getKey(), it.getValue())));
    // What is said of the reference as well need not be said twice.
    List<Remark> ofReference = reports.get(reference()).notes();
    Stream<Remark> ofVariants =
        reports.entrySet().stream()
            .skip(1)
            .flatMap(
                it ->
                    it.getValue().notes().stream()
                        .filter(note -> note.warning() && !ofReference.contains(note))
                        .map(note -> Remark.warning(it.getKey() + ": " + note.text())));
    return Stream.concat(outputs, ofVariants).toList();
  }

  /**
   * The requirements for every variant, and whether they are met.
   *
   * @param maxSlowdownPercent as requested; null for any
   * @param minSpeedup as requested; null for any
   * @param answer {@code Met}, or why not
   * @param message the answer in words
   */
  record Judgement(Integer maxSlowdownPercent, Double minSpeedup, String answer, String message) {}

  /** Whether every variant meets the requirements; empty if there are none. */
  Optional<Judgement> judgement() {
    return Optional.ofNullable(request.comparison())
        .map(
            required -> {
              ComparisonGoal goal =
                  new ComparisonGoal(
                      Optional.ofNullable(required.maxSlowdownPercent()),
                      Optional.ofNullable(required.minSpeedup()));
              return new Judgement(
                  required.maxSlowdownPercent(),
                  required.minSpeedup(),
                  differences.isEmpty()
                      ? goal.isMet(comparison, isComplete()).name()
                      : "OutputsDiffer",
                  VariantAdvice.goal(
                      goal, comparison, List.copyOf(differences.keySet()), isComplete()));
            });
  }

  /** Whether all node counts of all variants were measured, and their outputs compared. */
  private boolean isComplete() {
    return !outputsUnknown()
        && request.variants().stream()
            .allMatch(variant -> request.of(variant).measured().size() == variant.runs().size());
  }

  /** Whether documents are missing, so that outputs are unknown. */
  public boolean outputsUnknown() {
    return reports.values().stream().anyMatch(report -> !report.documents().missing().isEmpty());
  }

  /** Whether the outputs of a node count agree with the reference's; empty if they are unknown. */
  private Optional<Boolean> agree(String variant, int nodes) {
    return Optional.ofNullable(reports.get(variant).documents().byNodes().get(nodes))
        .map(trials -> !differences.containsKey(ResultLayout.runName(variant, nodes)));
  }

  /** The table of all variants, with the column {@code variant} at the end. */
  String csv() {
    return PerformanceReport.HEADER
        + ",variant\n"
        + reports.entrySet().stream()
            .flatMap(
                it ->
                    it.getValue()
                        .rows(nodes -> agree(it.getKey(), nodes))
                        .map(row -> row + "," + it.getKey() + "\n"))
            .collect(Collectors.joining());
  }

  /** All variants in the form of {@code performance.json}. */
  List<PerformanceVariant> variants() {
    Choices choices =
        new Choices(cells().stream().filter(cell -> difference(cell).isEmpty()).toList());
    return request.variants().stream()
        .map(
            variant ->
                new PerformanceVariant(
                    variant.name(),
                    variant.cores(),
                    variant.name() + "/",
                    overall(variant.name()),
                    cells().stream()
                        .filter(cell -> cell.variant().equals(variant.name()))
                        .map(cell -> run(cell, choices))
                        .toList()))
        .toList();
  }

  private List<Cell> cells() {
    return request.variants().stream()
        .flatMap(
            variant -> {
              PerformanceReport report = reports.get(variant.name());
              List<ScalingPoint> points = report.table().points();
              List<ScalingPoint> candidates = request.requirements().candidates(points);
              return points.stream()
                  .map(
                      point ->
                          new Cell(
                              variant.name(),
                              point.nodes() * variant.cores(),
                              point,
                              report.costs().of(point),
                              candidates.contains(point)));
            })
        .toList();
  }

  private PerformanceVariant.Run run(Cell cell, Choices choices) {
    ScalingPoint point = cell.point();
    return PerformanceVariantRunBuilder.builder()
        .nodes(point.nodes())
        .cores(cell.cores())
        .timeSec(point.seconds())
        .intervalSec(point.secondsInterval().map(VariantsReport::bounds).orElse(null))
        .speedup(point.speedup())
        .speedupInterval(point.speedupInterval().map(VariantsReport::bounds).orElse(null))
        .cost(cell.cost().orElse(null))
        .coreSec(cell.cores() * point.seconds())
        .fastest(choices.isFastest(cell))
        .cheapest(choices.isCheapest(cell, request.requirements()))
        .onFrontier(choices.isOnFrontier(cell))
        .compared(compared(cell))
        .build();
  }

  private Compared compared(Cell cell) {
    return comparison
        .ratio(cell.variant(), cell.point().nodes())
        .map(
            ratio ->
                new Compared(
                    ratio.referenceNodes(),
                    ratio.time(),
                    ratio.interval().map(VariantsReport::bounds).orElse(null),
                    ratio.verdict(),
                    difference(cell)
                        .or(() -> difference(reference(), ratio.referenceNodes()))
                        .orElse(null)))
        .orElse(null);
  }

  private Optional<String> difference(Cell cell) {
    return difference(cell.variant(), cell.point().nodes());
  }

  /** Where the outputs of a node count are not those of the reference's first. */
  private Optional<String> difference(String variant, int nodes) {
    return Optional.ofNullable(differences.get(ResultLayout.runName(variant, nodes)));
  }

  private Compared overall(String variant) {
    return comparison.overall().stream()
        .filter(it -> it.variant().equals(variant))
        .findFirst()
        .map(
            it ->
                new Compared(
                    null,
                    it.time(),
                    it.interval().map(VariantsReport::bounds).orElse(null),
                    it.verdict(),
                    differing().getOrDefault(variant, List.of()).stream()
                        .findFirst()
                        .flatMap(nodes -> difference(variant, nodes))
                        .orElse(null)))
        .orElse(null);
  }

  private static List<Double> bounds(Interval interval) {
    return List.of(interval.low(), interval.high());
  }
}
