package dev.sparkbench.runner.result;

import dev.sparkbench.api.contract.ReportRequest;
import dev.sparkbench.api.contract.ReportRequest.RunResult;
import dev.sparkbench.api.scaling.ScalingPoint;
import dev.sparkbench.api.scaling.ScalingTable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The documents that compare a benchmark's runs. */
public final class PerformanceReport {

  private static final String HEADER =
      "nodes,time_sec,speedup,efficiency,min_sec,max_sec,samples\n";

  private final ReportRequest request;
  private final ScalingTable table;

  /** Compares the runs of a request. */
  public PerformanceReport(ReportRequest request) {
    Map<Integer, List<Double>> samples = new TreeMap<>();
    for (RunResult run : request.runs()) {
      samples.put(run.nodes(), run.samples());
    }
    this.request = request;
    this.table = ScalingTable.of(samples);
  }

  /**
   * The table: one line per node count that succeeded, by nodes; seconds with six digits after the
   * point, ratios with four, and the number of samples.
   */
  public String csv() {
    StringBuilder csv = new StringBuilder(HEADER);
    for (ScalingPoint point : table.points()) {
      csv.append(
          String.format(
              Locale.ROOT,
              "%d,%.6f,%.4f,%.4f,%.6f,%.6f,%d\n",
              point.nodes(),
              point.time().median(),
              point.speedup(),
              point.efficiency(),
              point.time().min(),
              point.time().max(),
              point.time().count()));
    }
    return csv.toString();
  }

  /** The same with all samples and the runs that failed. */
  public String json() {
    return Documents.json(PerformanceDocument.of(request, table));
  }
}
