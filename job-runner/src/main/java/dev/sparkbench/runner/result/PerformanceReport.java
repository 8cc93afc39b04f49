package dev.sparkbench.runner.result;

import dev.sparkbench.api.contract.ReportRequest;
import dev.sparkbench.api.contract.ReportRequest.RunResult;
import dev.sparkbench.api.scaling.Price;
import dev.sparkbench.api.scaling.ScalingPoint;
import dev.sparkbench.api.scaling.ScalingTable;
import dev.sparkbench.api.scaling.SpeedupInterval;
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
          + "speedup_low,speedup_high,serial_fraction,cost\n";

  private final ReportRequest request;
  private final ScalingTable table;
  private final Optional<Price> price;

  /** Compares the runs of a request. */
  public PerformanceReport(ReportRequest request) {
    Map<Integer, List<Double>> samples = new TreeMap<>();
    for (RunResult run : request.runs()) {
      samples.put(run.nodes(), run.samples());
    }
    this.request = request;
    this.table = ScalingTable.of(samples);
    this.price =
        Optional.ofNullable(request.cost())
            .map(cost -> new Price(new BigDecimal(cost.executorHourPrice()), cost.currency()));
  }

  /**
   * The table: one line per node count that succeeded, by nodes; seconds with six digits after the
   * point, ratios with four, the number of samples, the cost with six. A field is empty where there
   * is no such number.
   */
  public String csv() {
    StringBuilder csv = new StringBuilder(HEADER);
    for (ScalingPoint point : table.points()) {
      csv.append(
          String.format(
              Locale.ROOT,
              "%d,%.6f,%.4f,%.4f,%.6f,%.6f,%d,%s,%s,%s,%s\n",
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
              price.map(p -> p.of(point).toPlainString()).orElse("")));
    }
    return csv.toString();
  }

  private static String ratio(Optional<Double> value) {
    return value.map(ratio -> String.format(Locale.ROOT, "%.4f", ratio)).orElse("");
  }

  /** The same with all samples and the runs that failed. */
  public String json() {
    return Documents.json(PerformanceDocument.of(request, table, price));
  }
}
