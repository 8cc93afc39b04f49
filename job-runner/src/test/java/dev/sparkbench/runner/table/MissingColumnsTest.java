// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.fixture.RunRequests;
import dev.sparkbench.runner.fixture.TestStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns that do not exist, and the suggested names. */
class MissingColumnsTest {

  private static final String NEAREST =
      ", which the dataset does not have; nearest of its 4 columns: 'price', 'prize', 'id'";

  private final TestStore store = TestStore.get();
  private final String bucket = store.newBucket();

  @TempDir Path folder;

  @Test
  void ofCsvAndJson() {
    store.put(bucket, "data.csv", "id,price,prize,quantity\n1,2,3,4\n");
    store.put(bucket, "data.json", "{\"id\":1,\"price\":2,\"prize\":3,\"quantity\":4}\n");

    assertMissing("dataset.columns names 'Price'" + NEAREST, request("csv").columns("id", "Price"));
    assertMissing("dataset.columns names 'Price'" + NEAREST, request("json").columns("Price"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "orc"})
  void ofFilesThatKnowTheirSchema(String format) throws IOException {
    write(format);

    assertMissing("dataset.columns names 'Price'" + NEAREST, request(format).columns("Price"));
    assertMissing(
        "dataset.schema names 'Price'" + NEAREST, request(format).schema("id INT, Price INT"));
  }

  private static void assertMissing(String message, RunRequests request) {
    assertThatThrownBy(() -> Opened.of(request))
        .isInstanceOfSatisfying(
            RunFailure.class,
            e ->
                org.assertj.core.api.Assertions.assertThat(e.failure())
                    .isEqualTo(new Failure(FailureReason.COLUMN_NOT_FOUND, message)));
  }

  private void write(String format) throws IOException {
    Path written = folder.resolve(format);
    LocalSpark.spark()
        .sql("SELECT 1 AS id, 2 AS price, 3 AS prize, 4 AS quantity")
        .coalesce(1)
        .write()
        .format(format)
        .save(written.toUri().toString());
    try (Stream<Path> files = Files.list(written)) {
      Path file =
          files
              .filter(f -> f.getFileName().toString().startsWith("part-"))
              .findFirst()
              .orElseThrow();
      store.put(bucket, "data." + format, file);
    }
  }

  private RunRequests request(String format) {
    return RunRequests.of("s3://" + bucket + "/data." + format).format(format);
  }
}
