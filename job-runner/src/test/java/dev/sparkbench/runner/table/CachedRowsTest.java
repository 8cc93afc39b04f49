// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.TaskWorkload;
import dev.sparkbench.runner.descriptive.FusedPass;
import dev.sparkbench.runner.descriptive.ImplementedTasks;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.fixture.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachedRowsTest {

  private final SparkSession spark = LocalSpark.spark();

  @TempDir Path folder;

  @AfterEach
  void forget() {
    spark.catalog().clearCache();
  }

  @Test
  void laterReadingNeedsTheFilesNoMore() throws IOException {
    Table table = table("id", "cast(id as string) as text", "id / 7.0 as ratio");
    Map<String, JsonNode> read = profile(table);

    assertThat(CachedRows.materialise(table).bytes()).isPositive();
    try (Stream<Path> files = Files.list(folder.resolve("rows"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }

    assertThat(profile(table)).isEqualTo(read);
  }

  @Test
  void numbersAloneAreKeptAsVectors() {
    Table table = table("id", "id / 7.0 as ratio");
    Map<String, JsonNode> read = profile(table);
    CachedRows.materialise(table);
    assertThat(profile(table)).isEqualTo(read);
  }

  @Test
  void dataThatDoesNotFitFailsTheRun() {
    // 650 MB in long texts; a heap of 1 GB, which the tests have, leaves 430 MB for rows.
    int before = spark.sparkContext().getRDDStorageInfo().length;
    Dataset<Row> rows = spark.range(0, 600, 1, 3).selectExpr("repeat(uuid(), 30000) as text");
    Table table = Table.of(rows, List.of());

    assertThatThrownBy(() -> CachedRows.materialise(table))
        .isInstanceOf(RunFailure.class)
        .hasMessageMatching(
            "measurement.cache is Memory, but only \\d of the dataset's 3 partitions fit into the executors' memory; raise executor.memory, or set measurement.cache to None");
    assertThat(spark.sparkContext().getRDDStorageInfo()).hasSize(before);
  }

  private Table table(String... columns) {
    String path = folder.resolve("rows").toString();
    spark.range(0, 1_000, 1, 4).selectExpr(columns).write().parquet(path);
    return Table.of(spark.read().parquet(path), List.of());
  }

  private static Map<String, JsonNode> profile(Table table) {
    TaskWorkload workload = new TaskWorkload(JobType.DESCRIPTIVE, List.of("profile"), Map.of());
    return new FusedPass(ImplementedTasks.select(workload), table).compute().outputs();
  }
}
