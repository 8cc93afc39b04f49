package dev.sparkbench.runner.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.Workload;
import dev.sparkbench.runner.table.Table;
import dev.sparkbench.runner.tasks.FusedPass;
import dev.sparkbench.runner.tasks.ImplementedTasks;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Measures the descriptive tasks and what people would take instead, on the same data in the same
 * JVM with two cores, and fails if they disagree on what is exact.
 */
public final class ProfileBenchmark {

  private static final List<String> BASICS =
      List.of("row_count", "min_max_mean", "null_percentage");

  private final BenchData data =
      new BenchData(
          Path.of(System.getProperty("bench.folder")),
          Long.getLong("bench.rows"),
          Long.getLong("bench.wide.rows"));
  private final Stopwatch stopwatch = new Stopwatch(Integer.getInteger("bench.runs"));
  private final SparkSession spark =
      SparkSession.builder()
          .master("local[2]")
          .appName("bench")
          .config("spark.ui.enabled", false)
          .config("spark.sql.caseSensitive", true)
          .config("spark.sql.session.timeZone", "UTC")
          .getOrCreate();

  private ProfileBenchmark() {}

  /** Runs all of it; see the module's README. */
  public static void main(String[] args) throws Exception {
    new ProfileBenchmark().run();
  }

  private void run() throws Exception {
    System.out.printf(
        "%nNarrow: %,d rows x 10 columns. Wide: %,d rows x 200 doubles. Median of %d runs after warm-up.%n%n",
        data.rows(), data.wideRows(), Integer.getInteger("bench.runs"));
    data.make(spark);
    Dataset<Row> narrow = spark.read().parquet(data.narrow());
    Agreement.check(profile(narrow), Peers.basics(narrow), narrow.schema());
    Agreement.check(profile(narrow), Peers.duckDb(data.narrow() + "/*.parquet"));
    System.out.println("Exact statistics agree with Spark's own and with DuckDB's.\n");
    List<String> parts = List.of(System.getProperty("bench.only").split(","));
    if (parts.contains("narrow")) {
      narrow(narrow);
    }
    if (parts.contains("wide")) {
      wide(spark.read().parquet(data.wide()));
    }
    if (parts.contains("csv")) {
      csv(spark.read().option("header", true).schema(narrow.schema()).csv(data.narrowCsv()));
    }
    if (parts.contains("sketches")) {
      Sketches.compare();
    }
    if (parts.contains("recording")) {
      recording(narrow);
    }
    spark.stop();
  }

  private void narrow(Dataset<Row> rows) throws Exception {
    double scan = stopwatch.median("narrow: scan (noop sink)", () -> Peers.scan(rows));
    double basics = stopwatch.median("narrow: three basic tasks", () -> compute(rows, BASICS));
    double profile =
        stopwatch.median("narrow: profile", () -> compute(rows, List.of("profile")));
    double basicsBySpark =
        stopwatch.median("narrow: three basic tasks, one df.agg", () -> Peers.basics(rows));
    double duck =
        stopwatch.median(
            "narrow: DuckDB SUMMARIZE, 2 threads", () -> Peers.duckDb(data.narrow() + "/*.parquet"));
    double agg = stopwatch.median("narrow: full profile, one df.agg", () -> Peers.profile(rows));
    double deequ = stopwatch.median("narrow: Deequ ColumnProfiler", () -> Peers.deequ(rows));
    double summary = stopwatch.median("narrow: df.summary()", () -> Peers.summary(rows));
    Pandas.median(stopwatch, data.narrow());
    System.out.println();
    ratio("basic tasks / scan", basics, scan, "at most 1.15");
    ratio("basic tasks, one df.agg / basic tasks", basicsBySpark, basics, "");
    ratio("profile / scan", profile, scan, "at most 2");
    ratio("DuckDB / profile", duck, profile, "above 1");
    ratio("one df.agg / profile", agg, profile, "at least 6");
    ratio("Deequ / profile", deequ, profile, "at least 6");
    ratio("df.summary() / profile", summary, profile, "at least 20");
    System.out.println();
  }

  private void wide(Dataset<Row> rows) throws Exception {
    double scan = stopwatch.median("wide: scan (noop sink)", () -> Peers.scan(rows));
    double basics = stopwatch.median("wide: three basic tasks", () -> compute(rows, BASICS));
    double profile = stopwatch.median("wide: profile", () -> compute(rows, List.of("profile")));
    double basicsBySpark =
        stopwatch.median("wide: three basic tasks, one df.agg", () -> Peers.basics(rows));
    double duck =
        stopwatch.median(
            "wide: DuckDB SUMMARIZE, 2 threads", () -> Peers.duckDb(data.wide() + "/*.parquet"));
    System.out.println();
    ratio("basic tasks / scan", basics, scan, "at most 1.5");
    ratio("basic tasks, one df.agg / basic tasks", basicsBySpark, basics, "");
    ratio("profile / scan", profile, scan, "at most 2");
    ratio("DuckDB / profile", duck, profile, "above 1");
    System.out.println();
  }

  private void csv(Dataset<Row> rows) throws Exception {
    double scan = stopwatch.median("CSV: scan (noop sink)", () -> Peers.scan(rows));
    double basics = stopwatch.median("CSV: three basic tasks", () -> compute(rows, BASICS));
    double profile = stopwatch.median("CSV: profile", () -> compute(rows, List.of("profile")));
    System.out.println();
    ratio("basic tasks / scan", basics, scan, "at most 1.15");
    ratio("profile / scan", profile, scan, "at most 2");
    System.out.println();
  }

  private void recording(Dataset<Row> rows) {
    Recording.compare(
        spark.sparkContext(), "narrow: profile", () -> compute(rows, List.of("profile")));
    Recording.compare(
        spark.sparkContext(),
        "2,000 tasks that do nothing",
        () -> spark.range(0, 2_000, 1, 2_000).count());
  }

  private static JsonNode profile(Dataset<Row> rows) {
    return compute(rows, List.of("profile")).get("profile");
  }

  private static Map<String, JsonNode> compute(Dataset<Row> rows, List<String> tasks) {
    Workload workload = new Workload(JobType.DESCRIPTIVE, tasks, Map.of());
    return new FusedPass(ImplementedTasks.select(workload), Table.of(rows, List.of()))
        .compute()
        .outputs();
  }

  private static void ratio(String what, double over, double under, String goal) {
    System.out.printf(
        Locale.ROOT,
        "  %-42s %6.2f%s%n",
        what,
        over / under,
        goal.isEmpty() ? "" : "   goal: " + goal);
  }
}
