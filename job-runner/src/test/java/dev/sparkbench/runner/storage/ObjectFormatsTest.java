// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.fixture.TestStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectFormatsTest {

  private final TestStore store = TestStore.get();
  private final String bucket = store.newBucket();

  @ParameterizedTest
  @CsvSource({
    "part-0.snappy.parquet, x, parquet",
    "part-0.CSV.gz, x, csv",
    "part-0.jsonl.zst, x, json",
    "part-0.orc, x, orc",
    "part-0, PAR1xyz, parquet",
    "000000_0, ORCxyz, orc"
  })
  void areThoseOfTheObjects(String name, String content, String format) {
    store.put(bucket, "data/year=1/" + name, content);
    store.put(bucket, "data/_SUCCESS", "");
    store.put(bucket, "data/empty", "");

    assertThat(find("data")).isEqualTo(format);
    assertThat(find("data/")).isEqualTo(format);
  }

  @Test
  void areAskedForWhereObjectsDoNotTell() {
    store.put(bucket, "mixed/a.csv", "x");
    store.put(bucket, "mixed/b.csv", "x");
    store.put(bucket, "mixed/c.parquet", "x");
    store.put(bucket, "mixed/README.txt", "x");
    store.put(bucket, "none/part-0", "a,b");
    store.put(bucket, "empty/part-0", "");

    assertThatThrownBy(() -> find("mixed"))
        .isInstanceOf(RunFailure.class)
        .hasMessage(
            "dataset.format is missing, and the objects at s3://%s/mixed do not tell (1 with another extension or none, 2 of csv, 1 of parquet): give one of csv, json, parquet, orc, and an s3Path with objects of one format"
                .formatted(bucket));
    assertThatThrownBy(() -> find("none"))
        .hasMessageContaining("(1 with another extension or none)");
    assertThatThrownBy(() -> find("empty")).hasMessageContaining("(all are empty)");
  }

  private String find(String key) {
    S3Uri uri = new S3Uri(bucket, key);
    try (ObjectStore objects = ObjectStore.open(store.storage())) {
      return ObjectFormats.find(objects, DatasetObjects.find(objects, uri));
    }
  }
}
