// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.contract.Partitions;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.runner.cluster.PinnedProperties;
import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.fixture.RunRequests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many splits with rows a dataset has, for the slots of the largest node count. */
class SplitsTest {

  private static final int ROW_GROUP_BYTES = 256 << 10;

  @TempDir static Path folder;

  @BeforeAll
  static void write() {
    Dataset<Row> rows =
        LocalSpark.spark()
            .range(0, 120_000, 1, 1)
            .selectExpr("id", "id * 31 % 1000 AS b", "sha2(CAST(id AS STRING), 256) AS c");
    rows.write().csv(folder + "/a.csv");
    rows.write().json(folder + "/a.json");
    rows.repartition(40).write().csv(folder + "/of_40_files.csv");
    rows.repartition(5).write().option("compression", "gzip").csv(folder + "/of_5_gz.csv");
    rows.write().parquet(folder + "/of_one_row_group.parquet");
    rows.write()
        .option("parquet.block.size", ROW_GROUP_BYTES)
        .parquet(folder + "/of_row_groups.parquet");
    rows.write().orc(folder + "/of_one_stripe.orc");
    rows.limit(3_000).write().csv(folder + "/of_200_KiB.csv");
    rows.limit(3).write().csv(folder + "/of_3_rows.csv");
  }

  @AfterEach
  void resetTheSession() {
    LocalSpark.spark();
  }

  @ParameterizedTest
  @CsvSource({
    // 9 MB, which Spark itself divides into three.
    "a.csv, csv, 1 2 4 8 12 16 32",
    "a.json, json, 1 2 4 8 12 16 32",
    "of_row_groups.parquet, parquet, 1 2 4 8 12 16 32",
    // A few more than slots: a file is not added to others if the split would become too large.
    "of_40_files.csv, csv, 1 2 4 8 14 20 40",
    // What cannot be divided.
    "of_5_gz.csv, csv, 1 3 5 5 5 5 5",
    "of_one_row_group.parquet, parquet, 1 1 1 1 1 1 1",
    "of_one_stripe.orc, orc, 1 1 1 1 1 1 1",
    // Nothing is cut below 64 KiB.
    "of_200_KiB.csv, csv, 1 2 4 4 4 4 4",
    "of_3_rows.csv, csv, 1 1 1 1 1 1 1"
  })
  void areAsManyAsSlotsWhereTheDataCanBeDivided(String name, String format, String expected)
      throws IOException {
    List<Integer> slots = List.of(1, 2, 4, 8, 12, 16, 32);
    StringBuilder splits = new StringBuilder();
    for (int largest : slots) {
      splits.append(splitsWithRows(name, format, largest, Partitions.Pinned)).append(' ');
    }
    assertThat(splits.toString().strip()).isEqualTo(expected);
  }

  @Test
  void areSparksOwnPerNodeCount() throws IOException {
    // The tests' Spark has two cores: 4 MiB, the cost of opening a file, is more than half of it.
    assertThat(splitsWithRows("a.csv", "csv", 32, Partitions.PerNodeCount))
        .isEqualTo(splitsWithRows("a.csv", "csv", 2, Partitions.PerNodeCount))
        .isLessThan(4);
  }

  private static long splitsWithRows(String name, String format, int largest, Partitions partitions)
      throws IOException {
    RunRequest request =
        RunRequests.of("s3://b/k").nodes(1, largest).cores(1).partitions(partitions).build();
    SparkSession spark = new LocalSpark().start(request).spark();
    PinnedProperties.ofDataset(request, bytes(name)).forEach(spark.conf()::set);
    return spark
        .read()
        .format(format)
        .load(folder + "/" + name)
        .toJavaRDD()
        .mapPartitions(rows -> List.of(rows.hasNext()).iterator())
        .filter(hasRows -> hasRows)
        .count();
  }

  private static long bytes(String name) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(name))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("part-"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }
}
