// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.bench;

import static dev.sparkbench.runner.bench.Contenders.BASICS;
import static dev.sparkbench.runner.bench.Contenders.BASICS_AGG;
import static dev.sparkbench.runner.bench.Contenders.BASICS_CHECKED;
import static dev.sparkbench.runner.bench.Contenders.DEEQU;
import static dev.sparkbench.runner.bench.Contenders.DUCKDB;
import static dev.sparkbench.runner.bench.Contenders.PROFILE;
import static dev.sparkbench.runner.bench.Contenders.PROFILE_AGG;
import static dev.sparkbench.runner.bench.Contenders.PROFILE_CHECKED;
import static dev.sparkbench.runner.bench.Contenders.SCAN;
import static dev.sparkbench.runner.bench.Contenders.SUMMARY;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.runner.table.Table;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Measures the descriptive tasks and other tools on the same data with two cores, and fails if
 * exact results differ.
 */
public final class ProfileBenchmark {

  private final List<String> parts = List.of(System.getProperty("bench.only").split(","));
  private final int rounds = Integer.getInteger("bench.runs");
  private final Contenders contenders;

  private ProfileBenchmark(Contenders contenders) {
    this.contenders = contenders;
  }

  /** Runs everything; see the module's README. */
  public static void main(String[] args) throws Exception {
    try (Contenders contenders = new Contenders()) {
      new ProfileBenchmark(contenders).run();
    }
  }

  private void run() throws Exception {
    BenchData data = contenders.data;
    System.out.printf(
        Locale.ROOT,
        "%nNarrow: %,d rows x 10 columns. CSV: %,d of the same. Wide: %,d rows x 200 doubles.%n%n",
        data.rows(),
        data.csvRows(),
        data.wideRows());
    data.make(contenders.spark);
    Dataset<Row> narrow = contenders.narrowRows();
    JsonNode profile = Contenders.profile(Table.of(narrow, List.of()));
    Agreement.check(profile, Peers.basics(narrow), narrow.schema());
    Agreement.check(profile, Peers.duckDb(data.narrow() + "/*.parquet"));
    System.out.println("Exact statistics agree with Spark's own and with DuckDB's.\n");
    if (parts.contains("narrow")) {
      narrow();
    }
    if (parts.contains("wide")) {
      wide();
    }
    if (parts.contains("csv")) {
      csv();
    }
    if (parts.contains("sketches")) {
      Sketches.compare();
    }
    if (parts.contains("recording")) {
      recording(narrow);
    }
  }

  private void narrow() throws Exception {
    Contest contest = contest("narrow");
    ratio(contest, BASICS, SCAN, "at most 1.15");
    ratio(contest, BASICS_AGG, BASICS, "");
    ratio(contest, PROFILE, SCAN, "at most 2");
    ratio(contest, DUCKDB, PROFILE, "above 1");
    ratio(contest, PROFILE_AGG, PROFILE, "at least 6");
    ratio(contest, DEEQU, PROFILE, "at least 6");
    ratio(contest, SUMMARY, PROFILE, "at least 20");
    System.out.println();
  }

  private void wide() throws Exception {
    Contest contest = contest("wide");
    ratio(contest, BASICS, SCAN, "at most 1.5");
    ratio(contest, BASICS_AGG, BASICS, "");
    ratio(contest, PROFILE, SCAN, "at most 2");
    ratio(contest, DUCKDB, PROFILE, "above 1");
    System.out.println();
  }

  private void csv() throws Exception {
    Contest contest = contest("CSV");
    ratio(contest, BASICS, SCAN, "at most 1.15");
    ratio(contest, BASICS_CHECKED, SCAN, "at most 1.15");
    ratio(contest, PROFILE_CHECKED, SCAN, "at most 2");
    System.out.println();
  }

  private Contest contest(String part) throws Exception {
    return Contest.run(part, contenders.of(part).keySet(), rounds);
  }

  private void recording(Dataset<Row> rows) {
    Recording.compare(
        contenders.spark.sparkContext(),
        "narrow: profile",
        () -> Contenders.profile(Table.of(rows, List.of())));
    Recording.compare(
        contenders.spark.sparkContext(),
        "2,000 tasks that do nothing",
        () -> contenders.spark.range(0, 2_000, 1, 2_000).count());
  }

  private static void ratio(Contest contest, String name, String other, String goal) {
    System.out.printf(
        Locale.ROOT,
        "  %-64s %6.2f%s%n",
        name + " / " + other,
        contest.ratio(name, other),
        goal.isEmpty() ? "" : "   goal: " + goal);
  }
}
