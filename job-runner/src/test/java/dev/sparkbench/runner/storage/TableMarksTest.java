// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.fixture.TestStore;
import org.junit.jupiter.api.Test;

/** Folders of table formats, which are not to be read as plain objects. */
class TableMarksTest {

  private static final String COMMIT = "_delta_log/00000000000000000000.json";

  private final TestStore store = TestStore.get();
  private final String bucket = store.newBucket();

  @Test
  void aDeltaTable() {
    put("t/sales/part-0.parquet", "t/sales/year=2020/part-1.parquet", "t/sales/" + COMMIT);
    String itself =
        " is a Delta table (it has _delta_log/), and not all objects below it are part of it: set dataset.format to delta";
    String parts =
        " is or has parts of the Delta table s3://%s/t/sales/ (it has _delta_log/), and not all objects below it are part of it: give the table's own path as s3Path, and set dataset.format to delta"
            .formatted(bucket);

    refused("t/sales", itself);
    refused("t/sales/", itself);
    refused("t", parts);
    refused("t/*", parts);
    refused("t/sales/*.parquet", parts);
    refused("t/sales/year=2020", parts);
    refused("t/sales/year=2020/", parts);
    // The user wants only this one.
    assertThat(find("t/sales/part-0.parquet").objects()).hasSize(1);
  }

  @Test
  void anIcebergTable() {
    put("t/data/d=1/0.parquet", "t/metadata/00000-0a1b.metadata.json", "t/metadata/snap-1.avro");

    refused(
        "t",
        " is an Iceberg table (it has metadata/), and not all objects below it are part of it: set dataset.format to iceberg");
    refused(
        "t/data/d=1",
        " is or has parts of the Iceberg table s3://%s/t/ (it has metadata/), and not all objects below it are part of it: give the table's own path as s3Path, and set dataset.format to iceberg"
            .formatted(bucket));
  }

  @Test
  void aHudiTable() {
    put("t/2024/0.parquet", "t/.hoodie/hoodie.properties");

    refused(
        "t",
        " is a Hudi table (it has .hoodie/), and not all objects below it are part of it: write it as Delta, Iceberg or plain Parquet, since Hudi tables cannot be read");
  }

  @Test
  void anObjectThatTellsOfATable() {
    String iceberg =
        " belongs to an Iceberg table, and has none of its rows: set dataset.format to iceberg";
    String uuid = "00012-d0e4c5a5-5a64-4b4a-8f0e-0d6f2e7c9a11.metadata.json";
    put("t/metadata/00000-0a1b.metadata.json", "t/v3.metadata.json", uuid, "t/x/" + COMMIT);
    put("t/metadata/v4.metadata.json.gz", "h/.hoodie/hoodie.properties");

    refused("t/metadata/00000-0a1b.metadata.json", iceberg);
    refused("t/v3.metadata.json", iceberg);
    refused(uuid, iceberg);
    refused(
        "t/metadata/v4.metadata.json.gz",
        " belongs to an Iceberg table, and has none of its rows: give the table's own path as s3Path, and set dataset.format to iceberg");
    refused(
        "t/x/" + COMMIT,
        " belongs to a Delta table, and has none of its rows: give the table's own path as s3Path, and set dataset.format to delta");
    refused(
        "h/.hoodie/hoodie.properties",
        " belongs to a Hudi table, and has none of its rows: write it as Delta, Iceberg or plain Parquet, since Hudi tables cannot be read");

    put("photos.metadata.json", "t/7-photo.metadata.json");
    assertThat(find("photos.metadata.json").objects()).hasSize(1);
    assertThat(find("t/7-photo.metadata.json").objects()).hasSize(1);
  }

  @Test
  void whatOnlyLooksLikeOne() {
    put("t/metadata/readme.json", "t/x.json", "t/year=2020/y.json", "t/_delta_log/notes.txt");

    assertThat(find("t").objects()).hasSize(3);
    assertThat(find("t/year=2020").objects()).hasSize(1);
    put("other/" + COMMIT, "other/x.parquet", "others.json");
    assertThat(find("others.json").objects()).hasSize(1);
    assertThat(find("o*s.json").objects()).hasSize(1);
  }

  private void put(String... keys) {
    for (String key : keys) {
      store.put(bucket, key, "1");
    }
  }

  private void refused(String key, String message) {
    assertThatThrownBy(() -> find(key))
        .isInstanceOfSatisfying(
            RunFailure.class,
            e ->
                assertThat(e.failure())
                    .isEqualTo(
                        new Failure(
                            FailureReason.MALFORMED_DATA,
                            "s3://%s/%s%s".formatted(bucket, key, message))));
  }

  private DatasetObjects find(String key) {
    try (ObjectStore objects = ObjectStore.open(store.storage())) {
      return DatasetObjects.find(objects, new S3Uri(bucket, key));
    }
  }
}
