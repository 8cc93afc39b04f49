// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.PrepareResult;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.contract.SuiteWorkload;
import dev.sparkbench.api.contract.SuiteWorkload.Generate;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.fixture.RunRequests;
import dev.sparkbench.runner.fixture.TestStore;
import dev.sparkbench.runner.storage.ObjectStore;
import dev.sparkbench.runner.storage.StoredObject;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("tpch")
class PreparationTest {

  private final TestStore testStore = TestStore.get();
  private final String bucket = testStore.newBucket();
  private final ObjectStore store = ObjectStore.open(testStore.storage());

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void generatesOnceAndGoesOnWithWhatWasInterrupted() {
    PrepareResult first = prepare(request("tpch", "0.01", Generate.IfMissing), LocalSpark::spark);

    assertThat(first.generated()).isTrue();
    assertThat(first.rows()).isEqualTo(1500 + 60175 + 25 + 15000 + 2000 + 8000 + 5 + 100);
    Map<String, StoredObject> objects = objects();
    assertThat(objects.keySet())
        .containsExactlyInAnyOrder(
            "data/tpch/_suite.json",
            "data/tpch/_suite_begun.json",
            "data/tpch/customer/part-00000.parquet",
            "data/tpch/lineitem/part-00000.parquet",
            "data/tpch/nation/part-00000.parquet",
            "data/tpch/orders/part-00000.parquet",
            "data/tpch/part/part-00000.parquet",
            "data/tpch/partsupp/part-00000.parquet",
            "data/tpch/region/part-00000.parquet",
            "data/tpch/supplier/part-00000.parquet");
    Dataset<Row> lineitem =
        LocalSpark.current().read().parquet("s3a://%s/data/tpch/lineitem".formatted(bucket));
    assertThat(lineitem.schema()).isEqualTo(Suite.TPCH.table("lineitem").schema());
    // The first row that the specification shows.
    assertThat(lineitem.first().toString())
        .isEqualTo(
            "[1,1552,93,1,17.00,24710.35,0.04,0.02,N,O,1996-03-13,1996-02-12,1996-03-22,DELIVER IN PERSON,TRUCK,egular courts above the]");

    // A second benchmark, which would fail if it started Spark.
    PrepareResult second =
        prepare(
            request("tpch", "0.01", Generate.Never),
            () -> {
              throw new AssertionError("nothing to generate");
            });
    assertThat(second)
        .isEqualTo(new PrepareResult(first.version(), false, first.rows(), first.bytes(), null));

    // As if it had been killed before the last objects were written.
    delete("data/tpch/_suite.json", "data/tpch/lineitem/part-00000.parquet");
    PrepareResult third = prepare(request("tpch", "0.01", Generate.IfMissing), LocalSpark::spark);

    assertThat(third).isEqualTo(first);
    assertThat(objects()).as("the same bytes").isEqualTo(objects);

    assertRefused(
        "tpch",
        "1",
        FailureReason.INVALID_CONFIGURATION,
        "s3://%s/data/tpch has tpch at scale 0.01 (io.trino.tpch:tpch:1.2, layout 1), and not tpch at scale 1 (io.trino.tpch:tpch:1.2, layout 1): give another s3Path, or correct jobConfig.tpch.scale"
            .formatted(bucket));

    delete("data/tpch/orders/part-00000.parquet");
    assertRefused(
        "tpch",
        "0.01",
        FailureReason.MALFORMED_DATA,
        "s3://%s/data/tpch is not what its _suite.json says: orders has 0 objects with 0 bytes instead of 1 with %d; delete the folder, and let it be generated anew"
            .formatted(bucket, objects.get("data/tpch/orders/part-00000.parquet").size()));
  }

  @Test
  void otherObjectsAreLeftAlone() {
    testStore.put(bucket, "data/tpch/customer/part-00000.parquet", "somebody's");

    assertRefused(
        "tpch",
        "0.01",
        FailureReason.INVALID_CONFIGURATION,
        "tpch at scale 0.01 (io.trino.tpch:tpch:1.2, layout 1) cannot be generated at s3://%s/data/tpch: there are other objects, such as customer/part-00000.parquet; give another s3Path, or delete that folder"
            .formatted(bucket));
    assertThat(objects()).hasSize(1);
  }

  @Test
  void whatIsNotOfTheGenerationThatHasBegunIsLeftAloneToo() {
    SuiteManifest.Data data = SuiteManifest.Data.of(Suite.TPCH, new Scale("0.01"));
    testStore.put(bucket, "data/tpch/_suite_begun.json", data.toJson());
    testStore.put(bucket, "data/tpch/customer/part-00001.parquet", "somebody's");

    assertRefused(
        "tpch",
        "0.01",
        FailureReason.INVALID_CONFIGURATION,
        "%s cannot be generated at s3://%s/data/tpch: there are other objects, such as customer/part-00001.parquet; give another s3Path, or delete that folder"
            .formatted(data, bucket));
  }

  @Test
  void aGenerationOfOtherDataIsNotGoneOnWith() {
    SuiteManifest.Data data = SuiteManifest.Data.of(Suite.TPCH, new Scale("10"));
    testStore.put(bucket, "data/tpch/_suite_begun.json", data.toJson());

    assertRefused(
        "tpch",
        "0.01",
        FailureReason.INVALID_CONFIGURATION,
        "tpch at scale 0.01 (io.trino.tpch:tpch:1.2, layout 1) cannot be generated at s3://%s/data/tpch: somebody has begun to generate %s there; give another s3Path, or delete that folder"
            .formatted(bucket, data));
  }

  @Test
  void neverOnlyLooks() {
    assertRefused(
        request("tpcds", "0.01", Generate.Never),
        FailureReason.DATASET_NOT_FOUND,
        "s3://%s/data/tpcds does not have tpcds at scale 0.01 (io.trino.tpcds:tpcds:1.4, layout 1) (there is no _suite.json): set jobConfig.tpcds.generate to IfMissing, or correct s3Path"
            .formatted(bucket));
    assertThat(objects()).isEmpty();
  }

  @Test
  void executorsNeedMemoryForTheGenerator() {
    RunRequest request =
        withWorkload(
            RunRequests.of("s3://%s/data/tpch/".formatted(bucket)).cores(8),
            "tpch",
            "0.01",
            Generate.IfMissing);

    assertRefused(
        request,
        FailureReason.INVALID_CONFIGURATION,
        "executor.memory is 1024 MiB, and generating tpch with 8 cores takes 1152 MiB: give executor.memory at least that");
    assertThat(objects()).isEmpty();
  }

  @Test
  void aPatternIsNoFolder() {
    RunRequest request =
        withWorkload(
            RunRequests.of("s3://%s/data/*/".formatted(bucket)),
            "tpch",
            "0.01",
            Generate.IfMissing);

    assertRefused(
        request,
        FailureReason.INVALID_CONFIGURATION,
        "s3Path is the pattern s3://%s/data/*/: for tpch give the folder where its tables lie, or are to be created"
            .formatted(bucket));
  }

  private void assertRefused(String type, String scale, FailureReason reason, String message) {
    assertRefused(request(type, scale, Generate.IfMissing), reason, message);
  }

  private void assertRefused(RunRequest request, FailureReason reason, String message) {
    assertThatThrownBy(
            () ->
                prepare(
                    request,
                    () -> {
                      throw new AssertionError("nothing is to be generated");
                    }))
        .isInstanceOfSatisfying(
            RunFailure.class, e -> assertThat(e.failure().reason()).isEqualTo(reason))
        .hasMessage(message);
  }

  private PrepareResult prepare(
      RunRequest request, java.util.function.Supplier<SparkSession> spark) {
    return Preparation.ensure(request, store, spark);
  }

  private RunRequest request(String type, String scale, Generate generate) {
    return withWorkload(
        RunRequests.of("s3://%s/data/%s/".formatted(bucket, type)), type, scale, generate);
  }

  private static RunRequest withWorkload(
      RunRequests request, String type, String scale, Generate generate) {
    return request
        .workload(
            new SuiteWorkload(
                JobType.valueOf(type.toUpperCase(java.util.Locale.ROOT)),
                scale,
                List.of(),
                generate,
                null))
        .build();
  }

  private Map<String, StoredObject> objects() {
    return store.list(bucket, "").stream()
        .collect(Collectors.toMap(StoredObject::key, Function.identity()));
  }

  private void delete(String... keys) {
    List.of(keys).forEach(key -> testStore.delete(bucket, key));
  }
}
