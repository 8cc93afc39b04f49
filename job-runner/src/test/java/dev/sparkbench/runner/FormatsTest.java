// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sparkbench.api.contract.BadRecords;
import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.runner.fixture.Expected;
import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.fixture.RunRequests;
import dev.sparkbench.runner.fixture.Sales;
import dev.sparkbench.runner.fixture.TestStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every format with every task, against an independent computation, to the digit. */
class FormatsTest {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final TestStore store = TestStore.get();
  private final String bucket = store.newBucket();
  private final Sales sales = Sales.rows(1_000);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"csv", "json"})
  void textWithItsSchemaGiven(String format) throws IOException {
    uploadInTwoParts(format);

    JsonNode document = run(request(format).schema(Sales.DDL));

    assertThat(outputs(document)).isEqualTo(expected());
    assertThat(document.at("/dataset/schema_given").asBoolean()).isTrue();
    assertThat(document.at("/dataset/rows").asInt()).isEqualTo(1_000);
    assertThat(document.at("/dataset/objects").asInt()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "orc"})
  void filesThatKnowTheirSchema(String format) throws IOException {
    writeWithSpark(format);

    JsonNode document = run(request(format));

    assertThat(outputs(document)).isEqualTo(expected());
    assertThat(document.at("/dataset/schema_given").asBoolean()).isFalse();
    assertThat(StructType.fromDDL(document.at("/dataset/schema").asText()).fieldNames())
        .containsExactly(Sales.NAMES.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "json"})
  void textWhoseSchemaIsInferred(String format) throws IOException {
    uploadInTwoParts(format);

    JsonNode document = run(request(format).columns("id", "quantity", "the ratio"));

    Expected expected = Expected.of(sales);
    String all = expected.minMaxMean();
    assertThat(document.at("/outputs/min_max_mean/id")).isEqualTo(JSON.readTree(all).get("id"));
    assertThat(document.at("/outputs/min_max_mean/quantity"))
        .isEqualTo(JSON.readTree(all).get("quantity"));
    assertThat(document.at("/outputs/min_max_mean/the ratio"))
        .isEqualTo(JSON.readTree("{" + expected.doubles("the ratio") + "}").get("the ratio"));
    assertThat(document.at("/outputs/null_percentage").size()).isEqualTo(3);
  }

  @Test
  void aValueThatTheSampleDidNotSeeFailsTheRun() {
    store.put(bucket, "data/late.csv", "x\n" + "1\n".repeat(20_000) + "secret\n");

    RunReport report =
        Run.execute(RunRequests.of(uri("data/late.csv")).format("csv").build(), new LocalSpark());

    assertThat(report.failure())
        .isEqualTo(
            new Failure(
                FailureReason.MALFORMED_DATA,
                "%s cannot be read as csv: column 'x' has 1 value that is no BIGINT, its type by a sample of 9999 records. Correct the data or give its types in dataset.schema, or set dataset.badRecords to Drop"
                    .formatted(uri("data/late.csv"))));
  }

  @Test
  void numbersWithADecimalCommaAreRemarkedOn() throws IOException {
    store.put(bucket, "data/comma.csv", "id;price;note\n1;26253,37;a,b\n2;;\n3;-0,5;c\n");

    JsonNode document =
        run(RunRequests.of(uri("data/comma.csv")).format("csv").options(Map.of("delimiter", ";")));

    assertThat(document.path("remarks").toString())
        .isEqualTo(
            "[\"%s has texts that look like numbers with a decimal comma, in price; numeric tasks leave them out\"]"
                .formatted(uri("data/comma.csv")));
  }

  @Test
  void droppedRecordsAreCountedInTheDocument() throws IOException {
    store.put(bucket, "data/late.csv", "x\n" + "1\n".repeat(20_000) + "secret\n2,3\n");

    JsonNode document =
        run(RunRequests.of(uri("data/late.csv")).format("csv").badRecords(BadRecords.Drop));

    assertThat(document.at("/outputs/row_count/rows").asInt()).isEqualTo(20_000);
    assertThat(document.at("/dataset/bad_records"))
        .isEqualTo(
            JSON.readTree(
                "{\"policy\":\"Drop\",\"records\":2,\"malformed\":1,\"columns\":[{\"name\":\"x\",\"type\":\"BIGINT\",\"values\":1}],\"columns_left_out\":0}"));
    assertThat(document.at("/dataset/sample"))
        .isEqualTo(JSON.readTree("{\"objects\":1,\"records\":9999,\"headers_compared\":true}"));
  }

  @Test
  void droppedRecordsAreCountedOnceForAllRuns() throws IOException {
    store.put(bucket, "data/bad.csv", "x\n1\n2,3\n");
    RunRequests request =
        RunRequests.of(uri("data/bad.csv")).schema("x BIGINT").badRecords(BadRecords.Drop);
    String counted = "\"records\":1,\"malformed\"";
    String first = run(request).toString();
    assertThat(first).contains(counted);
    store.put(bucket, "result/1_nodes.json", first.replace(counted, "\"records\":7,\"malformed\""));

    JsonNode second = run(request.schemaFrom(uri("result/1_nodes.json")));

    assertThat(second.at("/dataset/bad_records/records").asInt()).isEqualTo(7);
  }

  @Test
  void anEarlierRunsSchemaIsTakenOver() throws IOException {
    store.put(bucket, "data/twice.csv", "x,x,größe\n1,2,3\n");
    JsonNode first = run(RunRequests.of(uri("data/twice.csv")));
    String changed = first.toString().replace("x0 BIGINT", "x0 DOUBLE");
    assertThat(changed).isNotEqualTo(first.toString());
    store.put(bucket, "result/1_nodes.json", changed);

    JsonNode second =
        run(RunRequests.of(uri("data/twice.csv")).schemaFrom(uri("result/1_nodes.json")));

    // The one that the document has, not the one that would be inferred.
    assertThat(second.at("/dataset/schema").asText())
        .isEqualTo("x0 DOUBLE,x1 BIGINT,`größe` BIGINT");
    assertThat(second.at("/dataset/schema_given").asBoolean()).isFalse();
    assertThat(second.at("/outputs/min_max_mean/x0"))
        .isEqualTo(JSON.readTree("{\"min\":1.0,\"max\":1.0,\"mean\":1.0}"));
  }

  @Test
  void anEarlierRunsSchemaIsInferredAnewWhereItDoesNotHold() throws IOException {
    store.put(bucket, "data/x.csv", "x\n1\n");
    store.put(
        bucket, "other.json", "{\"dataset\":{\"identity\":\"sha256:00\",\"schema\":\"x STRING\"}}");
    store.put(bucket, "broken.json", "no JSON");

    for (String document : List.of("other.json", "broken.json", "absent.json")) {
      JsonNode run = run(RunRequests.of(uri("data/x.csv")).schemaFrom(uri(document)));
      assertThat(run.at("/dataset/schema").asText()).isEqualTo("x BIGINT");
    }
  }

  @Test
  void foldersBelowThePathBelongToTheDataset() throws IOException {
    store.put(bucket, "data/2024/a.csv", "x\n1\n");
    store.put(bucket, "data/2024/01/b.csv", "x\n2\n3\n");
    store.put(bucket, "data/_temporary/c.csv", "x\n4\n");

    JsonNode document = run(RunRequests.of(uri("data")).format("csv"));

    assertThat(document.at("/outputs/row_count/rows").asInt()).isEqualTo(3);
    assertThat(document.at("/dataset/objects").asInt()).isEqualTo(2);
  }

  @Test
  void foldersWithValuesInTheirNamesAreColumns() throws IOException {
    store.put(bucket, "data/year=2023/a.csv", "x\n1\n");
    store.put(bucket, "data/year=2024/b.csv", "x\n2\n3\n");

    JsonNode document = run(RunRequests.of(uri("data/")).format("csv"));

    assertThat(document.at("/outputs/min_max_mean"))
        .isEqualTo(
            JSON.readTree(
                "{\"x\":{\"min\":1,\"max\":3,\"mean\":2.0},\"year\":{\"min\":2023,\"max\":2024,\"mean\":2023.6666666666667}}"));
  }

  @Test
  void patternsReadWhatTheyMatch() throws IOException {
    store.put(bucket, "data/a-1.csv", "x\n1\n");
    store.put(bucket, "data/a-2.csv", "x\n2\n3\n");
    store.put(bucket, "data/b-1.csv", "x\n4\n");

    JsonNode document = run(RunRequests.of(uri("data/{a,c}-*.csv")).format("csv"));

    assertThat(document.at("/outputs/row_count/rows").asInt()).isEqualTo(3);
    assertThat(document.at("/dataset/objects").asInt()).isEqualTo(2);
  }

  @Test
  void optionsReachTheReader() throws IOException {
    store.put(bucket, "data/x.csv", "1;-\n2;3\n");

    JsonNode document =
        run(
            RunRequests.of(uri("data/x.csv"))
                .format("csv")
                .schema("a INT, b INT")
                .options(Map.of("HEADER", "false", "delimiter", ";", "nullValue", "-")));

    assertThat(document.at("/outputs/null_percentage"))
        .isEqualTo(JSON.readTree("{\"a\":0.0,\"b\":50.0}"));
  }

  @Test
  void columnsMayHaveAnyName() throws IOException {
    store.put(bucket, "data/names.csv", "a`b,a.b,a b,A,a,größe,twice,twice\n1,2,3,4,5,6,7,8\n");

    JsonNode document = run(RunRequests.of(uri("data/names.csv")).tasks("null_percentage"));

    // Spark itself distinguishes columns of the same name by their positions.
    assertThat(document.at("/outputs/null_percentage"))
        .isEqualTo(
            JSON.readTree(
                "{\"a`b\":0.0,\"a.b\":0.0,\"a b\":0.0,\"A\":0.0,\"a\":0.0,\"größe\":0.0,\"twice6\":0.0,\"twice7\":0.0}"));
  }

  @Test
  void anEmptyFileHasNoRows() throws IOException {
    store.put(bucket, "data/empty.csv", "x,y\n");

    JsonNode document = run(RunRequests.of(uri("data/empty.csv")).format("csv"));

    assertThat(document.at("/outputs").toString())
        .isEqualTo(
            "{\"row_count\":{\"rows\":0},\"min_max_mean\":{},\"null_percentage\":{\"x\":null,\"y\":null}}");
  }

  private JsonNode expected() throws IOException {
    Expected expected = Expected.of(sales);
    return JSON.readTree(
        "{\"row_count\":%s,\"min_max_mean\":%s,\"null_percentage\":%s}"
            .formatted(expected.rowCount(), expected.minMaxMean(), expected.nullPercentage()));
  }

  private static JsonNode outputs(JsonNode document) {
    return document.get("outputs");
  }

  private void uploadInTwoParts(String format) {
    List<Sales> parts = List.of(sales.part(0, 600), sales.part(600, 1_000));
    for (int i = 0; i < parts.size(); i++) {
      Sales part = parts.get(i);
      store.put(
          bucket,
          "user/sales." + format + "/part-" + i,
          format.equals("csv") ? part.csv() : part.json());
    }
  }

  private void writeWithSpark(String format) throws IOException {
    Path written = folder.resolve("written");
    LocalSpark.spark()
        .createDataFrame(sales.forSpark(), StructType.fromDDL(Sales.DDL))
        .coalesce(2)
        .write()
        .format(format)
        .save(written.toUri().toString());
    try (Stream<Path> files = Files.list(written)) {
      for (Path file : files.filter(f -> !f.getFileName().toString().startsWith(".")).toList()) {
        store.put(bucket, "user/sales." + format + "/" + file.getFileName(), file);
      }
    }
  }

  private RunRequests request(String format) {
    return RunRequests.of(uri("user/sales." + format)).format(format);
  }

  private String uri(String key) {
    return "s3://" + bucket + "/" + key;
  }

  private JsonNode run(RunRequests builder) throws IOException {
    RunRequest request = builder.output(uri("result/2_nodes.json")).build();
    RunReport report = Run.execute(request, new LocalSpark());
    assertThat(report.failure()).isNull();
    return JSON.readTree(store.read(bucket, "result/2_nodes.json"));
  }
}
