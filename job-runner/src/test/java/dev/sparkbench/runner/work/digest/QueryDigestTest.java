// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.work.digest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.runner.fixture.LocalSpark;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import scala.collection.JavaConverters;

/** Which differences a digest ignores and which not, over rows with every kind of value. */
class QueryDigestTest {

  private static final StructType SCHEMA =
      StructType.fromDDL(
          "whole BIGINT, small INT, other BIGINT, text STRING, note STRING, yes BOOLEAN, money DECIMAL(20,2), huge DECIMAL(38,0), "
              + "day DATE, time TIMESTAMP, bytes BINARY, list ARRAY<INT>, pair STRUCT<a: STRING, b: INT>, "
              + "entries MAP<STRING, INT>, real DOUBLE, another DOUBLE, single FLOAT, reals ARRAY<DOUBLE>, deep MAP<STRING, DOUBLE>");

  private static final int ROWS = 50;

  static IntStream seeds() {
    return IntStream.rangeClosed(1, 20);
  }

  static IntStream columns() {
    return IntStream.range(0, SCHEMA.size());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void neitherOrderNorPartsMatter(int seed) {
    Random random = new Random(seed);
    List<Row> rows = rows(random);
    ObjectNode digest = digest(rows);

    Collections.shuffle(rows, random);
    QueryDigest inParts = QueryDigest.of(Collections.emptyIterator(), RowHash.of(SCHEMA));
    for (int from = 0; from < rows.size(); ) {
      int to = Math.min(rows.size(), from + 1 + random.nextInt(20));
      inParts.add(part(rows.subList(from, to)));
      from = to;
    }

    assertThat(DigestComparison.results(digest, inParts.toJson())).isEmpty();
    assertThat(inParts.rows()).isEqualTo(ROWS);
  }

  @ParameterizedTest
  @MethodSource("columns")
  void anyOtherValueMatters(int column) {
    List<Row> rows = rows(new Random(column));
    ObjectNode digest = digest(rows);

    for (int i = 0; i < rows.size(); i++) {
      List<Row> others = new ArrayList<>(rows);
      Object value = rows.get(i).get(column);
      Object other = value == null ? value(column, new Random(1000 + i)) : null;
      others.set(i, with(rows.get(i), column, other));
      assertDiffer(digest, others);

      Object different = value(column, new Random(2000 + i));
      if (value != null && different != null && !value.toString().equals(different.toString())) {
        others.set(i, with(rows.get(i), column, different));
        assertDiffer(digest, others);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"whole, other", "text, note", "real, another"})
  void columnsThatChangePlacesMatter(String one, String other) {
    List<Row> rows = rows(new Random(7));
    int a = SCHEMA.fieldIndex(one);
    int b = SCHEMA.fieldIndex(other);

    assertDiffer(
        digest(rows),
        rows.stream().map(row -> with(with(row, a, row.get(b)), b, row.get(a))).toList());
  }

  @Test
  void valuesThatChangeRowsMatter() {
    List<Row> rows = rows(new Random(8));
    Row first = rows.get(0);
    Row second = rows.get(1);
    for (String column : List.of("text", "whole", "real")) {
      int i = SCHEMA.fieldIndex(column);
      List<Row> others = new ArrayList<>(rows);
      others.set(0, with(first, i, second.get(i)));
      others.set(1, with(second, i, first.get(i)));
      assertDiffer(digest(rows), others);
    }
  }

  @Test
  void aRowThatIsThereTwiceMatters() {
    List<Row> rows = rows(new Random(9));
    List<Row> others = new ArrayList<>(rows);
    others.set(0, rows.get(1));
    assertDiffer(digest(rows), others);

    others = new ArrayList<>(rows);
    others.add(rows.get(1));
    assertThat(DigestComparison.results(digest(rows), digest(others)))
        .contains("50 rows and 51 rows");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theLastDigitsOfSumsDoNotMatter(int seed) {
    List<Row> rows = rows(new Random(seed));
    int real = SCHEMA.fieldIndex("real");
    int another = SCHEMA.fieldIndex("another");
    List<Row> others =
        rows.stream()
            .map(row -> with(row, real, nudged(row.get(real), 1e-15)))
            .map(row -> with(row, another, nudged(row.get(another), -1e-12)))
            .toList();

    assertThat(others).isNotEqualTo(rows);
    assertThat(DigestComparison.results(digest(rows), digest(others))).isEmpty();
  }

  private static Object nudged(Object value, double by) {
    return value == null ? null : (Double) value * (1 + by);
  }

  @Test
  void kindsOfValuesAreToldApart() {
    assertThat(hash("a STRING", "1")).isNotEqualTo(hash("a BIGINT", 1L));
    assertThat(hash("a STRING", "")).isNotEqualTo(hash("a STRING", (Object) null));
    assertThat(hash("a BIGINT", 0L)).isNotEqualTo(hash("a BIGINT", (Object) null));
    assertThat(hash("a STRING, b STRING", "ab", "c"))
        .isNotEqualTo(hash("a STRING, b STRING", "a", "bc"));
    assertThat(hash("a ARRAY<STRING>, b ARRAY<STRING>", List.of("x"), List.of()))
        .isNotEqualTo(hash("a ARRAY<STRING>, b ARRAY<STRING>", List.of(), List.of("x")));
    assertThat(hash("a DOUBLE", 0.0)).isNotEqualTo(hash("a DOUBLE", (Object) null));
  }

  @Test
  void numbersAreTheSameWhateverTheirDigitsAndTypes() {
    Object one = hash("a BIGINT", 1L);
    assertThat(hash("a INT", 1)).isEqualTo(one);
    assertThat(hash("a DECIMAL(10,2)", new BigDecimal("1.00"))).isEqualTo(one);
    assertThat(hash("a DECIMAL(38,0)", new BigDecimal("1"))).isEqualTo(one);
    assertThat(hash("a DECIMAL(10,2)", new BigDecimal("1.50")))
        .isEqualTo(hash("a DECIMAL(5,1)", new BigDecimal("1.5")))
        .isNotEqualTo(one);
    assertThat(hash("a DECIMAL(38,0)", new BigDecimal("9".repeat(38))))
        .isNotEqualTo(hash("a DECIMAL(38,0)", new BigDecimal("9".repeat(37))));
  }

  @Test
  void entriesOfAMapHaveNoOrder() {
    Object ordered = hash("a MAP<STRING, INT>", new TreeMap<>(Map.of("x", 1, "y", 2)));
    Object reversed =
        hash(
            "a MAP<STRING, INT>",
            new TreeMap<String, Integer>(Collections.reverseOrder()) {
              private static final long serialVersionUID = 1L;

              {
                put("x", 1);
                put("y", 2);
              }
            });

    assertThat(reversed).isEqualTo(ordered);
    assertThat(hash("a MAP<STRING, INT>", Map.of("x", 2, "y", 1))).isNotEqualTo(ordered);
  }

  @Test
  void countsWhatIsNoFiniteNumber() {
    StructType schema = StructType.fromDDL("x DOUBLE");
    ObjectNode digest =
        digest(
            schema,
            List.of(
                RowFactory.create(Double.NaN),
                RowFactory.create(Double.POSITIVE_INFINITY),
                RowFactory.create(Double.NEGATIVE_INFINITY),
                RowFactory.create(Double.NEGATIVE_INFINITY),
                RowFactory.create((Object) null),
                RowFactory.create(1e308),
                RowFactory.create(1e308)));

    assertThat(digest.path("floats").toString())
        .isEqualTo(
            "[{\"column\":\"x\",\"values\":6,\"nan\":1,\"positive_infinities\":1,\"negative_infinities\":2,\"sum\":\"NaN\",\"absolute\":\"Infinity\"}]");
    assertThat(DigestComparison.results(digest, digest)).isEmpty();
  }

  @Test
  void isTheSameHoweverSparkComputes() {
    LocalSpark.spark();
    String sums = "SELECT store, sum(price), avg(sale) FROM parts GROUP BY store";
    String sorted = "SELECT * FROM parts ORDER BY price DESC";
    inParts(1);
    ObjectNode sumsOfOne = digestOf(sums).toJson();
    ObjectNode sortedOfOne = digestOf(sorted).toJson();
    inParts(7);

    assertThat(DigestComparison.results(sumsOfOne, digestOf(sums).toJson())).isEmpty();
    assertThat(DigestComparison.results(sortedOfOne, digestOf(sorted).toJson())).isEmpty();
    assertThat(sumsOfOne.path("rows").asLong()).isEqualTo(13);
    // 5000 · 4999 / 2 / 7, each of the numbers between once and twice.
    assertThat(sortedOfOne.path("floats").get(0).path("sum").asDouble())
        .isBetween(1785357.0, 3570715.0);
  }

  private static void inParts(int parts) {
    SparkSession.active()
        .range(0, 5000, 1, parts)
        .selectExpr("id % 13 AS store", "CAST(id AS DOUBLE) / 7 AS price", "id AS sale")
        .createOrReplaceTempView("parts");
  }

  private static void assertDiffer(ObjectNode digest, List<Row> others) {
    assertThat(DigestComparison.results(digest, digest(others))).isPresent();
  }

  private static Object hash(String ddl, Object... values) {
    StructType schema = StructType.fromDDL(ddl);
    ObjectNode digest = digest(schema, List.of(RowFactory.create(values)));
    return List.of(digest.path("hashes"), digest.path("squares"));
  }

  private static ObjectNode digest(List<Row> rows) {
    return part(rows).toJson();
  }

  private static ObjectNode digest(StructType schema, List<Row> rows) {
    return QueryDigest.of(internal(schema, rows), RowHash.of(schema)).toJson();
  }

  private static QueryDigest part(List<Row> rows) {
    return QueryDigest.of(internal(SCHEMA, rows), RowHash.of(SCHEMA));
  }

  private static Iterator<InternalRow> internal(StructType schema, List<Row> rows) {
    return rows.stream()
        .map(
            row ->
                (InternalRow)
                    CatalystTypeConverters.createToCatalystConverter(schema).apply(scala(row)))
        .iterator();
  }

  /** Spark's converter takes Scala's collections only. */
  private static Row scala(Row row) {
    Object[] values = new Object[row.size()];
    for (int i = 0; i < values.length; i++) {
      Object value = row.get(i);
      if (value instanceof List<?> list) {
        value = JavaConverters.asScalaBuffer(list).toSeq();
      } else if (value instanceof Map<?, ?> map) {
        value = JavaConverters.mapAsScalaMap(map);
      }
      values[i] = value;
    }
    return RowFactory.create(values);
  }

  private static List<Row> rows(Random random) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      Object[] values = new Object[SCHEMA.size()];
      for (int column = 0; column < values.length; column++) {
        values[column] = random.nextInt(6) == 0 ? null : value(column, random);
      }
      rows.add(RowFactory.create(values));
    }
    return rows;
  }

  private static Row with(Row row, int column, Object value) {
    Object[] values = new Object[row.size()];
    Arrays.setAll(values, i -> i == column ? value : row.get(i));
    return RowFactory.create(values);
  }

  private static Object value(int column, Random random) {
    return switch (SCHEMA.fields()[column].name()) {
      case "whole", "other" -> random.nextLong();
      case "small" -> random.nextInt(100);
      case "text", "note" -> "text " + random.nextInt(1000);
      case "yes" -> random.nextBoolean();
      case "money" -> BigDecimal.valueOf(random.nextInt(1_000_000), 2);
      case "huge" -> new BigDecimal(new BigInteger(120, random));
      case "day" -> new Date(random.nextInt(10_000) * 86_400_000L);
      case "time" -> new Timestamp(random.nextInt(1_000_000_000) * 1000L);
      case "bytes" -> ("bytes " + random.nextInt(1000)).getBytes(StandardCharsets.UTF_8);
      case "list" -> List.of(random.nextInt(), random.nextInt());
      case "pair" -> RowFactory.create("a" + random.nextInt(1000), random.nextInt());
      case "entries" -> Map.of("x", random.nextInt(), "y" + random.nextInt(3), 1);
      case "real", "another" -> random.nextGaussian() * 100;
      case "single" -> (float) random.nextGaussian();
      case "reals" -> List.of(random.nextGaussian(), random.nextGaussian());
      case "deep" -> Map.of("x", random.nextGaussian(), "y", random.nextGaussian());
      default -> throw new IllegalArgumentException("column " + column);
    };
  }

  private static QueryDigest digestOf(String text) {
    return QueryDigest.of(SparkSession.active().sql(text).queryExecution());
  }
}
