// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.fixture.RunRequests;
import dev.sparkbench.runner.fixture.TestStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.spark.sql.RuntimeConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The options of text formats have the same meaning for the sample and for reading. */
class TextOptionsTest {

  private final TestStore store = TestStore.get();
  private final String bucket = store.newBucket();

  static Stream<Arguments> csv() {
    return Stream.of(
        arguments("a header line", Map.of(), "x,y\n1,a\n", "x BIGINT,y STRING", "[1,a]"),
        arguments(
            "no header line", Map.of("header", "false"), "1,a\n", "_c0 BIGINT,_c1 STRING", "[1,a]"),
        arguments(
            "a delimiter", Map.of("sep", ";"), "x;y\n1;a,b\n", "x BIGINT,y STRING", "[1,a,b]"),
        arguments(
            "several characters as a delimiter",
            Map.of("delimiter", "||"),
            "x||y\n1||a|b\n",
            "x BIGINT,y STRING",
            "[1,a|b]"),
        arguments("a quote", Map.of("quote", "'"), "x\n'1'\n", "x BIGINT", "[1]"),
        arguments(
            "a doubled quote",
            Map.of("escape", "\""),
            "x,y\n1,\"a \"\"b\"\", c\"\n",
            "x BIGINT,y STRING",
            "[1,a \"b\", c]"),
        arguments("a comment", Map.of("comment", "#"), "#!\nx\n#1\n2\n", "x BIGINT", "[2]"),
        arguments("a null", Map.of("nullValue", "NA"), "x\n1\nNA\n", "x BIGINT", "[1],[null]"),
        arguments(
            "a date",
            Map.of("dateFormat", "dd.MM.yyyy"),
            "x\n31.12.2024\n",
            "x DATE",
            "[2024-12-31]"),
        arguments("lines that end as in Windows", Map.of(), "x\r\n1\r\n", "x BIGINT", "[1]"),
        arguments("a line end", Map.of("lineSep", ";"), "x,y;1,2;", "x BIGINT,y BIGINT", "[1,2]"),
        arguments("a byte order mark", Map.of(), "\uFEFFx\n1\n", "x BIGINT", "[1]"),
        arguments(
            "a byte order mark and several lines",
            Map.of("multiLine", "true"),
            "\uFEFFx\n1\n",
            "x BIGINT",
            "[1]"),
        arguments(
            "values of several lines",
            Map.of("multiLine", "true"),
            "x,y\n\"a\nb\",1\n\"c\",2\n",
            "x STRING,y BIGINT",
            "[a\nb,1],[c,2]"),
        arguments(
            "empty and repeated names",
            Map.of(),
            "x,,x\n1,2,3\n",
            "x0 BIGINT,_c1 BIGINT,x2 BIGINT",
            "[1,2,3]"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void csv(String name, Map<String, String> options, String text, String schema, String rows) {
    store.put(bucket, "data.csv", text);

    Opened csv = open("data.csv", "csv", options);

    assertThat(csv.schema()).isEqualTo(schema);
    assertThat(String.join(",", csv.rows())).isEqualTo(rows);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void lineEndsOfTwoBytesMayBeCutApart(int splitBytes) {
    String text = "x\r\n1\r\n22\r\n\r\n333\r\n";
    store.put(bucket, "windows.csv", text);
    RuntimeConfig conf = LocalSpark.spark().conf();
    conf.set("spark.sql.files.maxPartitionBytes", splitBytes);
    try {
      Opened csv = open("windows.csv", "csv", Map.of());

      assertThat(csv.reading().splits().count())
          .isEqualTo((text.length() + splitBytes - 1) / splitBytes);
      assertThat(csv.rows()).containsExactly("[1]", "[22]", "[333]");
    } finally {
      conf.unset("spark.sql.files.maxPartitionBytes");
    }
  }

  @Test
  void encodingsOfCsv() {
    store.put(bucket, "latin.csv", "größe\nçà\n".getBytes(ISO_8859_1));
    store.put(bucket, "wide.csv", "größe\n東京\n".getBytes(UTF_16));

    Opened latin = open("latin.csv", "csv", Map.of("encoding", "ISO-8859-1"));
    Opened wide = open("wide.csv", "csv", Map.of("encoding", "UTF-16", "multiLine", "true"));

    assertThat(latin.schema()).isEqualTo("`größe` STRING");
    assertThat(latin.rows()).containsExactly("[çà]");
    assertThat(wide.schema()).isEqualTo("`größe` STRING");
    assertThat(wide.rows()).containsExactly("[東京]");
  }

  @Test
  void encodingsOfJson() {
    store.put(bucket, "latin.json", "{\"größe\":\"çà\"}\n{\"größe\":\"é\"}\n".getBytes(ISO_8859_1));

    Opened latin = open("latin.json", "json", Map.of("encoding", "ISO-8859-1"));

    assertThat(latin.schema()).isEqualTo("`größe` STRING");
    assertThat(latin.rows()).containsExactly("[çà]", "[é]");
  }

  @Test
  void jsonOfSeveralLines() {
    store.put(bucket, "doc/a.json", "[{\"x\":1},\n {\"x\":2}]\n");
    store.put(bucket, "doc/b.json", "{\n\"x\": 3\n}\n");

    Opened json = open("doc", "json", Map.of("multiLine", "true"));

    assertThat(json.schema()).isEqualTo("x BIGINT");
    assertThat(json.rows()).containsExactly("[1]", "[2]", "[3]");
    assertThat(json.reading().splits().note())
        .isEqualTo(
            "with dataset.options.multiLine objects cannot be split (all 2): each is read by one task, however many executors there are");
  }

  @ParameterizedTest
  @MethodSource
  void compressedObjectsAndWhetherTheyCanBeSplit(String extension, String note) throws IOException {
    store.put(bucket, "packed/a.csv" + extension, packed("a.csv" + extension, "x,y\n1,a\n"));
    store.put(bucket, "packed/b.csv", "x,y\n2,b\n");
    store.put(bucket, "lines.json" + extension, packed("a" + extension, "{\"x\":1}\n"));

    Opened csv = open("packed", "csv", Map.of());

    assertThat(csv.schema()).isEqualTo("x BIGINT,y STRING");
    assertThat(csv.rows()).containsExactly("[1,a]", "[2,b]");
    assertThat(csv.reading().splits().note()).isEqualTo(note);
    assertThat(open("lines.json" + extension, "json", Map.of()).rows()).containsExactly("[1]");
  }

  static Stream<Arguments> compressedObjectsAndWhetherTheyCanBeSplit() {
    return Stream.of(
        arguments(
            ".gz",
            "1 of 2 objects are compressed in a way that cannot be split (such as .gz; .bz2 can): each is read by one task, however many executors there are"),
        arguments(".bz2", null));
  }

  private static byte[] packed(String name, String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        new CompressionCodecFactory(new Configuration())
            .getCodec(new Path(name))
            .createOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private Opened open(String key, String format, Map<String, String> options) {
    return Opened.of(RunRequests.of("s3://" + bucket + "/" + key).format(format).options(options));
  }
}
