package dev.sparkbench.runner.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.Workload;
import dev.sparkbench.runner.bench.Contest.Contender;
import dev.sparkbench.runner.table.CheckedCsv;
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
  private static final List<String> PROFILE = List.of("profile");

  private final BenchData data =
      new BenchData(
          Path.of(System.getProperty("bench.folder")),
          Long.getLong("bench.rows"),
          Long.getLong("bench.wide.rows"));
  private final int rounds = Integer.getInteger("bench.runs");
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
        "%nNarrow: %,d rows x 10 columns. Wide: %,d rows x 200 doubles. Medians of %d rounds after warm-up.%n%n",
        data.rows(), data.wideRows(), rounds);
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
    Contest contest = new Contest(rounds);
    String files = data.narrow() + "/*.parquet";
    Contender scan = contest.add("narrow: scan (noop sink)", () -> Peers.scan(rows));
    Contender basics = contest.add("narrow: three basic tasks", () -> compute(rows, BASICS));
    Contender profile = contest.add("narrow: profile", () -> compute(rows, PROFILE));
    Contender basicsBySpark =
        contest.add("narrow: three basic tasks, one df.agg", () -> Peers.basics(rows));
    Contender duck =
        contest.add("narrow: DuckDB SUMMARIZE, 2 threads", () -> Peers.duckDb(files));
    Contender agg = contest.add("narrow: full profile, one df.agg", () -> Peers.profile(rows));
    Contender deequ = contest.add("narrow: Deequ ColumnProfiler", () -> Peers.deequ(rows));
    Contender summary = contest.add("narrow: df.summary()", () -> Peers.summary(rows));
    Pandas.enter(contest, data.narrow());
    contest.run();
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
    Contest contest = new Contest(rounds);
    String files = data.wide() + "/*.parquet";
    Contender scan = contest.add("wide: scan (noop sink)", () -> Peers.scan(rows));
    Contender basics = contest.add("wide: three basic tasks", () -> compute(rows, BASICS));
    Contender profile = contest.add("wide: profile", () -> compute(rows, PROFILE));
    Contender basicsBySpark =
        contest.add("wide: three basic tasks, one df.agg", () -> Peers.basics(rows));
    Contender duck = contest.add("wide: DuckDB SUMMARIZE, 2 threads", () -> Peers.duckDb(files));
    contest.run();
    ratio("basic tasks / scan", basics, scan, "at most 1.5");
    ratio("basic tasks, one df.agg / basic tasks", basicsBySpark, basics, "");
    ratio("profile / scan", profile, scan, "at most 2");
    ratio("DuckDB / profile", duck, profile, "above 1");
    System.out.println();
  }

  private void csv(Dataset<Row> rows) throws Exception {
    Contest contest = new Contest(rounds);
    Contender scan = contest.add("CSV: scan (noop sink)", () -> Peers.scan(rows));
    Contender basics = contest.add("CSV: three basic tasks", () -> compute(rows, BASICS));
    Contender profile = contest.add("CSV: profile", () -> compute(rows, PROFILE));
    Table checked = CheckedCsv.open(spark, data.narrowCsv(), rows.schema());
    Contender basicsChecked =
        contest.add("CSV: three basic tasks, records checked", () -> compute(checked, BASICS));
    Contender profileChecked =
        contest.add("CSV: profile, records checked", () -> compute(checked, PROFILE));
    contest.run();
    ratio("basic tasks / scan", basics, scan, "at most 1.15");
    ratio("basic tasks, records checked / scan", basicsChecked, scan, "");
    ratio("profile, records checked / scan", profileChecked, scan, "");
    ratio("profile / scan", profile, scan, "at most 2");
    System.out.println();
  }

  private void recording(Dataset<Row> rows) {
    Recording.compare(
        spark.sparkContext(), "narrow: profile", () -> compute(rows, PROFILE));
    Recording.compare(
        spark.sparkContext(),
        "2,000 tasks that do nothing",
        () -> spark.range(0, 2_000, 1, 2_000).count());
  }

  private static JsonNode profile(Dataset<Row> rows) {
    return compute(rows, PROFILE).get("profile");
  }

  private static Map<String, JsonNode> compute(Dataset<Row> rows, List<String> tasks) {
    return compute(Table.of(rows, List.of()), tasks);
  }

  private static Map<String, JsonNode> compute(Table table, List<String> tasks) {
    Workload workload = new Workload(JobType.DESCRIPTIVE, tasks, Map.of());
    return new FusedPass(ImplementedTasks.select(workload), table).compute().outputs();
  }

  private static void ratio(String what, Contender contender, Contender other, String goal) {
    System.out.printf(
        Locale.ROOT,
        "  %-42s %6.2f%s%n",
        what,
        contender.over(other),
        goal.isEmpty() ? "" : "   goal: " + goal);
  }
}
