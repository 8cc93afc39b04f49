// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.fixture.RunRequests;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.NumericType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The driver alone infers the same schema as Spark in a job. */
class InferenceTest {

  private static final Map<String, String> NONE = Map.of();
  private static final Map<String, String> NO_HEADER = Map.of("header", "false");

  private final SparkSession spark = LocalSpark.spark();

  static Stream<Arguments> csv() {
    return Stream.of(
        arguments("whole numbers", NONE, "i,l,d\n1,2147483648,12345678901234567890\n-1,0,1"),
        arguments("no sign, a sign, zeros", NONE, "a,b,c,d\n+1,-0,0.07,1_000\n1,1,1,1"),
        arguments("numbers too long for a decimal", NONE, "a\n" + "9".repeat(39) + "\n1"),
        arguments("whole numbers, then a long one", NONE, "a\n1\n5000000000\n99999999999999999999"),
        arguments("a decimal, then a fraction", NONE, "a\n99999999999999999999\n0.5"),
        arguments("fractions and exponents", NONE, "a,b,c,d\n0.5,1e3,1E-3,.5\n1,1,1,1."),
        arguments("decimals with exponents", NONE, "a,b\n1E30,1e38\n1,1E40"),
        arguments("no number", NONE, "a,b,c\nNaN,Inf,-Inf\n1,1,1"),
        arguments("hexadecimal, suffixes", NONE, "a,b\n0x1F,1L\n2,2"),
        arguments(
            "other words for these",
            Map.of("nanValue", "none", "positiveInf", "high", "negativeInf", "low"),
            "a,b,c\nnone,high,low\n1,1,1"),
        arguments("booleans", NONE, "a,b,c,d\ntrue,FALSE,True,yes\nfalse,true,false,no"),
        arguments("booleans and numbers", NONE, "a,b\ntrue,1\n1,true"),
        arguments("dates", NONE, "a,b,c\n2024-01-02,2024-1-2,2024-02-30\n2024-01-03,2024-1-3,x"),
        arguments(
            "dates of a pattern", Map.of("dateFormat", "dd.MM.yyyy"), "a\n31.12.2024\n1.1.2024"),
        arguments("dates of another pattern", Map.of("dateFormat", "yyyyMMdd"), "a\n20240102"),
        arguments(
            "timestamps",
            NONE,
            "a,b,c,d\n2024-01-02T03:04:05,2024-01-02 03:04:05,2024-01-02T03:04:05.123Z,2024-01-02T03:04:05+02:00"),
        arguments("a time without a date", NONE, "a\n08:15\n09:30"),
        arguments(
            "timestamps of a pattern",
            Map.of("timestampFormat", "dd.MM.yyyy HH:mm"),
            "a\n31.12.2024 23:59"),
        arguments(
            "timestamps without a zone, of a pattern",
            Map.of("timestampNTZFormat", "dd.MM.yyyy HH:mm"),
            "a\n31.12.2024 23:59"),
        arguments(
            "dates and timestamps",
            NONE,
            "a,b\n2024-01-02,2024-01-02T00:00:00Z\n" + "2024-01-02T00:00:00Z,2024-01-02"),
        arguments("a date and a number", NONE, "a,b\n2024-01-02,1\n1,2024-01-02"),
        arguments(
            "another language",
            Map.of("locale", "de-DE", "sep", ";", "dateFormat", "d. MMMM yyyy"),
            "a;b\n1.234,5;3. März 2024\n2;4. Mai 2024"),
        arguments("nothing", NONE, "a,b\n,\n,\"\""),
        arguments("nothing in some", NONE, "a,b\n1,\n,2.5"),
        arguments("a word for nothing", Map.of("nullValue", "NA"), "a,NA\n1,NA\nNA,2"),
        arguments("a word for empty", Map.of("emptyValue", "-"), "a,b\n\"\",1\n-,2"),
        arguments("quotes", NONE, "\"a\",\"b, c\"\n\"1\",\"x, y\"\n2,\"z \"\"q\"\" \""),
        arguments("other quotes", Map.of("quote", "'"), "'a','b'\n'1','x,y'"),
        arguments("no quotes", Map.of("quote", ""), "a,b\n\"1\",2"),
        arguments("doubled quotes", Map.of("escape", "\""), "a,b\n\"x \"\"y\"\", z\",1"),
        arguments("a quote that does not end", NONE, "a,b\n\"1,2\n3,4"),
        arguments("a quote inside", NONE, "a,b\nx\"y,1\n\"x\"y,2"),
        arguments("delimiters", Map.of("sep", "\t"), "a\tb\n1\t\n\t2"),
        arguments("long delimiters", Map.of("delimiter", "||"), "a||b\n1||x|y"),
        arguments("white space", NONE, "a , b\n 1,2 \n  ,3"),
        arguments(
            "white space to ignore",
            Map.of("ignoreLeadingWhiteSpace", "true", "ignoreTrailingWhiteSpace", "true"),
            "a , b\n 1,2 \n  ,true "),
        arguments(
            "white space to keep",
            Map.of("ignoreLeadingWhiteSpace", "false", "ignoreTrailingWhiteSpace", "false"),
            "a , b\n 1,2 \n  ,3"),
        arguments("comments", Map.of("comment", "#"), "#x\na,b\n#1,2\n1,2\n #3,4"),
        arguments("what looks like comments", NONE, "#x,y\n#1,2\n3,4"),
        arguments("empty lines", NONE, "\n  \na,b\n\n1,2\n   \n3,4\n"),
        arguments("a tab before the header", NONE, "\t\na,b\n1,2"),
        arguments("a tab among the values", NONE, "a,b\n\t\n1,2"),
        arguments("too few and too many fields", NONE, "a,b,c\n1\n1,2\n1,2,3\n1,2,3,4"),
        arguments("the header again", NONE, "a,b\n1,2\na,b\n3,4"),
        arguments("names that are there twice or not at all", NONE, "a,A,,a,\n1,2,3,4,5"),
        arguments("no header", NO_HEADER, "1,a,true\n2,b,false"),
        arguments("no header, more fields later", NO_HEADER, "1\n2,3"),
        arguments("no header, nothing first", NO_HEADER, ",\n1,2"),
        arguments("a header alone", NONE, "a,b"),
        arguments("no line", NONE, ""),
        arguments("empty lines alone", NONE, "\n  \n"),
        arguments("comments alone", Map.of("comment", "#"), "#a\n#b"),
        arguments("a column for bad records", NONE, "_corrupt_record,a\nx,1"),
        arguments("other scripts", NONE, "größe,価格\n1,２\n2,３"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void csv(String what, Map<String, String> given, String text) {
    ReadOptions options = options("csv", given);
    List<String> records = text.lines().toList();

    assertThat(options.csvInference(spark).infer(records))
        .isEqualTo(reader(options).csv(sample(records)).schema());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "postal codes, 02139, 10001",
    "the first later, 10001, 02139",
    "signs, -07, 1",
    "fractions, 00.5, 1.5",
    "long ones, 012345678901234567890, 1",
    "letters behind, 1d, 2",
    "letters behind fractions, 2, 3.5f"
  })
  void sparksNumbersThatAreTexts(String what, String first, String second) {
    ReadOptions options = options("csv", NONE);
    List<String> records = List.of("a,b", first + ",0", second + ",0.5");

    assertThat(reader(options).csv(sample(records)).schema().fields()[0].dataType())
        .isInstanceOf(NumericType.class);
    assertThat(options.csvInference(spark).infer(records).toDDL()).isEqualTo("a STRING,b DOUBLE");
  }

  static Stream<Arguments> json() {
    return Stream.of(
        arguments("numbers", NONE, "{\"a\":1,\"b\":5000000000,\"c\":0.5,\"d\":1e3}"),
        arguments(
            "long numbers",
            NONE,
            "{\"a\":12345678901234567890,\"b\":%s,\"c\":1.%s}"
                .formatted("9".repeat(39), "1".repeat(40))),
        arguments(
            "numbers of several kinds",
            NONE,
            "{\"a\":1}\n{\"a\":0.5}\n{\"a\":" + "9".repeat(30) + "}"),
        arguments("numbers as texts", Map.of("primitivesAsString", "true"), "{\"a\":1,\"b\":true}"),
        arguments(
            "texts, booleans, nothing", NONE, "{\"a\":\"x\",\"b\":true,\"c\":null,\"d\":\"\"}"),
        arguments("numbers and texts", NONE, "{\"a\":1}\n{\"a\":\"x\"}\n{\"a\":true}"),
        arguments("times are texts", NONE, "{\"a\":\"2024-01-02\",\"b\":\"2024-01-02T03:04:05Z\"}"),
        arguments("other keys", NONE, "{\"b\":1}\n{\"a\":1}\n{\"c\":{\"y\":1}}\n{\"c\":{\"x\":1}}"),
        arguments("keys twice", NONE, "{\"a\":1,\"a\":\"x\"}\n{\"A\":1}"),
        arguments("an empty key", NONE, "{\"\":1,\"a\":2}"),
        arguments(
            "lists", NONE, "{\"a\":[]}\n{\"a\":[1,null]}\n{\"a\":[0.5]}\n{\"b\":[{\"x\":[]}]}"),
        arguments("nothing inside", NONE, "{\"a\":{}}\n{\"b\":{\"c\":{}}}\n{\"d\":1}"),
        arguments("a list of objects", NONE, "[{\"a\":1},{\"b\":2}]\n{\"c\":3}"),
        arguments("no object", NONE, "1\n\"x\"\n[1]\ntrue"),
        arguments("no object first", NONE, "1\n{\"a\":1}\nnull\n[2]"),
        arguments("no JSON among others", NONE, "{\"a\":1}\nno\n{\"b\":\n{\"c\":1}}"),
        arguments("no JSON", NONE, "no"),
        arguments("empty lines", NONE, "\n  \n{\"a\":1}\n\n"),
        arguments("no line", NONE, ""),
        arguments(
            "another encoding of what is decoded", Map.of("encoding", "UTF-16LE"), "{\"ä\":\"ö\"}"),
        arguments("quotes", Map.of("allowSingleQuotes", "false"), "{'a':1}\n{\"b\":1}"),
        arguments("names without quotes", Map.of("allowUnquotedFieldNames", "true"), "{a:1}"),
        arguments("zeros first", Map.of("allowNumericLeadingZeros", "true"), "{\"a\":01}"),
        arguments("no zeros first", NONE, "{\"a\":01}\n{\"b\":1}"),
        arguments("no number", Map.of("allowNonNumericNumbers", "true"), "{\"a\":NaN,\"b\":-INF}"),
        arguments(
            "no number allowed",
            Map.of("allowNonNumericNumbers", "false"),
            "{\"a\":NaN}\n{\"b\":1}"),
        arguments("comments", Map.of("allowComments", "true"), "{\"a\":1/*x*/}"),
        arguments("a column for bad records", NONE, "{\"_corrupt_record\":\"x\",\"a\":1}"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void json(String what, Map<String, String> given, String text) {
    ReadOptions options = options("json", given);
    List<String> records = text.lines().toList();

    assertThat(options.jsonInference(spark).infer(records))
        .isEqualTo(reader(options).json(sample(records)).schema());
  }

  private DataFrameReader reader(ReadOptions options) {
    return spark.read().options(options.inferring());
  }

  /** In one partition, because Spark's merging of types depends on the partitions. */
  private Dataset<String> sample(List<String> records) {
    return spark.createDataset(records, Encoders.STRING()).coalesce(1);
  }

  private static ReadOptions options(String format, Map<String, String> given) {
    return ReadOptions.of(
        RunRequests.of("s3://bucket/data").format(format).options(given).dataset());
  }
}
