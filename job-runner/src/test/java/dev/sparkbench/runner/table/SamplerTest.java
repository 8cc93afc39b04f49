// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.fixture.RunRequests;
import dev.sparkbench.runner.fixture.TestStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How schemas are inferred from a sample. */
class SamplerTest {

  private static final String PARALLELISM = "spark.sql.leafNodeDefaultParallelism";

  private final TestStore store = TestStore.get();
  private final String bucket = store.newBucket();

  @Test
  void typesAreSparksButForWholeNumbersWhichAreAsWideAsCanBe() {
    Opened csv =
        csv(
            "i,l,big,d,day,at,yes,t,nothing\n"
                + "1,5000000000,12345678901234567890,0.5,2024-01-02,2024-01-02T03:04:05Z,true,a,\n");

    assertThat(csv.schema())
        .isEqualTo(
            "i BIGINT,l BIGINT,big DECIMAL(38,0),d DOUBLE,day DATE,at TIMESTAMP,yes BOOLEAN,t STRING,nothing STRING");
    assertThat(csv.reading().sample()).isEqualTo(new Sample(1, 1, true));
  }

  @Test
  void jsonKeysAreTheUnionOfTheRecords() {
    Opened json = json("{\"b\":1}\n\n{\"a\":[{\"x\":\"y\"}],\"b\":2.5}\n{\"c\":{\"d\":true}}\n");

    assertThat(json.schema()).isEqualTo("a ARRAY<STRUCT<x: STRING>>,b DOUBLE,c STRUCT<d: BOOLEAN>");
    assertThat(json.reading().sample()).isEqualTo(new Sample(1, 3, false));
  }

  @Test
  void onlyTheFirstTenThousandRecordsAreLookedAt() {
    Opened within = csv("x\n" + "1\n".repeat(9_998) + "0.5\n");
    Opened after = csv("x\n" + "1\n".repeat(9_999) + "0.5\n");

    assertThat(within.schema()).isEqualTo("x DOUBLE");
    assertThat(after.schema()).isEqualTo("x BIGINT");
    assertThat(after.reading().sample()).isEqualTo(new Sample(1, 9_999, true));
  }

  @Test
  void onlyTheFirstFourMebibytesAreLookedAtAndNoRecordThatIsCut() {
    String long1 = "1," + "a".repeat(1 << 20) + "\n";

    Opened csv = csv("x,y\n" + long1.repeat(3) + "1," + "b".repeat(2 << 20) + "\n" + "z,\n");

    assertThat(csv.schema()).isEqualTo("x BIGINT,y STRING");
    assertThat(csv.reading().sample()).isEqualTo(new Sample(1, 3, true));
  }

  @Test
  void manyObjectsAreSampledFromTheFirstToTheLast() {
    for (int i = 0; i < 40; i++) {
      // The last is one of the sixteen, the last but one is not.
      String values = i == 39 ? "1,0.5" : i == 38 ? "0.5,1" : "1,1";
      put("many/%02d.csv".formatted(i), "x,y\n" + values + "\n" + "2,2\n".repeat(1_000));
    }

    Opened opened = open("many", Map.of());

    assertThat(opened.schema()).isEqualTo("x BIGINT,y DOUBLE");
    // 625 lines of each, one of them the header.
    assertThat(opened.reading().sample()).isEqualTo(new Sample(16, 16 * 624, true));
  }

  @Test
  void theSchemaIsTheSameForAnyNumberOfExecutors() {
    // Spark itself forgets that a type is incompatible when it merges partitions.
    List<String> lines = new ArrayList<>(List.of("x"));
    for (int i = 0; i < 60; i++) {
      lines.add(i % 20 == 0 ? "true" : i % 20 < 10 ? "1" : "2024-01-01");
    }
    String text = String.join("\n", lines);
    Set<String> schemas = new HashSet<>();
    try {
      for (int parallelism : List.of(1, 2, 7, 60)) {
        LocalSpark.spark().conf().set(PARALLELISM, parallelism);
        schemas.add(csv(text).schema());
      }
    } finally {
      LocalSpark.spark().conf().unset(PARALLELISM);
    }

    assertThat(schemas).containsExactly("x STRING");
  }

  @Test
  void aHeaderAloneMakesColumnsOfTextWithoutRows() {
    Opened csv = csv("x,y\n");

    assertThat(csv.schema()).isEqualTo("x STRING,y STRING");
    assertThat(csv.rows()).isEmpty();
    assertThat(csv.reading().sample()).isEqualTo(new Sample(1, 0, true));
  }

  @Test
  void emptyObjectsAmongOthersDoNotMatter() {
    put("some/a.csv", "");
    put("some/b.csv", "x\n1\n");
    put("some/c.csv", "");

    Opened opened = open("some", Map.of());

    assertThat(opened.schema()).isEqualTo("x BIGINT");
    assertThat(opened.rows()).containsExactly("[1]");
    assertThat(opened.reading().sample()).isEqualTo(new Sample(1, 1, true));
  }

  @Test
  void nothingToInferFromIsMalformed() {
    assertMalformed(
        () -> csv(""),
        "cannot be read as csv: the beginnings of its objects (0 of 1 are not empty) have no line to infer columns from");
    assertMalformed(
        () -> csv("\n\n"),
        "cannot be read as csv: the beginnings of its objects (1 of 1 are not empty) have no line to infer columns from");
    assertMalformed(
        () -> json("no JSON\n"),
        "cannot be read as json: the beginnings of its objects (1 of 1 are not empty) have no JSON object to infer columns from");
  }

  @Test
  void anEmptyObjectWithItsSchemaGivenHasNoRows() {
    put("empty.csv", "");

    assertThat(Opened.of(RunRequests.of(uri("empty.csv")).schema("x INT")).rows()).isEmpty();
  }

  @Test
  void whatIsNoTextIsMalformed() {
    put("packed.csv", new String(new byte[] {0x1f, 0, 8, 'a'}, StandardCharsets.ISO_8859_1));

    assertMalformed(
        () -> open("packed.csv", Map.of()),
        "/packed.csv is not text in UTF-8: set dataset.options.encoding or dataset.format, and give compressed objects names such as .csv.gz or .csv.bz2");
  }

  private static void assertMalformed(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable step, String part) {
    assertThatThrownBy(step)
        .isInstanceOfSatisfying(
            RunFailure.class,
            e -> assertThat(e.failure().reason()).isEqualTo(FailureReason.MALFORMED_DATA))
        .hasMessageContaining(part);
  }

  private Opened csv(String content) {
    put("data.csv", content);
    return open("data.csv", Map.of());
  }

  private Opened json(String content) {
    put("data.json", content);
    return Opened.of(RunRequests.of(uri("data.json")).format("json"));
  }

  private Opened open(String key, Map<String, String> options) {
    return Opened.of(RunRequests.of(uri(key)).options(options));
  }

  private void put(String key, String content) {
    store.put(bucket, key, content);
  }

  private String uri(String key) {
    return "s3://" + bucket + "/" + key;
  }
}
