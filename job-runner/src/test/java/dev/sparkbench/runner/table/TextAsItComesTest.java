// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.github.luben.zstd.Zstd;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.fixture.Inputs;
import dev.sparkbench.runner.fixture.RunRequests;
import dev.sparkbench.runner.fixture.TestStore;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CSV and JSON as other tools write them: read rightly, or refused with what to do. */
class TextAsItComesTest {

  private static final String DELIMITER = "set dataset.options.delimiter to ";

  private final TestStore store = TestStore.get();
  private final String bucket = store.newBucket();

  @Test
  void doubledQuotes() {
    Inputs.put(store, bucket, "doubled-quotes");
    Inputs.put(store, bucket, "doubled-quotes-kept");

    assertThat(open("doubled-quotes/a.csv").rows())
        .containsExactly("[1,He said \"hi\", then left]", "[2,so \"quoted\"]");
    assertThat(open("doubled-quotes-kept/a.csv").rows())
        .containsExactly("[2,so \"quoted\"]", "[3,plain]");
  }

  @Test
  void quotesEscapedByBackslashesAreNamedAndReadWithTheOption() {
    store.put(bucket, "a.csv", "id,note\n1,\"He said \\\"hi\\\", then left\"\n2,\"C:\\dir\\\"\n");
    store.put(bucket, "path.csv", "id,note\n2,\"C:\\dir\\\"\n3,\"a \"\"b\"\"\"\n");
    store.put(bucket, "json.csv", "id,note\n1,\"{\"\"a\"\":\"\"b\\\"\"c\"\"}\"\n");

    assertMalformed(
        () -> open("a.csv"),
        "/a.csv cannot be read as csv: the quotes inside of its texts look escaped by a backslash; set dataset.options.escape to \"\\\\\", or to \"\\\"\" if quotes are doubled");
    assertThat(open("a.csv", Map.of("escape", "\\")).rows())
        .contains("[1,He said \"hi\", then left]");
    assertThat(open("path.csv").rows()).containsExactly("[2,C:\\dir\\]", "[3,a \"b\"]");
    assertThat(open("json.csv").rows()).containsExactly("[1,{\"a\":\"b\\\"c\"}]");
  }

  @Test
  void anotherQuoteIsDoubledToo() {
    store.put(bucket, "a.csv", "id,note\n1,'it''s, well'\n");

    assertThat(open("a.csv", Map.of("quote", "'")).rows()).containsExactly("[1,it's, well]");
  }

  @Test
  void aColumnWithoutAName() {
    Inputs.put(store, bucket, "unnamed-index-column");

    Opened opened = open("unnamed-index-column/");

    assertThat(opened.schema()).isEqualTo("_c0 BIGINT,a BIGINT,b BIGINT");
    assertThat(opened.rows()).hasSize(100).allMatch(row -> row.matches("\\[\\d+,([01]),10\\1]"));
  }

  static Stream<Arguments> headers() {
    return Stream.of(
        arguments("quoted", "id,price", "\"id\",\"price\""),
        arguments("with blanks", "id,price", "id , price"),
        arguments("in another order", "id,price", "price,id"),
        arguments("with blanks in another order", "id, price", " price,\"id\""),
        arguments("in another case", "id,price", "Price,ID"),
        arguments("with a mark before", "id,price", "\uFEFFid,price"),
        arguments("with empty lines before", "id,price", "\n  \nid,price"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void headers(String what, String first, String second) {
    boolean turned = second.strip().toLowerCase(java.util.Locale.ROOT).startsWith("price");
    store.put(bucket, "data/a.csv", first + "\n1,2.5\n");
    store.put(bucket, "data/b.csv", second + "\n" + (turned ? "3.5,2" : "2,3.5") + "\n");

    Opened opened = open("data");
    Opened given = Opened.of(RunRequests.of(uri("data")).schema("price DOUBLE, id BIGINT"));

    assertThat(opened.reading().table().schema().fields()[0].dataType().sql()).isEqualTo("BIGINT");
    assertThat(opened.rows()).containsExactly("[1,2.5]", "[2,3.5]");
    assertThat(given.rows()).containsExactly("[2.5,1]", "[3.5,2]");
  }

  @Test
  void namesThatAreThereTwiceInTheSameOrderOnly() {
    store.put(bucket, "same/a.csv", "x,,x\n1,2,3\n");
    store.put(bucket, "same/b.csv", "\"x\",,x\n4,5,6\n");
    store.put(bucket, "other/a.csv", "x,y,x\n1,2,3\n");
    store.put(bucket, "other/b.csv", "y,x,x\n4,5,6\n");

    assertThat(open("same").rows()).containsExactly("[1,2,3]", "[4,5,6]");
    assertMalformed(
        () -> open("other"),
        "/other/b.csv has 3 fields instead of 3 columns and has further columns or repeated names, so that their order is unclear");
  }

  @Test
  void columnsThatOneObjectLacks() {
    for (int i = 0; i < 40; i++) {
      // Neither is sampled.
      store.put(bucket, "many/%02d.csv".formatted(i), i == 38 ? "a,c\n1,2\n" : "a,b\n1,2\n");
    }
    store.put(bucket, "few/a.csv", "a,b,c\n1,2,3\n");
    store.put(bucket, "few/b.csv", "a,b\n1,2\n");

    assertMalformed(
        () -> open("many"), "/many/38.csv has 2 fields instead of 2 columns and lacks 'b'");
    assertMalformed(
        () -> open("few"), "/few/b.csv has 2 fields instead of 3 columns and lacks 'c'");
  }

  @Test
  void badRecordsOfObjectsWithColumnsInOtherOrders() {
    store.put(bucket, "data/a.csv", "x,y\n1,a\nsecret,b\n");
    store.put(bucket, "data/b.csv", "y,x\nc,2\nd,secret\ne,3,4\n");

    assertThatThrownBy(
            () -> Opened.of(RunRequests.of(uri("data")).schema("x INT, y STRING")).rows())
        .hasMessageContaining("column 'x' has 2 values that are no INT")
        .hasMessageContaining("it has 1 record with other than 2 fields");
  }

  @Test
  void semicolons() {
    Inputs.put(store, bucket, "semicolons");

    assertMalformed(
        () -> open("semicolons/a.csv"),
        "/semicolons/a.csv cannot be read as csv: its fields look separated by ';'; set dataset.options.delimiter to \";\"");
    assertThat(open("semicolons/a.csv", Map.of("delimiter", ";")).rows())
        .containsExactly("[1,9,50,x]", "[2,8,25,y]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {"a;b/1;2!;", "a|b|c/1|2|3/4|5|6!|", "a;b/1,5;2,5!;"})
  void otherDelimiters(String text, String delimiter) {
    store.put(bucket, "a.csv", text.replace('/', '\n'));

    assertMalformed(() -> open("a.csv"), DELIMITER + "\"" + delimiter + "\"");
    assertMalformed(
        () -> Opened.of(RunRequests.of(uri("a.csv")).schema("a INT, b INT")), DELIMITER);
  }

  @Test
  void tabsAndCommasAsOtherDelimiters() {
    store.put(bucket, "tabs.csv", "a\tb\n1\t2\n");
    store.put(bucket, "commas.csv", "a,b\n1,2\n");

    assertMalformed(() -> open("tabs.csv"), "look separated by tabs; " + DELIMITER + "\"\\t\"");
    assertMalformed(() -> open("commas.csv", Map.of("sep", ";")), DELIMITER + "\",\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,b\n1;2,3|4\n", "note\na;b\nc\n", "x\n1\n", "note\n\"a;b\"\n"})
  void whatOnlyLooksLikeADelimiter(String text) {
    store.put(bucket, "a.csv", text);

    assertThat(open("a.csv").rows()).isNotEmpty();
  }

  @Test
  void leadingZeros() {
    Inputs.put(store, bucket, "leading-zeros");
    Inputs.put(store, bucket, "leading-zeros-in-folders");
    store.put(bucket, "times/day=2024-01-02/hour=09/tier=1d/n=10/a.csv", "v\n1\n");

    Opened file = open("leading-zeros/a.csv");
    Opened folders = open("leading-zeros-in-folders");
    Opened given =
        Opened.of(
            RunRequests.of(uri("leading-zeros-in-folders")).schema("v INT, state STRING, zip INT"));

    assertThat(file.schema()).isEqualTo("zip STRING,v BIGINT");
    assertThat(file.rows()).containsExactly("[00501,2]", "[02139,1]", "[10001,3]");
    assertThat(folders.schema()).isEqualTo("v BIGINT,state STRING,zip STRING");
    assertThat(folders.rows()).containsExactly("[1,MA,02139]", "[2,NY,00501]");
    assertThat(given.rows()).containsExactly("[1,MA,2139]", "[2,NY,501]");
    assertThat(open("times").rows()).containsExactly("[1,2024-01-02,09,1d,10]");
    assertThat(open("times").schema()).isEqualTo("v BIGINT,day DATE,hour STRING,tier STRING,n INT");
  }

  @Test
  void emptyTexts() {
    Inputs.put(store, bucket, "empty-texts");
    store.put(bucket, "all-quoted.csv", "id,s\n\"1\",\"\"\n\"2\",\"a\"\n\"\",\"b\"\n");
    store.put(bucket, "texts-quoted.csv", "id,s\n1,\"\"\n2,\"a\"\n,\n");

    Opened kept = open("empty-texts/a.csv");
    Opened quoted = open("all-quoted.csv");
    Opened texts = open("texts-quoted.csv");
    Opened given = Opened.of(RunRequests.of(uri("empty-texts/a.csv")).schema("id INT, s STRING"));

    assertThat(kept.rows()).containsExactly("[1,]", "[2,null]", "[3, ]");
    assertThat(kept.reading().emptyTextsKept()).isTrue();
    assertThat(given.rows()).isEqualTo(kept.rows());
    assertThat(quoted.rows()).containsExactly("[1,null]", "[2,a]", "[null,b]");
    assertThat(quoted.reading().emptyTextsKept()).isFalse();
    assertThat(texts.rows()).containsExactly("[1,]", "[2,a]", "[null,null]");
    assertThat(open("texts-quoted.csv", Map.of("nullValue", "")).reading().emptyTextsKept())
        .isFalse();
  }

  @Test
  void keysThatLookLikePatterns() {
    Inputs.put(store, bucket, "brackets-in-key");
    store.put(bucket, "data {1,2}/a*.csv", "x\n1\n");
    store.put(bucket, "data {1,2}/ab.csv", "x\n2\n");
    store.put(bucket, "data 1/a.csv", "x\n3\n");

    assertThat(open("brackets-in-key/sales [2024].csv").rows()).isNotEmpty();
    assertThat(open("data {1,2}/a*.csv").rows()).containsExactly("[1]");
    assertThat(open("data {1,2}").rows()).containsExactly("[1]", "[2]");
    assertThat(open("data [0-9]").rows()).containsExactly("[3]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a:b.csv",
        "100%.csv",
        "a%20b.csv",
        "a+b c.csv",
        "größe/東京.csv",
        "a=b/c.csv",
        "=b/c.csv",
        "data/a=/b.csv",
        "a#b?.csv",
        "a\\b.csv",
        " x .csv",
        "d/c:d/x=1/e.csv"
      })
  void keysOfAnyCharacters(String key) {
    store.put(bucket, key, "x\n1\n");
    String folder = key.contains("/") ? key.substring(0, key.lastIndexOf('/')) : key;

    assertThat(open(key).rows()).containsExactly("[1]");
    assertThat(open(folder).rows()).containsExactly("[1]");
  }

  @Test
  void foldersOfTheFormColumnValueThatAreNoPartitions() {
    store.put(bucket, "mixed/a=1/x.csv", "x\n1\n");
    store.put(bucket, "mixed/y.csv", "x\n2\n");
    store.put(bucket, "empty/a=/x.csv", "x\n1\n");
    store.put(bucket, "both/year=1/x.csv", "x,year\n1,2\n");

    assertMalformed(
        () -> open("mixed"),
        "differ in their columns or lie at several depths: s3://%1$s/mixed/a=1/x.csv and s3://%1$s/mixed/y.csv"
            .formatted(bucket));
    assertThat(open("empty").rows()).containsExactly("[1]");
    assertThat(open("both").rows()).containsExactly("[1,1]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UTF-16",
        "UTF-16LE",
        "UTF-16BE",
        "UTF-32",
        "IBM037",
        "windows-1252",
        "Shift_JIS",
        "GB18030"
      })
  void encodings(String encoding) {
    Charset charset = Charset.forName(encoding);
    String text = "id,name\n1,anna\n2,bert\n3,carl\n";
    store.put(bucket, "a.csv", text.getBytes(charset));

    Opened opened = open("a.csv", Map.of("encoding", encoding));
    Opened withEnds = open("a.csv", Map.of("encoding", encoding, "lineSep", "\n"));

    assertThat(opened.rows()).containsExactly("[1,anna]", "[2,bert]", "[3,carl]");
    assertThat(withEnds.rows()).isEqualTo(opened.rows());
    String note = opened.reading().splits().note();
    if (charset.encode("\n").remaining() == 1 && charset.encode("\n").get() == '\n') {
      assertThat(note).isNull();
    } else {
      assertThat(note).startsWith("with dataset.options.encoding %s objects".formatted(encoding));
    }
  }

  @Test
  void encodingsThatAreNotSaid() {
    String text = "id,name\n1,größe\n";
    store.put(bucket, "mark.csv", text.getBytes(UTF_16));
    store.put(bucket, "wide.csv", text.getBytes(UTF_16LE));
    store.put(bucket, "latin.csv", text.getBytes(ISO_8859_1));
    store.put(bucket, "name.csv", "größe\n1\n".getBytes(ISO_8859_1));
    store.put(bucket, "wide.json", "{\"a\":1}\n".getBytes(UTF_16BE));

    for (String schema : new String[] {null, "id INT, name STRING"}) {
      assertMalformed(
          () -> open("mark.csv", schema),
          "/mark.csv is text in UTF-16: set dataset.options.encoding to UTF-16");
      assertMalformed(() -> open("wide.csv", schema), "set dataset.options.encoding");
      assertMalformed(
          () -> open("latin.csv", schema),
          "/latin.csv has bytes that are not UTF-8, in 1 of its first records: set dataset.options.encoding, such as ISO-8859-1");
    }
    assertMalformed(
        () -> open("name.csv"), "the header line of s3://%s/name.csv has bytes".formatted(bucket));
    assertMalformed(
        () ->
            Opened.of(
                RunRequests.of(uri("wide.json"))
                    .format("json")
                    .options(Map.of("encoding", "UTF-16BE"))),
        "lines of JSON in UTF-16BE have no ends that Spark can find: convert the data to UTF-8");
  }

  @Test
  void zerosThatTheSampleDoesNotShow() {
    String numbers = "zip,price,n\n" + "10115,2.5,7\n".repeat(20_000);
    store.put(bucket, "late.csv", numbers + "02139,2.5,7\n,1d,7\n00501,-0.5,0\n");
    store.put(bucket, "none.csv", numbers + "0,0.5,-7\n-10,0e5,8\n");

    Opened late = open("late.csv");
    assertThat(late.schema()).isEqualTo("zip BIGINT,price DOUBLE,n BIGINT");
    assertMalformed(
        () -> late.reading().badRecords(),
        "/late.csv cannot be read as csv by its sample: column 'zip' has 2 values of a kind such as 02139 or 1d, which BIGINT would change, its type by a sample of 9999 records; column 'price' has 1 value of a kind such as 02139 or 1d, which DOUBLE would change, its type by a sample of 9999 records. Give the types of all columns in dataset.schema: STRING where such values are texts, or the number's type where they are not");
    // The others are not requested, or their types are given.
    assertThat(considering("late.csv", "n").reading().badRecords().records()).isZero();
    assertThat(
            Opened.of(RunRequests.of(uri("late.csv")).schema("zip BIGINT, price DOUBLE, n BIGINT"))
                .reading()
                .badRecords()
                .records())
        .isZero();
    assertThat(open("none.csv").reading().badRecords().records()).isZero();
  }

  private Opened considering(String key, String... columns) {
    return Opened.of(RunRequests.of(uri(key)).columns(columns));
  }

  @Test
  void zstandard() {
    byte[] csv = Zstd.compress("id,name\n1,anna\n2,bert\n".getBytes(UTF_8));
    store.put(bucket, "a.csv.zst", csv);
    store.put(bucket, "a.jsonl.zst", Zstd.compress("{\"a\":1}\n{\"a\":2}\n".getBytes(UTF_8)));

    assertThat(open("a.csv.zst").rows()).containsExactly("[1,anna]", "[2,bert]");
    assertThat(open("a.csv.zst", Map.of("multiLine", "true")).rows())
        .containsExactly("[1,anna]", "[2,bert]");
    assertThat(Opened.of(RunRequests.of(uri("a.jsonl.zst")).format("json")).rows())
        .containsExactly("[1]", "[2]");
    assertThat(open("a.csv.zst").reading().splits().note()).contains("cannot be split");
  }

  @ParameterizedTest
  @ValueSource(strings = {".gz", ".bz2", ".zst", ".deflate", ".snappy", ".lz4"})
  void whatIsNotCompressedAsItsNameSays(String ending) {
    store.put(bucket, "a.csv" + ending, "id,name\n1,anna\n2,bert\n");

    assertMalformed(
        () -> open("a.csv" + ending),
        "/a.csv%1$s cannot be decompressed as its name says (%1$s)".formatted(ending));
  }

  @ParameterizedTest
  @ValueSource(strings = {".zip", ".xz", ".7z", ".tar.gz", ".tgz", ".br", ".lzo"})
  void whatCannotBeDecompressed(String ending) {
    store.put(bucket, "data/b.csv" + ending, "id,name\n1,anna\n");

    assertMalformed(
        () -> open("data"),
        "/data/b.csv%s cannot be decompressed: Spark knows no objects that end in "
            .formatted(ending));
  }

  @Test
  void otherFormatsUnderTheNameOfText() {
    store.put(bucket, "z.csv", Zstd.compress("id\n1\n".getBytes(UTF_8)));
    store.put(bucket, "g.csv", new byte[] {0x1f, (byte) 0x8b, 8, 0, 0});
    store.put(bucket, "p.csv", "PAR1 and so on");

    assertMalformed(() -> open("z.csv"), "is compressed by zstd: let its name end in .zst");
    assertMalformed(() -> open("g.csv"), "is compressed by gzip: let its name end in .gz");
    assertMalformed(() -> open("p.csv"), "is Parquet: set dataset.format to parquet");
  }

  @Test
  void jsonOfAnySize() {
    String text = "x".repeat(300 * 1024);
    for (int i = 0; i < 16; i++) {
      store.put(
          bucket, "lines/%02d.json".formatted(i), "{\"a\":%d,\"b\":\"%s\"}\n".formatted(i, text));
      store.put(
          bucket,
          "docs/%02d.json".formatted(i),
          "{\n\"a\":%d,\"b\":\"%s\"\n}\n".formatted(i, text));
    }
    store.put(
        bucket, "one.json", "{\"b\":\"%s\",\"a\":1}\n{\"a\":2}\n".formatted("x".repeat(5 << 20)));
    String element = "  {\n    \"a\": 1,\n    \"b\": \"%s\"\n  }".formatted("x".repeat(1000));
    store.put(
        bucket,
        "list.json",
        "[\n" + String.join(",\n", java.util.Collections.nCopies(12_000, element)) + "\n]\n");

    Opened lines = json("lines", Map.of());
    Opened docs = json("docs", Map.of("multiLine", "true"));
    Opened list = json("list.json", Map.of("multiLine", "true"));

    assertThat(lines.schema()).isEqualTo("a BIGINT,b STRING");
    assertThat(lines.reading().sample()).isEqualTo(new Sample(16, 16, false));
    assertThat(docs.schema()).isEqualTo("a BIGINT,b STRING");
    assertThat(docs.reading().table().rows().count()).isEqualTo(16);
    assertThat(json("one.json", Map.of()).schema()).isEqualTo("a BIGINT,b STRING");
    assertThat(list.schema()).isEqualTo("a BIGINT,b STRING");
    assertThat(list.reading().table().rows().count()).isEqualTo(12_000);
    assertThat(list.reading().sample().records()).isBetween(3_000L, 5_000L);
  }

  @Test
  void objectsThatAreNoData() {
    store.put(bucket, "data/a.csv", "x\n1\n");
    store.put(bucket, "data/_metadata.csv", "text\nfoo\n");
    store.put(bucket, "data/_common_metadata", "foo");
    store.put(bucket, "data/_SUCCESS", "");
    store.put(bucket, "data/sub_$folder$", "");
    store.put(bucket, "data/empty.csv", "");

    Opened opened = open("data");

    assertThat(opened.schema()).isEqualTo("x BIGINT");
    assertThat(opened.rows()).containsExactly("[1]");
  }

  private static void assertMalformed(ThrowingCallable step, String part) {
    assertThatThrownBy(step)
        .isInstanceOfSatisfying(
            RunFailure.class,
            e -> assertThat(e.failure().reason()).isEqualTo(FailureReason.MALFORMED_DATA))
        .hasMessageContaining(part);
  }

  private Opened open(String key) {
    return open(key, Map.of());
  }

  private Opened open(String key, Map<String, String> options) {
    return Opened.of(RunRequests.of(uri(key)).options(options));
  }

  private Opened open(String key, String schema) {
    return Opened.of(RunRequests.of(uri(key)).schema(schema));
  }

  private Opened json(String key, Map<String, String> options) {
    return Opened.of(RunRequests.of(uri(key)).format("json").options(options));
  }

  private String uri(String key) {
    return "s3://" + bucket + "/" + key;
  }
}
