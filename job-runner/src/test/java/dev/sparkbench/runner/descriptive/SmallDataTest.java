// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.TaskWorkload;
import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.table.Table;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Of few values nothing is approximate, and the output says so. */
class SmallDataTest {

  private static final int LIMIT = 10_240;

  private static final StructType SCHEMA =
      new StructType()
          .add("whole", DataTypes.IntegerType)
          .add("number", DataTypes.DoubleType)
          .add("text", DataTypes.StringType)
          .add("large", DataTypes.createDecimalType(30, 2));

  // Above 32 partitions, executors merge neighbours first.
  @ParameterizedTest
  @CsvSource({"3376,1,1800", "3376,7,1800", "3376,40,1800", "60000,3,5000", "9000,2,100000"})
  void everythingIsExact(int rows, int partitions, int different) {
    Random random = new Random(rows + partitions);
    List<Integer> values = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      // Some much more frequent than others.
      values.add((int) (different * Math.pow(random.nextDouble(), 3)) - 50);
    }
    Dataset<Row> data =
        data(
            SCHEMA,
            partitions,
            values.stream()
                .map(
                    v ->
                        RowFactory.create(
                            v, v / 8.0, text(v), new BigDecimal(v).scaleByPowerOfTen(20)))
                .toList());
    JsonNode columns = profile(data, Map.of("profile.top_values.k", "25")).get("columns");

    isExact(columns.get("whole"), values, JsonNode::asInt);
    isExact(columns.get("number"), values.stream().map(v -> v / 8.0).toList(), JsonNode::asDouble);
    long distinct = values.stream().distinct().count();
    for (JsonNode column : columns) {
      assertThat(column.at("/distinct_count/count").asLong()).isEqualTo(distinct);
      assertThat(column.at("/distinct_count/exact").asBoolean()).isTrue();
    }
    top(columns.get("text"), values.stream().map(SmallDataTest::text).toList(), JsonNode::asText);
    top(
        columns.get("large"),
        values.stream().map(v -> new BigDecimal(v).scaleByPowerOfTen(20).setScale(2)).toList(),
        JsonNode::decimalValue);
    assertThat(columns.at("/large/quantiles/p50").asDouble() / 1e20)
        .isEqualTo(columns.at("/whole/quantiles/p50").asDouble());
    assertThat(columns.at("/large/histogram/counts"))
        .isEqualTo(columns.at("/whole/histogram/counts"));
  }

  private static String text(int value) {
    return "value " + value;
  }

  private static <T extends Comparable<T>> void isExact(
      JsonNode column, List<T> values, Function<JsonNode, T> read) {
    List<T> sorted = values.stream().sorted().toList();
    JsonNode quantiles = column.get("quantiles");
    for (int percent : List.of(1, 5, 25, 50, 75, 95, 99)) {
      int rank = (int) Math.ceil(percent * sorted.size() / 100.0);
      assertThat(read.apply(quantiles.get("p%02d".formatted(percent))))
          .isEqualTo(sorted.get(rank - 1));
    }
    assertThat(quantiles.get("exact").asBoolean()).isTrue();
    assertThat(quantiles.get("rank_error").asDouble()).isZero();

    JsonNode histogram = column.get("histogram");
    double[] numbers = sorted.stream().mapToDouble(v -> Double.parseDouble(v.toString())).toArray();
    for (int bin = 0; bin < 20; bin++) {
      double left = histogram.at("/edges/" + bin).asDouble();
      double right = histogram.at("/edges/" + (bin + 1)).asDouble();
      boolean last = bin == 19;
      assertThat(histogram.at("/counts/" + bin).asLong())
          .isEqualTo(
              Arrays.stream(numbers)
                  .filter(v -> v >= left && (v < right || last && v <= right))
                  .count());
    }
    assertThat(histogram.get("exact").asBoolean()).isTrue();
    top(column, values, read);
  }

  private static <T extends Comparable<T>> void top(
      JsonNode column, List<T> values, Function<JsonNode, T> read) {
    Map<T, Long> counts =
        values.stream().collect(Collectors.groupingBy(v -> v, Collectors.counting()));
    Map<T, Long> expected = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(Map.Entry.<T, Long>comparingByValue(Comparator.reverseOrder()))
        .limit(25)
        .forEach(entry -> expected.put(entry.getKey(), entry.getValue()));
    JsonNode top = column.get("top_values");
    assertThat(top.get("exact").asBoolean()).isTrue();
    List<Long> found = new ArrayList<>();
    for (JsonNode value : top.get("values")) {
      found.add(value.get("count").asLong());
      assertThat(counts).containsEntry(read.apply(value.get("value")), value.get("count").asLong());
    }
    assertThat(found).containsExactlyElementsOf(expected.values());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whereThereAreTooManyValuesTheBoundsHold(boolean inOrder) {
    List<Integer> order =
        new ArrayList<>(IntStream.range(0, 3 * (LIMIT + 1)).map(i -> i / 3).boxed().toList());
    if (!inOrder) {
      java.util.Collections.shuffle(order, new Random(5));
    }
    JsonNode columns = profile(numbers(order, 2), Map.of()).get("columns");
    for (String name : List.of("whole", "text")) {
      JsonNode distinct = columns.at("/" + name + "/distinct_count");
      assertThat(distinct.get("exact").asBoolean()).isFalse();
      assertThat(distinct.get("count").asDouble() / (LIMIT + 1))
          .isBetween(
              1 - 4 * distinct.get("standard_error").asDouble(),
              1 + 4 * distinct.get("standard_error").asDouble());
      assertThat(columns.at("/" + name + "/top_values/exact").asBoolean()).isFalse();
    }
    JsonNode quantiles = columns.at("/whole/quantiles");
    assertThat(quantiles.get("exact").asBoolean()).isFalse();
    assertThat(quantiles.get("rank_error").asDouble()).isBetween(1e-6, 0.01);
    assertThat(quantiles.get("p25").asDouble() / (LIMIT + 1))
        .isBetween(
            0.25 - quantiles.get("rank_error").asDouble() - 1e-4,
            0.25 + quantiles.get("rank_error").asDouble() + 1e-4);
    assertThat(columns.at("/whole/histogram/edges/20").asInt()).isEqualTo(LIMIT);
  }

  @Test
  void asManyValuesAsMayBeAreExact() {
    List<Integer> order =
        new ArrayList<>(IntStream.range(0, 3 * LIMIT).map(i -> i % LIMIT).boxed().toList());
    JsonNode columns = profile(numbers(order, 3), Map.of()).get("columns");
    assertThat(columns.at("/whole/distinct_count"))
        .hasToString("{\"count\":10240,\"standard_error\":0.0,\"exact\":true}");
    assertThat(columns.at("/text/distinct_count"))
        .hasToString("{\"count\":10240,\"standard_error\":0.0,\"exact\":true}");
    assertThat(columns.at("/whole/quantiles/p50").asInt()).isEqualTo(LIMIT / 2 - 1);
  }

  @ParameterizedTest
  @CsvSource({"10240,true", "10241,false"})
  void quantilesAloneAreExactOfAsManyValues(int rows, boolean exact) {
    Dataset<Row> data = LocalSpark.spark().range(0, rows, 1, 3).selectExpr("id AS x");
    assertThat(output(data, "quantiles", Map.of()).at("/x/exact").asBoolean()).isEqualTo(exact);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 40})
  void oneCopyOfARowAmongManyIsFound(int partitions) {
    Dataset<Row> data =
        LocalSpark.spark()
            .range(0, 150_000, 1, partitions)
            .selectExpr(
                "if(id = 149999, 7, id) AS x", "cast(if(id = 149999, 7, id) AS string) AS y");
    JsonNode rows = output(data, "duplicate_rows", Map.of());
    assertThat(rows.get("duplicates").asLong()).isEqualTo(1);
    assertThat(rows.get("distinct").asLong()).isEqualTo(149_999);
    assertThat(rows.get("exact").asBoolean()).isTrue();
    assertThat(rows.get("expected_false_duplicates").asDouble()).isBetween(6e-10, 6.2e-10);
  }

  @Test
  void copiesCanBeEstimatedWithoutAShuffle() {
    Dataset<Row> data = LocalSpark.spark().range(0, 20_000, 1, 2).selectExpr("id % 10000 AS x");
    JsonNode rows = output(data, "duplicate_rows", Map.of("duplicate_rows.exact", "false"));
    assertThat(rows.get("exact").asBoolean()).isFalse();
    assertThat(rows.get("standard_error").asLong()).isPositive();
    assertThat(Math.abs(rows.get("duplicates").asLong() - 10_000))
        .isLessThan(4 * rows.get("standard_error").asLong());
  }

  @Test
  void whatIsInsideOfValuesTellsRowsApart() {
    Dataset<Row> data =
        LocalSpark.spark()
            .sql(
                "SELECT * FROM VALUES"
                    + " (array(1, null), named_struct('a', 1, 'b', cast(null AS int)), map('x', 1)),"
                    + " (array(null, 1), named_struct('a', 1, 'b', cast(null AS int)), map('x', 1)),"
                    + " (array(1), named_struct('a', 1, 'b', cast(null AS int)), map('x', 1)),"
                    + " (array(1), named_struct('a', cast(null AS int), 'b', 1), map('x', 1)),"
                    + " (array(1), named_struct('a', cast(null AS int), 'b', 1), map('x', null)),"
                    + " (array(1), named_struct('a', cast(null AS int), 'b', 1), map('x', 1)),"
                    + " (array(), named_struct('a', 1, 'b', 1), map('x', 1, 'y', 2)),"
                    + " (array(), named_struct('a', 1, 'b', 1), map('y', 2, 'x', 1))"
                    + " AS t(list, inner, pairs)");
    assertThat(output(data, "duplicate_rows", Map.of()).get("distinct").asLong()).isEqualTo(6);
  }

  @Test
  void vectorsAreToldApart() {
    List<Row> rows =
        IntStream.range(0, 1000).mapToObj(i -> RowFactory.create(Vectors.dense(i, i % 7))).toList();
    Dataset<Row> data = data(new StructType().add("features", SQLDataTypes.VectorType()), 2, rows);
    JsonNode profile = profile(data, Map.of());
    assertThat(profile.at("/duplicate_rows/duplicates").asLong()).isZero();
    assertThat(profile.at("/columns/features/schema/type").asText())
        .isEqualTo(
            "vector (struct<type:tinyint,size:int,indices:array<int>,values:array<double>>)");
  }

  @Test
  void aHistogramReachesFromTheSmallestToTheLargest() {
    Dataset<Row> data =
        LocalSpark.spark()
            .range(0, 300_000, 1, 2)
            .selectExpr("if(id = 123456, 1e9, cast(id % 100000 AS double)) AS x");
    JsonNode histogram = output(data, "histogram", Map.of()).get("x");
    assertThat(histogram.at("/edges/0").asDouble()).isZero();
    assertThat(histogram.at("/edges/20").asDouble()).isEqualTo(1e9);
    assertThat(histogram.at("/exact").asBoolean()).isFalse();
    // A single value in the last bin is below the resolution of the sketch.
    assertThat(histogram.at("/counts/0").asLong()).isBetween(297_000L, 300_000L);
  }

  @Test
  void correlationKeepsToItsColumnsBesideProfile() {
    Dataset<Row> data =
        LocalSpark.spark().range(0, 50).selectExpr("id AS a", "-id AS b", "id % 3 AS c", "1 AS d");
    TaskWorkload workload =
        new TaskWorkload(
            JobType.DESCRIPTIVE,
            List.of("correlation", "profile"),
            Map.of("correlation.maxColumns", "2"));
    Map<String, JsonNode> outputs =
        new FusedPass(ImplementedTasks.select(workload), Table.of(data, List.of()))
            .compute()
            .outputs();
    assertThat(outputs.get("correlation"))
        .hasToString(
            "{\"columns\":[\"a\",\"b\"],\"matrix\":[[1.0,-1.0],[-1.0,1.0]],\"left_out\":2}");
    assertThat(outputs.get("profile").at("/correlation/columns")).hasSize(4);
  }

  @Test
  void aColumnThatIsConstantWhereTheOtherHasValuesHasNoCorrelation() {
    Dataset<Row> data =
        LocalSpark.spark()
            .range(0, 100_000, 1, 7)
            .selectExpr(
                "if(id % 3 = 0, 0.1D, rand(1)) AS x",
                "if(id % 3 = 0, rand(2), null) AS y",
                "cast(if(id % 3 = 0, 0.1, id) AS decimal(12, 3)) AS z");
    JsonNode matrix = output(data.cache(), "correlation", Map.of()).get("matrix");
    assertThat(matrix.at("/0/1").isNull()).isTrue();
    assertThat(matrix.at("/2/1").isNull()).isTrue();
    assertThat(matrix.at("/0/2").isNumber()).isTrue();
    assertThat(matrix.at("/1/1").asDouble()).isEqualTo(1);
  }

  @Test
  void longTextsThatBeginAlikeAreToldApart() {
    String common = "x".repeat(80);
    List<Row> rows =
        Stream.of(common + "a", common + "a", common + "b", "z").map(RowFactory::create).toList();
    JsonNode values =
        output(
                data(new StructType().add("t", DataTypes.StringType), 1, rows),
                "top_values",
                Map.of())
            .at("/t/values");
    assertThat(values.at("/0/value")).isEqualTo(values.at("/1/value"));
    assertThat(values.at("/0/hash").asText())
        .isNotEmpty()
        .isNotEqualTo(values.at("/1/hash").asText());
    assertThat(values.at("/2").has("hash")).isFalse();
  }

  private static Dataset<Row> numbers(List<Integer> values, int partitions) {
    return data(
        new StructType().add("whole", DataTypes.IntegerType).add("text", DataTypes.StringType),
        partitions,
        values.stream().map(v -> RowFactory.create(v, text(v))).toList());
  }

  private static Dataset<Row> data(StructType schema, int partitions, List<Row> rows) {
    return LocalSpark.spark()
        .createDataFrame(
            new org.apache.spark.api.java.JavaSparkContext(LocalSpark.spark().sparkContext())
                .parallelize(rows, partitions),
            schema);
  }

  private static JsonNode profile(Dataset<Row> data, Map<String, String> parameters) {
    return output(data, "profile", parameters);
  }

  private static JsonNode output(Dataset<Row> data, String task, Map<String, String> parameters) {
    TaskWorkload workload = new TaskWorkload(JobType.DESCRIPTIVE, List.of(task), parameters);
    return new FusedPass(ImplementedTasks.select(workload), Table.of(data, List.of()))
        .compute()
        .outputs()
        .get(task);
  }
}
