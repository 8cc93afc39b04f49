// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.result;

import static java.util.stream.Collectors.joining;

import dev.sparkbench.api.contract.Regression;
import dev.sparkbench.api.contract.ReportRequest;
import dev.sparkbench.api.contract.ReportRequest.RunResult;
import dev.sparkbench.api.loss.SlotUse;
import dev.sparkbench.api.scaling.Advice;
import dev.sparkbench.api.scaling.Costs;
import dev.sparkbench.api.scaling.Interval;
import dev.sparkbench.api.scaling.OneJob;
import dev.sparkbench.api.scaling.Samples;
import dev.sparkbench.api.scaling.ScalingPoint;
import dev.sparkbench.api.scaling.ScalingTable;
import dev.sparkbench.runner.explain.History;
import dev.sparkbench.runner.explain.NodeCountFacts;
import dev.sparkbench.runner.explain.PhaseTimes;
import dev.sparkbench.runner.explain.Remark;
import dev.sparkbench.runner.explain.ReportFacts;
import dev.sparkbench.runner.explain.RunDocuments;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** Creates the documents that compare a benchmark's runs. */
public final class PerformanceReport {

  /** The names of the columns. */
  static final String HEADER =
      "nodes,time_sec,speedup,efficiency,min_sec,max_sec,samples,"
          + "speedup_low,speedup_high,serial_fraction,cost,outputs_agree,main_cause,"
          + "trials,time_low_sec,time_high_sec,efficiency_low,efficiency_high,job_sec,job_cost,"
          + PhaseTimes.PHASES.stream().map(phase -> phase + "_sec").collect(joining(","));

  private final ReportRequest request;
  private final ScalingTable table;
  private final Costs costs;
  private final ReportFacts facts;
  private final RunDocuments documents;
  private final Optional<VariantsReport> variants;

  /**
   * Compares the runs of a request.
   *
   * @param documents what the runs wrote
   * @param history how they compare with the last benchmark of the same job
   */
  public PerformanceReport(
      ReportRequest request, RunDocuments documents, Optional<History> history) {
    this(request, documents, history, Optional.empty());
  }

  /**
   * Compares the runs of a reference, and variants with it.
   *
   * @param request the request for the reference alone
   * @param documents what its runs wrote
   * @param history how they compare with the last benchmark of the same job
   * @param variants the comparison of all variants
   */
  public PerformanceReport(
      ReportRequest request,
      RunDocuments documents,
      Optional<History> history,
      Optional<VariantsReport> variants) {
    Map<Integer, Samples> samples = new TreeMap<>();
    for (RunResult run : request.measured()) {
      samples.put(run.nodes(), new Samples(run.samples(), run.trials()));
    }
    this.request = request;
    this.table = ScalingTable.of(samples);
    this.facts = ReportFacts.of(request, table, documents, history);
    this.costs = request.costs();
    this.documents = documents;
    this.variants = variants;
  }

  ReportRequest request() {
    return request;
  }

  ScalingTable table() {
    return table;
  }

  Costs costs() {
    return costs;
  }

  /** What the runs wrote. */
  public RunDocuments documents() {
    return documents;
  }

  /**
   * The table: one line per node count that succeeded, by nodes. Seconds and costs have six digits
   * after the point, ratios four. Intervals are 95 % confidence intervals. A job does the work
   * once, from start to end with its driver. Phases are those of all machine-learning tasks
   * together. With variants, each of their node counts has a line, with the variant's name at the
   * end. A field is empty if there is no such number.
   */
  public String csv() {
    return variants
        .map(VariantsReport::csv)
        .orElseGet(() -> HEADER + "\n" + rows().map(row -> row + "\n").collect(joining()));
  }

  private Stream<String> rows() {
    return rows(nodes -> facts.nodeCount(nodes).map(it -> it.difference().isEmpty()));
  }

  /**
   * The lines of the table, without their ends.
   *
   * @param agree whether the outputs of a node count are what they should be, if known
   */
  Stream<String> rows(IntFunction<Optional<Boolean>> agree) {
    return table.points().stream().map(point -> row(point, agree.apply(point.nodes())));
  }

  private String row(ScalingPoint point, Optional<Boolean> agree) {
    return String.format(
        Locale.ROOT,
        "%d,%.6f,%.4f,%.4f,%.6f,%.6f,%d,%s,%s,%s,%s,%s,%s,%d,%s,%s,%s,%s,%s,%s,%s",
        point.nodes(),
        point.seconds(),
        point.speedup(),
        point.efficiency(),
        point.samples().min(),
        point.samples().max(),
        point.samples().count(),
        ratio(point.speedupInterval().map(Interval::low)),
        ratio(point.speedupInterval().map(Interval::high)),
        ratio(point.serialFraction()),
        costs.of(point).map(BigDecimal::toPlainString).orElse(""),
        agree.map(String::valueOf).orElse(""),
        nodeCount(point).flatMap(i -> i.loss().mainCause()).map(SlotUse::wireName).orElse(""),
        point.trials(),
        seconds(point.secondsInterval().map(Interval::low)),
        seconds(point.secondsInterval().map(Interval::high)),
        ratio(point.efficiencyInterval().map(Interval::low)),
        ratio(point.efficiencyInterval().map(Interval::high)),
        seconds(job(point).map(OneJob::seconds)),
        job(point).flatMap(costs::of).map(BigDecimal::toPlainString).orElse(""),
        PhaseTimes.PHASES.stream().map(phase -> phase(point, phase)).collect(joining(",")));
  }

  private Optional<NodeCountFacts> nodeCount(ScalingPoint point) {
    return facts.nodeCount(point.nodes());
  }

  private String phase(ScalingPoint point, String phase) {
    return seconds(facts.phases(point.nodes()).flatMap(times -> times.seconds(phase)));
  }

  private Optional<OneJob> job(ScalingPoint point) {
    return request.runs().stream()
        .filter(run -> run.nodes() == point.nodes())
        .findFirst()
        .flatMap(facts::job);
  }

  private static String seconds(Optional<Double> value) {
    return value.map(seconds -> String.format(Locale.ROOT, "%.6f", seconds)).orElse("");
  }

  private static String ratio(Optional<Double> value) {
    return value.map(ratio -> String.format(Locale.ROOT, "%.4f", ratio)).orElse("");
  }

  /** The same as JSON, with all samples and the runs that failed. */
  public String json() {
    return Documents.json(
        PerformanceDocument.of(request, table, costs, facts, remarks(), variants));
  }

  /** Remarks for people, most important first. */
  public List<String> remarks() {
    return notes().stream().map(Remark::text).toList();
  }

  /** The remarks, and whether they are warnings. */
  public List<Remark> notes() {
    return Stream.concat(
            variants.stream().flatMap(it -> it.remarks().stream()),
            facts.remarks(table, costs).stream())
        .toList();
  }

  /** The summary in one sentence, which the status has too. */
  public String advice() {
    String advice = Advice.of(table, request.requirements(), costs);
    return variants
        .map(it -> it.advice().map(text -> text + "; ").orElse("") + it.reference() + ": " + advice)
        .orElse(advice);
  }

  /** Whether this benchmark is slower than the last one. */
  public Regression regression() {
    return facts.regression();
  }

  /** The node counts whose outputs differ from the baseline's. */
  public List<Integer> disagreeing() {
    return facts.disagreeing();
  }
}
