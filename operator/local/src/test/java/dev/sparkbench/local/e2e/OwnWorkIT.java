// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.resource.Condition;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus.Phase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users' own queries and programs, and a suite: correct ones and wrong ones. */
class OwnWorkIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The first bytes of what Zstandard has compressed. */
  private static final byte[] ZSTANDARD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

  private static final String ONCE =
      "measurement: {warmups: 0, maxWarmupSeconds: 0, iterations: 1, trials: 1}";

  @ClusterFolder private static Path folder;

  private static TestCluster cluster;

  @TempDir private Path scratch;

  @BeforeAll
  static void start() {
    cluster = TestCluster.open(folder);
    cluster.startOperator();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void queriesAreMeasuredOneByOneAndGiveTheSameRowsOnMoreNodes() throws IOException {
    try (Scenario scenario = new Scenario(cluster, "sql")) {
      scenario.putDataset(5_000);
      scenario.applyWorkload(
          """
          jobConfig:
            type: sql
            sql:
              queries: [{name: by-region, text: "SELECT region, count(*) FROM dataset GROUP BY region"}]
              canonical: [sort]
          eventLog: true
          """
              + ONCE,
          List.of(1, 2));

      SparkBenchmarkJobStatus status = scenario.awaitEnd();

      assertThat(status.phase()).as(status.message()).isEqualTo(Phase.Succeeded);
      JsonNode performance = JSON.readTree(cluster.get(scenario.result("performance.json")));
      assertThat(performance.path("tasks").toString()).isEqualTo("[\"by-region\",\"sort\"]");
      assertThat(performance.path("parts").findValuesAsText("name"))
          .containsExactly("by-region", "sort");
      assertThat(performance.at("/parts/1/runs/1/nodes").asInt()).isEqualTo(2);
      assertThat(performance.at("/runs/1/outputs_agree").asBoolean()).isTrue();
      assertThat(performance.at("/runs/1/geometric_mean_sec").asDouble()).isPositive();
      JsonNode run = JSON.readTree(cluster.get(scenario.result("2_nodes.json")));
      assertThat(run.at("/outputs/sort/result/rows").asInt()).isEqualTo(5_000);
      assertThat(cluster.get(scenario.result("eventlogs/2_nodes.zstd"))).startsWith(ZSTANDARD);
    }
  }

  @Test
  void aMistakeInAQueryEndsTheBenchmarkWithPlaceAndNearestName() {
    try (Scenario scenario = new Scenario(cluster, "sql-mistake")) {
      scenario.putDataset(100);
      scenario.applyWorkload(
          """
          jobConfig: {type: sql, sql: {queries: [{name: q, text: "SELECT regoin FROM dataset"}]}}
          """,
          List.of(1, 2));

      SparkBenchmarkJobStatus status = scenario.awaitEnd();

      assertThat(status.phase()).isEqualTo(Phase.Failed);
      assertThat(status.runs().get(0).reason()).isEqualTo("InvalidQuery");
      assertThat(status.runs().get(0).message())
          .contains("query q, line 1, column 8", "regoin", "region");
      assertThat(scenario.everCreated("run")).hasSize(1);
    }
  }

  @Test
  void aStatementThatWritesIsRefusedBeforeAnyPod() {
    try (Scenario scenario = new Scenario(cluster, "sql-writes")) {
      scenario.applyWorkload(
          """
          jobConfig: {type: sql, sql: {queries: [{name: q, text: "INSERT INTO dataset VALUES (1)"}]}}
          """,
          List.of(1));

      SparkBenchmarkJobStatus status = scenario.awaitEnd();

      assertThat(Scenario.condition(status, Condition.STALLED).orElseThrow().reason())
          .isEqualTo("InvalidSpec");
      assertThat(status.message()).contains("queries[0].text", "INSERT");
      assertThat(scenario.everCreated("run")).isEmpty();
    }
  }

  @Test
  void anEndlessQueryEndsWithItsTime() {
    try (Scenario scenario = new Scenario(cluster, "sql-endless")) {
      scenario.putDataset(100);
      scenario.applyWorkload(
          """
          jobConfig:
            type: sql
            sql: {queries: [{name: q, text: "SELECT count(*) FROM range(1000000000000000)"}]}
          timeouts: {runSeconds: 20}
          """,
          List.of(1));

      SparkBenchmarkJobStatus status = scenario.awaitEnd();

      assertThat(status.runs().get(0).reason()).as(status.message()).isEqualTo("RunTimeout");
    }
  }

  @Test
  void aSuiteIsPreparedOnceAndItsAnswersAreTheKnownOnes() throws IOException {
    try (Scenario scenario = new Scenario(cluster, "suite")) {
      scenario.create(
          """
          s3Path: suite/tpch/
          nodeList: [1]
          jobConfig: {type: tpch, tpch: {scale: "0.01", queries: [q1, q6]}}
          driver: {memory: 512Mi}
          """
              + ONCE);

      SparkBenchmarkJobStatus status = scenario.awaitEnd();

      assertThat(status.phase()).as(status.message()).isEqualTo(Phase.Succeeded);
      assertThat(scenario.everCreated("prepare")).hasSize(1);
      JsonNode run = JSON.readTree(cluster.get(scenario.result("1_nodes.json")));
      assertThat(run.path("outputs").findValuesAsText("answer")).containsExactly("equal", "equal");
      assertThat(run.path("remarks").toString()).contains("not comparable with published TPC");
    }
  }

  @Test
  void aProgramIsMeasuredAndOneThatEndsTheJvmIsNamed() throws IOException {
    cluster.put(
        new S3Uri(cluster.bucket(), "jobs/programs.jar"),
        jar(
            Map.of(
                "Counts",
                """
                public class Counts {
                  public static void main(String[] arguments) throws Exception {
                    Object builder = Class.forName("org.apache.spark.sql.SparkSession").getMethod("builder").invoke(null);
                    Object spark = builder.getClass().getMethod("getOrCreate").invoke(builder);
                    Object rows = spark.getClass().getMethod("range", long.class).invoke(spark, 1000L);
                    boolean counted = rows.getClass().getMethod("count").invoke(rows).equals(1000L);
                    if (!counted || !arguments[1].matches("s3a://.+/jobs/other.csv")) {
                      throw new IllegalStateException(arguments[1]);
                    }
                    spark.getClass().getMethod("stop").invoke(spark);
                  }
                }
                """,
                "Exits",
                """
                public class Exits {
                  public static void main(String[] arguments) {
                    System.exit(3);
                  }
                }
                """)));
    cluster.put(
        new S3Uri(cluster.bucket(), "jobs/other.csv"), "a\n1\n".getBytes(StandardCharsets.UTF_8));
    try (Scenario scenario = new Scenario(cluster, "program")) {
      scenario.putDataset(100);
      scenario.applyWorkload(program("Counts"), List.of(1));
      SparkBenchmarkJobStatus status = scenario.awaitEnd();
      assertThat(status.phase()).as(status.message()).isEqualTo(Phase.Succeeded);
    }
    try (Scenario scenario = new Scenario(cluster, "program-exits")) {
      scenario.putDataset(100);
      scenario.applyWorkload(program("Exits"), List.of(1));
      SparkBenchmarkJobStatus status = scenario.awaitEnd();
      assertThat(status.runs().get(0).reason()).as(status.message()).isEqualTo("ApplicationExited");
      assertThat(status.runs().get(0).message()).contains("Exits.java:3", "3");
    }
    try (Scenario scenario = new Scenario(cluster, "program-missing")) {
      scenario.putDataset(100);
      scenario.applyWorkload(program("Count"), List.of(1));
      SparkBenchmarkJobStatus status = scenario.awaitEnd();
      assertThat(status.runs().get(0).reason())
          .as(status.message())
          .isEqualTo("InvalidApplication");
      assertThat(status.runs().get(0).message()).contains("Count", "Counts");
    }
  }

  private static String program(String mainClass) {
    return """
        jobConfig:
          type: application
          application:
            mainClass: %s
            jar: jobs/programs.jar
            tables: [{name: other, s3Path: jobs/other.csv}]
            arguments: [$(dataset), $(table.other)]
        measurement: {trials: 1}
        """
        .formatted(mainClass);
  }

  private byte[] jar(Map<String, String> sources) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      for (Map.Entry<String, String> source : sources.entrySet()) {
        Path file = scratch.resolve(source.getKey() + ".java");
        Files.writeString(file, source.getValue());
        assertThat(
                ToolProvider.getSystemJavaCompiler()
                    .run(null, null, null, "-d", scratch.toString(), file.toString()))
            .isZero();
        jar.putNextEntry(new JarEntry(source.getKey() + ".class"));
        jar.write(Files.readAllBytes(scratch.resolve(source.getKey() + ".class")));
      }
    }
    return bytes.toByteArray();
  }
}
