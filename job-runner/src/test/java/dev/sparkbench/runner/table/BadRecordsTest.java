// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkbench.api.contract.BadRecords;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.Causes;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.fixture.RunRequests;
import dev.sparkbench.runner.fixture.TestStore;
import dev.sparkbench.runner.table.BadRecordCounts.ColumnCount;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every bad record is noticed, and none is shown. */
class BadRecordsTest {

  private static final String CSV =
      "id,`a.b,day\n"
          + "1,0.5,2024-01-01\n"
          + "2,secret,2024-01-02\n"
          + "3,secret,someday\n"
          + "4,1.5\n"
          + "5,2.5,2024-01-05,extra\n"
          + "6,,2024-13-01\n"
          + "7,,\n";
  private static final String DDL = "id INT, ```a.b` DOUBLE, day DATE";

  private final TestStore store = TestStore.get();
  private final String bucket = store.newBucket();

  @Test
  void failTellsHowManyValuesOfWhichColumnsAreBadButNoneOfThem() {
    store.put(bucket, "bad.csv", CSV);

    Opened opened = Opened.of(request("bad.csv").schema(DDL));

    assertThatThrownBy(opened::rows)
        .isInstanceOfSatisfying(
            RunFailure.class,
            e -> assertThat(e.failure().reason()).isEqualTo(FailureReason.MALFORMED_DATA))
        .hasMessage(
            "s3://%s/bad.csv cannot be read as csv: column '`a.b' has 2 values that are no DOUBLE, its type in dataset.schema; column 'day' has 2 values that are no DATE, its type in dataset.schema; it has 2 records with other than 3 fields (if quoted values extend over several lines, set dataset.options.multiLine to \"true\"). Correct the data or dataset.schema, or set dataset.badRecords to Drop"
                .formatted(bucket))
        .satisfies(e -> assertThat(Causes.of(e).chain().toString()).doesNotContain("secret"));
    assertThat(opened.reading().badRecords())
        .isEqualTo(new BadRecordCounts(BadRecords.Fail, 0, 0, List.of(), 0));
  }

  @Test
  void dropLeavesThemOutAndCountsThem() {
    store.put(bucket, "bad.csv", CSV);

    Opened opened = Opened.of(request("bad.csv").schema(DDL).badRecords(BadRecords.Drop));

    assertThat(opened.rows()).containsExactly("[1,0.5,2024-01-01]", "[7,null,null]");
    assertThat(opened.reading().badRecords())
        .isEqualTo(
            new BadRecordCounts(
                BadRecords.Drop,
                5,
                2,
                List.of(new ColumnCount("`a.b", "DOUBLE", 2), new ColumnCount("day", "DATE", 2)),
                0));
  }

  @Test
  void whichRecordsAreBadDoesNotDependOnWhatIsComputed() {
    store.put(bucket, "bad.csv", CSV);
    store.put(bucket, "bad.json", "{\"a\":1,\"b\":2}\n{\"a\":1,\"b\":\"x\"}\n");

    Opened csv = Opened.of(request("bad.csv").schema(DDL).badRecords(BadRecords.Drop));
    Opened json =
        Opened.of(
            request("bad.json").format("json").schema("a INT, b INT").badRecords(BadRecords.Drop));

    assertThat(csv.reading().table().rows().count()).isEqualTo(2);
    assertThat(csv.reading().table().rows().select("c0").collectAsList()).hasSize(2);
    assertThat(json.reading().table().rows().count()).isEqualTo(1);
    assertThat(json.reading().table().rows().select("c0").collectAsList()).hasSize(1);
    Opened failing = Opened.of(request("bad.csv").schema(DDL));
    assertThatThrownBy(() -> failing.reading().table().rows().count())
        .hasMessageContaining(CheckedRecords.FOUND);
  }

  @Test
  void columnsThatAreNotConsideredMakeNoRecordBad() {
    store.put(bucket, "bad.csv", "id,x\n1,a\n2,3\n");

    Opened opened = Opened.of(request("bad.csv").schema("id INT, x INT").columns("id"));

    assertThat(opened.reading().table().rows().select("c0").collectAsList()).hasSize(2);
  }

  @Test
  void jsonThatIsNoneAndValuesOfOtherTypes() {
    store.put(
        bucket,
        "bad.json",
        "{\"a\":1,\"b\":\"x\"}\n{\"a\":\"secret\"}\nsecret\n{\"a\":1.5,\"c\":2}\n{\"b\":3}\n");
    RunRequests request = request("bad.json").format("json").schema("a BIGINT, b STRING");

    Opened dropping = Opened.of(request.badRecords(BadRecords.Drop));
    Opened failing = Opened.of(request.badRecords(BadRecords.Fail));

    assertThat(dropping.rows()).containsExactly("[1,x]", "[null,3]");
    assertThat(dropping.reading().badRecords())
        .isEqualTo(
            new BadRecordCounts(
                BadRecords.Drop, 3, 1, List.of(new ColumnCount("a", "BIGINT", 2)), 0));
    assertThatThrownBy(failing::rows)
        .isInstanceOf(RunFailure.class)
        .hasMessageContaining("column 'a' has 2 values that are no BIGINT")
        .hasMessageContaining("it has 1 record that cannot be read as a JSON object")
        .satisfies(e -> assertThat(Causes.of(e).chain().toString()).doesNotContain("secret"));
  }

  @Test
  void valuesInsideOfNestedColumns() {
    store.put(bucket, "bad.json", "{\"a\":{\"b\":1}}\n{\"a\":{\"b\":\"secret\"}}\n");

    Opened opened = Opened.of(request("bad.json").format("json").schema("a STRUCT<b: INT>"));

    assertThatThrownBy(opened::rows)
        .isInstanceOf(RunFailure.class)
        .hasMessageNotContaining("secret");
  }

  @Test
  void recordsOfSeveralLines() {
    store.put(bucket, "bad.csv", "x,y\n\"a\nb\",1\n\"c\nd\",e\n\"f\ng\"\n");

    Opened opened =
        Opened.of(
            request("bad.csv")
                .schema("x STRING, y INT")
                .options(Map.of("multiLine", "true"))
                .badRecords(BadRecords.Drop));

    assertThat(opened.rows()).containsExactly("[a\nb,1]");
    assertThat(opened.reading().badRecords())
        .isEqualTo(
            new BadRecordCounts(BadRecords.Drop, 2, 1, List.of(new ColumnCount("y", "INT", 1)), 0));
  }

  @Test
  void quotedValuesOfSeveralLinesWithoutTheOption() {
    store.put(bucket, "bad.csv", "x,y\n\"a\nb\",1\n");

    assertThatThrownBy(() -> Opened.of(request("bad.csv").schema("x STRING, y INT")).rows())
        .hasMessageContaining("set dataset.options.multiLine to \"true\"");
  }

  @Test
  void recordsBelowFoldersWithValuesInTheirNames() {
    store.put(bucket, "data/year=2024/a.csv", "x,_bad_record\n1,2\n2,b\n");

    Opened opened =
        Opened.of(
            request("data").schema("x INT, _bad_record INT, year INT").badRecords(BadRecords.Drop));

    assertThat(opened.schema()).isEqualTo("x INT,_bad_record INT,year INT");
    assertThat(opened.rows()).containsExactly("[1,2,2024]");
    assertThat(opened.reading().badRecords().columns())
        .containsExactly(new ColumnCount("_bad_record", "INT", 1));
  }

  @Test
  void aHeaderLineThatIsNotTheSchemas() {
    store.put(bucket, "data/a.csv", "x,y\n1,2\n");
    store.put(bucket, "data/b.csv", "y,secret\n2,1\n");

    assertThatThrownBy(() -> Opened.of(request("data").format("csv")))
        .hasMessage(
            "s3://%1$s/data cannot be read as csv: the header line of an object has other columns than the schema. That of s3://%1$s/data/b.csv has 2 fields instead of 2 columns and lacks 'x'. Correct the data or dataset.schema"
                .formatted(bucket));
  }

  @Test
  void bytesThatAreNotOfTheEncoding() {
    byte[] text = "x,y\n1,gr\u00fcn\n2,\uFFFD\n3,rot\n".getBytes(StandardCharsets.UTF_8);
    // Past the sample of a single record: one letter is cut in two.
    byte[] bytes =
        new String(text, StandardCharsets.ISO_8859_1)
            .replace("\u00c3\u00bc", "\u00c3")
            .getBytes(StandardCharsets.ISO_8859_1);
    store.put(bucket, "bad.csv", bytes);
    RunRequests request = request("bad.csv").schema("x INT, y STRING");

    Opened dropping = Opened.of(request.badRecords(BadRecords.Drop));

    assertThat(dropping.rows()).containsExactly("[2,\uFFFD]", "[3,rot]");
    assertThat(dropping.reading().badRecords())
        .isEqualTo(
            new BadRecordCounts(
                BadRecords.Drop, 1, 0, List.of(new ColumnCount("y", "STRING", 1)), 0));
    assertThatThrownBy(() -> Opened.of(request.badRecords(BadRecords.Fail)))
        .hasMessageContaining(
            "/bad.csv has bytes that are not UTF-8, in 1 of its first records: set dataset.options.encoding");
  }

  @Test
  void bytesThatAreNotOfTheEncodingBehindTheSample() {
    byte[] end = {'1', ',', (byte) 0xfc, '\n'};
    byte[] start = ("x,y\n" + "1,a\n".repeat(10_000)).getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(start, start.length + end.length);
    System.arraycopy(end, 0, all, start.length, end.length);
    store.put(bucket, "late.csv", all);
    store.put(bucket, "late.json", "{\"a\":\"\u00fc\"}\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> Opened.of(request("late.csv")).rows())
        .isInstanceOf(RunFailure.class)
        .hasMessageContaining(
            "column 'y' has 1 value with bytes that are not UTF-8, or with U+FFFD, which stands for such, (set dataset.options.encoding if that is not the data's). Correct");
    assertThatThrownBy(
            () -> Opened.of(request("late.json").format("json").schema("a STRING")).rows())
        .hasMessageContaining("column 'a' has 1 value with bytes that are not UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "json"})
  void numbersThatTheGivenTypeHasNoRoomFor(String format) {
    String[][] records = {
      {"1.23", "0.5", "12345678901234567890.5"},
      {"1.239", "0.5", "1"},
      {"1", "1e39", "1"},
      {"123456789.5", "1", "1"},
      {"-1.2", "-3.4e38", "2.00"},
      {"2.5", "1", "1.55"}
    };
    StringBuilder text = new StringBuilder(format.equals("csv") ? "d,f,l\n" : "");
    for (String[] r : records) {
      text.append(
          format.equals("csv")
              ? String.join(",", r) + "\n"
              : "{\"d\":%s,\"f\":%s,\"l\":%s}\n".formatted((Object[]) r));
    }
    store.put(bucket, "n", text.toString());

    Opened opened =
        Opened.of(
            request("n")
                .format(format)
                .schema("d DECIMAL(10,2), f FLOAT, l DECIMAL(30,1)")
                .badRecords(BadRecords.Drop));

    assertThat(opened.schema()).isEqualTo("d DECIMAL(10,2),f FLOAT,l DECIMAL(30,1)");
    assertThat(opened.rows())
        .containsExactly("[-1.20,-3.4E38,2.0]", "[1.23,0.5,12345678901234567890.5]");
    assertThat(opened.reading().badRecords())
        .isEqualTo(
            new BadRecordCounts(
                BadRecords.Drop,
                4,
                0,
                List.of(
                    new ColumnCount("d", "DECIMAL(10,2)", 2),
                    new ColumnCount("f", "FLOAT", 1),
                    new ColumnCount("l", "DECIMAL(30,1)", 1)),
                0));
  }

  /** Spark itself would leave the commas out, and so read a hundred times the number. */
  @Test
  void decimalsWithCommasAreReadOnlyWithALocale() {
    store.put(bucket, "c", "id;price\n1;5691,47\n2;12.50\n3;1.234,50\n4;\n5;-7\n");
    RunRequests request = request("c").schema("id INT, price DECIMAL(12,2)");

    assertThatThrownBy(() -> Opened.of(request.options(Map.of("delimiter", ";"))).rows())
        .hasMessageContaining(
            "column 'price' has 2 values that are no DECIMAL(12,2), its type in dataset.schema (if they have commas, set dataset.options.locale, such as de-DE)");

    assertThat(
            Opened.of(request.options(Map.of("delimiter", ";")).badRecords(BadRecords.Drop)).rows())
        .containsExactly("[2,12.50]", "[4,null]", "[5,-7.00]");

    store.put(bucket, "c", "id;price\n1;5691,47\n3;1.234,50\n4;\n5;-7\n");
    assertThat(
            Opened.of(
                    request("c")
                        .schema("id INT, price DECIMAL(12,2)")
                        .options(Map.of("delimiter", ";", "locale", "de-DE")))
                .rows())
        .containsExactly("[1,5691.47]", "[3,1234.50]", "[4,null]", "[5,-7.00]");
  }

  @Test
  void decimalTextsWithCommasInJsonAreReadOnlyWithALocale() {
    String good = "{\"price\":\"12.50\"}\n{\"price\":3.25}\n{\"price\":null}\n{\"price\":\"-7\"}\n";
    String comma = "{\"price\":\"5691,47\"}\n";
    store.put(bucket, "j", good + comma);
    RunRequests request = request("j").format("json").schema("price DECIMAL(12,2)");

    assertThatThrownBy(() -> Opened.of(request).rows())
        .hasMessageContaining("column 'price' has 1 value that is no DECIMAL(12,2)");
    assertThat(Opened.of(request.badRecords(BadRecords.Drop)).rows())
        .containsExactly("[-7.00]", "[12.50]", "[3.25]", "[null]");

    store.put(bucket, "j", comma);
    assertThat(
            Opened.of(
                    request("j")
                        .format("json")
                        .schema("price DECIMAL(12,2)")
                        .options(Map.of("locale", "de-DE")))
                .rows())
        .containsExactly("[5691.47]");
  }

  private RunRequests request(String key) {
    return RunRequests.of("s3://" + bucket + "/" + key);
  }
}
