package dev.sparkbench.runner.result;

import dev.sparkbench.api.contract.ReportRequest;
import dev.sparkbench.api.contract.ReportRequest.RunResult;
import dev.sparkbench.api.loss.SlotUse;
import dev.sparkbench.api.scaling.Advice;
import dev.sparkbench.api.scaling.Goal;
import dev.sparkbench.api.scaling.Price;
import dev.sparkbench.api.scaling.Samples;
import dev.sparkbench.api.scaling.ScalingPoint;
import dev.sparkbench.api.scaling.ScalingTable;
import dev.sparkbench.api.scaling.SpeedupInterval;
import dev.sparkbench.runner.explain.Evidence;
import dev.sparkbench.runner.explain.History;
import dev.sparkbench.runner.explain.Insight;
import dev.sparkbench.runner.explain.RunDocuments;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The documents that compare a benchmark's runs. */
public final class PerformanceReport {

  private static final String HEADER =
      "nodes,time_sec,speedup,efficiency,min_sec,max_sec,samples,"
          + "speedup_low,speedup_high,serial_fraction,cost,outputs_agree,main_cause\n";

  private final ReportRequest request;
  private final ScalingTable table;
  private final Optional<Price> price;
  private final Evidence evidence;

  /**
   * Compares the runs of a request.
   *
   * @param documents what the runs wrote
   * @param history how they compare with the last benchmark of the same job
   */
  public PerformanceReport(
      ReportRequest request, RunDocuments documents, Optional<History> history) {
    Map<Integer, List<Double>> samples = new TreeMap<>();
    for (RunResult run : request.measured()) {
      samples.put(run.nodes(), new Samples(run.samples(), run.trials()).independent());
    }
    this.request = request;
    this.table = ScalingTable.of(samples);
    this.evidence = Evidence.of(request, table, documents, history);
    this.price =
        Optional.ofNullable(request.cost())
            .map(cost -> new Price(new BigDecimal(cost.executorHourPrice()), cost.currency()));
  }

  /**
   * The table: one line per node count that succeeded, by nodes; seconds with six digits after the
   * point, ratios with four, the number of samples, the cost with six, whether the outputs are the
   * baseline's, and what took the most efficiency. A field is empty where there is no such number.
   * With more than one trial, a sample is the median of a trial.
   */
  public String csv() {
    StringBuilder csv = new StringBuilder(HEADER);
    for (ScalingPoint point : table.points()) {
      csv.append(
          String.format(
              Locale.ROOT,
              "%d,%.6f,%.4f,%.4f,%.6f,%.6f,%d,%s,%s,%s,%s,%s,%s\n",
              point.nodes(),
              point.time().median(),
              point.speedup(),
              point.efficiency(),
              point.time().min(),
              point.time().max(),
              point.time().count(),
              ratio(point.speedupInterval().map(SpeedupInterval::low)),
              ratio(point.speedupInterval().map(SpeedupInterval::high)),
              ratio(point.serialFraction()),
              price.map(p -> p.of(point).toPlainString()).orElse(""),
              insight(point).map(i -> String.valueOf(i.difference().isEmpty())).orElse(""),
              insight(point).flatMap(i -> i.loss().mainCause()).map(SlotUse::wireName).orElse("")));
    }
    return csv.toString();
  }

  private Optional<Insight> insight(ScalingPoint point) {
    return evidence.insight(point.nodes());
  }

  private static String ratio(Optional<Double> value) {
    return value.map(ratio -> String.format(Locale.ROOT, "%.4f", ratio)).orElse("");
  }

  /** The same with all samples and the runs that failed. */
  public String json() {
    return Documents.json(
        PerformanceDocument.of(request, table, price, evidence, evidence.remarks(table)));
  }

  /** What people should know, most important first. */
  public List<String> remarks() {
    return evidence.remarks(table);
  }

  /** The sentence that the status says, too. */
  public String advice() {
    ReportRequest.Goal wish = request.goal();
    return Advice.of(
        table, wish == null ? Goal.NONE : Goal.of(wish.maxSeconds(), wish.minEfficiencyPercent()));
  }

  /**
   * The node counts that are slower than in the last benchmark; empty if the two do not compare.
   */
  public Optional<List<Integer>> regressed() {
    return evidence.regressed();
  }

  /** The node counts whose outputs are not the baseline's. */
  public List<Integer> disagreeing() {
    return evidence.disagreeing();
  }
}
