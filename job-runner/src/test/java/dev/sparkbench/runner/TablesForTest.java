// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.fixture.RunRequests;
import dev.sparkbench.runner.fixture.TestStore;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Writes a table, runs benchmarks of its versions, and writes down their answers. */
final class TablesForTest {

  private static final String BUCKET = "tables";
  private static final String ROWS =
      "SELECT id, concat('n', id) AS name FROM (SELECT explode(sequence(%d, %d)) AS id)";

  private final TestStore store = TestStore.get();
  private final Path folder;

  private TablesForTest(Path folder) {
    this.folder = folder;
    store.newBucket(BUCKET);
  }

  /** Takes the folder in which the file "format" names the format to test. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    try {
      TablesForTest tables = new TablesForTest(folder);
      String format = Files.readString(folder.resolve("format"));
      if (format.equals("delta")) {
        tables.delta();
      } else {
        tables.iceberg();
      }
    } catch (Throwable e) {
      try (PrintWriter out = new PrintWriter(folder.resolve("failure").toFile())) {
        e.printStackTrace(out);
      }
    }
    Runtime.getRuntime().halt(0);
  }

  private void delta() throws Exception {
    RunRequests request = RunRequests.of("s3://tables/delta").format("delta");
    SparkSession spark = new LocalSpark().start(request.build()).spark();
    String table = "delta.`s3a://tables/delta`";
    spark.sql(
        "CREATE TABLE %s USING delta TBLPROPERTIES ('delta.enableDeletionVectors' = 'true') AS "
                .formatted(table)
            + ROWS.formatted(0, 99));
    spark.sql("DELETE FROM %s WHERE id < 40".formatted(table));
    spark.sql("INSERT INTO %s ".formatted(table) + ROWS.formatted(100, 109));
    String identity = run("latest", request);
    run("first", request.options(Map.of("versionAsOf", "0")));
    run("at", request.options(Map.of("timestampAsOf", Instant.now().plusSeconds(60).toString())));
    run("none", request.options(Map.of("versionAsOf", "7")));
    spark.sql("INSERT INTO %s ".formatted(table) + ROWS.formatted(110, 119));
    run("expected", request.options(Map.of()).expectedIdentity(identity));
    run("newer", request.expectedIdentity(null));
    run("none", request.options(Map.of("versionAsOf", "7")));
    run("plain", RunRequests.of("s3://tables/delta").format("parquet"));
  }

  private void iceberg() throws Exception {
    RunRequests request = RunRequests.of("s3://tables/db/iceberg").format("iceberg");
    SparkSession spark = new LocalSpark().start(request.build()).spark();
    spark.conf().set("spark.sql.catalog.written", "org.apache.iceberg.spark.SparkCatalog");
    spark.conf().set("spark.sql.catalog.written.type", "hadoop");
    spark.conf().set("spark.sql.catalog.written.warehouse", "s3a://tables/");
    String table = "written.db.iceberg";
    spark.sql("CREATE TABLE %s (id BIGINT, name STRING) USING iceberg".formatted(table));
    insert(spark, table, 0, 99);
    String first = run("first", request);
    insert(spark, table, 100, 109);
    String identity = run("latest", request);
    String snapshot = first.split(":")[1];
    run("first", request.options(Map.of("snapshot-id", snapshot)));
    String metadata =
        store.keys(BUCKET).stream()
            .filter(key -> key.endsWith(".metadata.json"))
            .reduce((earlier, later) -> later)
            .orElseThrow();
    run("metadata", RunRequests.of("s3://tables/" + metadata).format("iceberg"));
    insert(spark, table, 110, 119);
    run("expected", request.options(Map.of()).expectedIdentity(identity));
    run("newer", request.expectedIdentity(null));
    run("plain", RunRequests.of("s3://tables/db/iceberg").format("parquet"));
  }

  private static void insert(SparkSession spark, String table, int from, int to) {
    spark.sql(
        "INSERT INTO %s SELECT /*+ COALESCE(1) */ * FROM (%s)"
            .formatted(table, ROWS.formatted(from, to)));
  }

  private String run(String name, RunRequests request) throws Exception {
    String key = "result/" + name + ".json";
    RunReport report = Run.execute(request.output("s3://tables/" + key).build(), new LocalSpark());
    Files.writeString(
        folder.resolve(name),
        report.failure() == null
            ? store.read(BUCKET, key)
            : report.failure().reason() + ": " + report.failure().message());
    return report.datasetIdentity();
  }
}
