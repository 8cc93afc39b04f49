// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.runner.cluster.Session;
import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.fixture.RunRequests;
import dev.sparkbench.runner.fixture.StandInStore;
import dev.sparkbench.runner.fixture.TestStore;
import dev.sparkbench.runner.storage.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole runs over more objects, columns and folders than real datasets have. The JVM has a driver's
 * default heap, 1 GiB, which here also holds the executors and the store.
 */
@Tag("bounds")
class BoundsTest {

  private static final int OBJECTS = 10_000;
  private static final int COLUMNS = 5_000;
  private static final int FOLDERS = 100_000;

  private static final String BUCKET = "bounds";

  static {
    // Has credentials set for the SDK.
    TestStore.get();
  }

  private final StandInStore store = StandInStore.start();

  @TempDir Path folder;

  @AfterEach
  void close() throws IOException {
    store.close();
    // Otherwise the next test gets the bucket of this store.
    FileSystem.closeAll();
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "json", "parquet", "orc"})
  void manyObjects(String format, TestReporter reporter) throws IOException {
    byte[] content =
        switch (format) {
          case "csv" -> "a,b\n1,x\n".getBytes(UTF_8);
          case "json" -> "{\"a\":1,\"b\":\"x\"}\n".getBytes(UTF_8);
          default -> written(format, "SELECT 1L AS a, 'x' AS b");
        };
    for (int i = 0; i < OBJECTS; i++) {
      store.put(BUCKET, "data/%05d.%s".formatted(i, format), content);
    }

    JsonNode document = measure(request(format), reporter);

    assertThat(document.at("/outputs/row_count/rows").asInt()).isEqualTo(OBJECTS);
    assertThat(document.at("/outputs/min_max_mean/a/mean").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "json", "parquet", "orc"})
  void manyColumns(String format, TestReporter reporter) throws IOException {
    store.put(BUCKET, "data/wide." + format, wide(format));

    JsonNode document = measure(request(format), reporter);

    assertThat(document.at("/outputs/min_max_mean")).hasSize(COLUMNS);
    assertThat(document.at("/outputs/min_max_mean/c4999/max").asInt()).isEqualTo(5_198);
  }

  /** All statistics of all columns. */
  @Test
  void aProfileOfManyColumns(TestReporter reporter) throws IOException {
    store.put(BUCKET, "data/wide.parquet", wide("parquet"));

    JsonNode document = measure(request("parquet").tasks("profile"), reporter);

    assertThat(document.at("/outputs/profile/columns")).hasSize(COLUMNS);
  }

  @Test
  void manyFolders(TestReporter reporter) throws IOException {
    byte[] content = "{\"a\":1}\n".getBytes(UTF_8);
    for (int i = 0; i < FOLDERS; i++) {
      store.put(BUCKET, "data/p=%d/x.json".formatted(i), content);
    }

    JsonNode document = measure(request("json"), reporter);

    assertThat(document.at("/outputs/row_count/rows").asInt()).isEqualTo(FOLDERS);
    assertThat(document.at("/outputs/min_max_mean/p/max").asInt()).isEqualTo(FOLDERS - 1);
  }

  private RunRequests request(String format) {
    return RunRequests.of("s3://" + BUCKET + "/data")
        .format(format)
        .storage(store.storage())
        .output("s3://" + BUCKET + "/out/2_nodes.json");
  }

  private JsonNode measure(RunRequests request, TestReporter reporter) throws IOException {
    RunReport report = Run.execute(request.build(), this::start);
    System.gc();
    Runtime heap = Runtime.getRuntime();
    assertThat(report.failure()).isNull();
    try (ObjectStore objects = ObjectStore.open(store.storage())) {
      String text = objects.read(S3Uri.parse("s3://" + BUCKET + "/out/2_nodes.json"));
      JsonNode document = new ObjectMapper().readTree(text);
      reporter.publishEntry(
          Map.of(
              "phases",
              String.valueOf(document.path("phases")),
              "timing",
              String.valueOf(document.at("/timing/samples_sec")),
              "document",
              text.length() + " characters",
              "heap afterwards",
              ((heap.totalMemory() - heap.freeMemory()) >> 20) + " MiB"));
      return document;
    }
  }

  private Session start(dev.sparkbench.api.contract.RunRequest request) {
    Session session = new LocalSpark().start(request);
    session
        .spark()
        .sparkContext()
        .hadoopConfiguration()
        .set("fs.s3a.bucket." + BUCKET + ".endpoint", store.endpoint());
    return session;
  }

  /** 200 rows. */
  private byte[] wide(String format) throws IOException {
    return switch (format) {
      case "csv" ->
          Stream.concat(
                  Stream.of(columns(i -> "c" + i)),
                  IntStream.range(0, 200).mapToObj(row -> columns(i -> String.valueOf(row + i))))
              .collect(Collectors.joining("\n"))
              .getBytes(UTF_8);
      case "json" ->
          IntStream.range(0, 200)
              .mapToObj(row -> "{" + columns(i -> "\"c" + i + "\":" + (row + i)) + "}")
              .collect(Collectors.joining("\n"))
              .getBytes(UTF_8);
      default ->
          written(
              format, "SELECT " + columns(i -> "id + " + i + " AS c" + i) + " FROM range(0, 200)");
    };
  }

  private static String columns(java.util.function.IntFunction<String> column) {
    return IntStream.range(0, COLUMNS).mapToObj(column).collect(Collectors.joining(","));
  }

  /** Written by Spark into one file. */
  private byte[] written(String format, String query) throws IOException {
    Path to = folder.resolve(format);
    LocalSpark.spark().sql(query).coalesce(1).write().format(format).save(to.toUri().toString());
    try (Stream<Path> files = Files.list(to)) {
      return Files.readAllBytes(
          files
              .filter(file -> file.getFileName().toString().startsWith("part-"))
              .findFirst()
              .orElseThrow());
    }
  }
}
