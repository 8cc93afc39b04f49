// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.fixture.RunRequests;
import dev.sparkbench.runner.fixture.TestStore;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class PinnedPropertiesTest {

  @Test
  void areInForceInSpark() {
    Map<String, String> pins = PinnedProperties.of(RunRequests.of("s3://bucket/key").build());
    SparkSession spark = LocalSpark.spark();

    Map<String, String> inForce = new TreeMap<>();
    pins.keySet().forEach(name -> inForce.put(name, spark.conf().get(name)));

    assertThat(inForce).isEqualTo(pins);
  }

  @Test
  void openingAFileCostsLittleOfASmallDataset() {
    RunRequest request = RunRequests.of("s3://bucket/key").build();

    // 8 slots at the largest node count: an eighth of a share each.
    assertThat(PinnedProperties.ofDataset(request, 64_000_000))
        .isEqualTo(Map.of("spark.sql.files.openCostInBytes", "1000000"));
    assertThat(PinnedProperties.ofDataset(request, 0))
        .isEqualTo(Map.of("spark.sql.files.openCostInBytes", "65536"));
    assertThat(PinnedProperties.ofDataset(request, 1L << 40))
        .isEqualTo(Map.of("spark.sql.files.openCostInBytes", "4194304"));
  }

  @Test
  void splitFilesByTheLargestNodeCountInsteadOfTheCoresAtHand() {
    TestStore store = TestStore.get();
    String bucket = store.newBucket();
    String line = "x".repeat(1023) + "\n";
    String megabyte = IntStream.range(0, 1024).mapToObj(i -> line).collect(Collectors.joining());
    store.put(bucket, "data.csv", megabyte);
    SparkSession spark = LocalSpark.spark();
    Map<String, String> pins =
        PinnedProperties.ofDataset(RunRequests.of("s3://bucket/key").build(), megabyte.length());
    pins.forEach(spark.conf()::set);
    try {
      Dataset<Row> data =
          spark.read().schema("x STRING").csv("s3a://%s/data.csv".formatted(bucket));

      // Largest node count 4, times 2 cores; this machine's session has 2.
      assertThat(data.rdd().getNumPartitions()).isEqualTo(8);
    } finally {
      pins.keySet().forEach(spark.conf()::unset);
    }
  }
}
