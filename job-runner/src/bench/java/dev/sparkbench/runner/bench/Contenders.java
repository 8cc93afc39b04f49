// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.TaskWorkload;
import dev.sparkbench.runner.descriptive.FusedPass;
import dev.sparkbench.runner.descriptive.ImplementedTasks;
import dev.sparkbench.runner.table.CheckedCsv;
import dev.sparkbench.runner.table.Table;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The contenders by name, and their data. */
final class Contenders implements AutoCloseable {

  static final String SCAN = "scan (noop sink)";
  static final String BASICS = "three basic tasks";
  static final String PROFILE = "profile";
  static final String BASICS_CHECKED = "three basic tasks, records checked";
  static final String PROFILE_CHECKED = "profile, records checked";
  static final String BASICS_AGG = "three basic tasks, one df.agg";
  static final String PROFILE_AGG = "full profile, one df.agg";
  static final String DUCKDB = "DuckDB SUMMARIZE, 2 threads";
  static final String DEEQU = "Deequ ColumnProfiler";
  static final String SUMMARY = "df.summary()";
  static final String PANDAS = "pandas read_parquet + describe";

  private static final List<String> BASIC_TASKS =
      List.of("row_count", "min_max_mean", "null_percentage");

  final BenchData data =
      new BenchData(
          Path.of(System.getProperty("bench.folder")),
          Long.getLong("bench.rows"),
          Long.getLong("bench.csv.rows"),
          Long.getLong("bench.wide.rows"));
  final SparkSession spark =
      SparkSession.builder()
          .master("local[2]")
          .appName("bench")
          .config("spark.ui.enabled", false)
          .config("spark.sql.caseSensitive", true)
          .config("spark.sql.session.timeZone", "UTC")
          .getOrCreate();

  /** Work that may fail in any way. */
  interface Work {
    void run() throws Exception;
  }

  /** The contenders of one part of the benchmark, in the order of their turns. */
  Map<String, Work> of(String part) throws InterruptedException {
    return switch (part) {
      case "narrow" -> narrow();
      case "wide" -> wide();
      case "CSV" -> csv();
      default -> throw new IllegalArgumentException(part);
    };
  }

  private Map<String, Work> narrow() throws InterruptedException {
    Dataset<Row> rows = narrowRows();
    Map<String, Work> all = new LinkedHashMap<>();
    all.put(SCAN, () -> Peers.scan(rows));
    all.put(BASICS, () -> basics(Table.of(rows, List.of())));
    all.put(PROFILE, () -> profile(Table.of(rows, List.of())));
    all.put(BASICS_AGG, () -> Peers.basics(rows));
    all.put(DUCKDB, () -> Peers.duckDb(data.narrow() + "/*.parquet"));
    all.put(PROFILE_AGG, () -> Peers.profile(rows));
    all.put(DEEQU, () -> Peers.deequ(rows));
    all.put(SUMMARY, () -> Peers.summary(rows));
    if (Pandas.isThere()) {
      all.put(PANDAS, () -> Pandas.describe(data.narrow()));
    }
    return all;
  }

  private Map<String, Work> wide() {
    Dataset<Row> rows = spark.read().parquet(data.wide());
    Map<String, Work> all = new LinkedHashMap<>();
    all.put(SCAN, () -> Peers.scan(rows));
    all.put(BASICS, () -> basics(Table.of(rows, List.of())));
    all.put(PROFILE, () -> profile(Table.of(rows, List.of())));
    all.put(BASICS_AGG, () -> Peers.basics(rows));
    all.put(DUCKDB, () -> Peers.duckDb(data.wide() + "/*.parquet"));
    return all;
  }

  private Map<String, Work> csv() {
    Dataset<Row> rows =
        spark.read().option("header", true).schema(narrowRows().schema()).csv(data.narrowCsv());
    Table checked = CheckedCsv.open(spark, data.narrowCsv(), rows.schema());
    Map<String, Work> all = new LinkedHashMap<>();
    all.put(SCAN, () -> Peers.scan(rows));
    all.put(BASICS, () -> basics(Table.of(rows, List.of())));
    all.put(BASICS_CHECKED, () -> basics(checked));
    all.put(PROFILE_CHECKED, () -> profile(checked));
    return all;
  }

  Dataset<Row> narrowRows() {
    return spark.read().parquet(data.narrow());
  }

  private static void basics(Table table) {
    compute(table, BASIC_TASKS);
  }

  static JsonNode profile(Table table) {
    return compute(table, List.of(PROFILE)).get(PROFILE);
  }

  private static Map<String, JsonNode> compute(Table table, List<String> tasks) {
    TaskWorkload workload = new TaskWorkload(JobType.DESCRIPTIVE, tasks, Map.of());
    return new FusedPass(ImplementedTasks.select(workload), table).compute().outputs();
  }

  @Override
  public void close() {
    spark.stop();
  }
}
