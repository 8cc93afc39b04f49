// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.fixture.MlJob;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureRecipeTest {

  private static final String DDL =
      "a DOUBLE, b INT, yes BOOLEAN, colour STRING, day DATE, y DOUBLE";

  @Test
  void takesNumbersBooleansAndTextsOfFewValues() {
    JsonNode output = job().with("pca.k", 1).output("pca");

    assertThat(output.get("features").toString())
        .isEqualTo(
            "{\"count\":6,\"names\":[\"a\",\"b\",\"yes\",\"colour=green\",\"colour=blue\",\"y\"],\"left_out\":{}}");
    assertThat(output.get("rows").toString())
        .isEqualTo("{\"read\":40,\"skipped\":0,\"trained\":40,\"tested\":0}");
  }

  @Test
  void takesTheLabelForNoFeature() {
    assertThat(names(job().label("y").with("pca.k", 1).output("pca")))
        .isEqualTo("[\"a\",\"b\",\"yes\",\"colour=green\",\"colour=blue\"]");
  }

  @Test
  void takesWhatIsNamedInThatOrder() {
    assertThat(names(job().features("colour", "a").with("pca.k", 1).output("pca")))
        .isEqualTo("[\"colour=green\",\"colour=blue\",\"a\"]");
  }

  @Test
  void leavesTextsOfManyValuesOutAndSaysSo() {
    JsonNode output = job().with("pca.k", 1).with("pca.maxCategories", 2).output("pca");

    assertThat(names(output)).isEqualTo("[\"a\",\"b\",\"yes\",\"y\"]");
    assertThat(output.at("/features/left_out").toString())
        .isEqualTo("{\"colour\":\"has about 3 distinct values, more than pca.maxCategories, 2\"}");
  }

  @Test
  void refusesThemWhenTheyAreNamed() {
    assertInvalid(
        job().features("colour").with("pca.maxCategories", 2),
        "pca",
        "dataset.features names 'colour', which has about 3 distinct values, more than pca.maxCategories, 2");
  }

  @Test
  void refusesColumnsThatAreNotThere() {
    assertThat(job().features("colour", "aa").failure("pca"))
        .isEqualTo(
            new Failure(
                FailureReason.COLUMN_NOT_FOUND,
                "dataset.features names 'aa', which the dataset does not have; nearest of its 6 columns: 'a', 'b', 'day'"));
    assertThat(job().label("yy").failure("linear_regression").reason())
        .isEqualTo(FailureReason.COLUMN_NOT_FOUND);
  }

  @Test
  void refusesColumnsOfOtherTypes() {
    assertInvalid(
        job().features("a", "day"),
        "pca",
        "dataset.features names 'day' of type date, but pca takes numbers, booleans and texts: leave it out");
    assertInvalid(
        job().features("a", "colour"),
        "correlation",
        "dataset.features names 'colour' of type string, but correlation takes numbers and booleans: leave it out");
  }

  @Test
  void refusesDataWithoutAnyFeature() {
    assertInvalid(
        MlJob.of("day DATE, words ARRAY<STRING>", List.of()),
        "kmeans",
        "kmeans needs numbers, booleans or texts as features, and the dataset has no such column; its columns are 'day' (date), 'words' (array<string>)");
  }

  @Test
  void refusesTheLabelAsFeature() {
    assertInvalid(
        job().label("y").features("a", "y"),
        "linear_regression",
        "dataset.features names 'y', which is dataset.label: leave it out of the features");
  }

  @Test
  void refusesToPredictWithoutALabel() {
    assertInvalid(
        job(),
        "linear_regression",
        "linear_regression predicts a column: name it in dataset.label");
  }

  @ParameterizedTest
  @CsvSource({"skip, 25", "mean, 40"})
  void fillsMissingNumbersInOrSkipsTheirRows(String nulls, int rows) {
    JsonNode output =
        MlJob.of("a DOUBLE, b DOUBLE", withGaps())
            .with("kmeans.k", 2)
            .with("kmeans.scale", false)
            .with("kmeans.nulls", nulls)
            .output("kmeans");

    assertThat(output.at("/rows/trained").asInt()).isEqualTo(rows);
    assertThat(output.at("/rows/skipped").asInt()).isEqualTo(40 - rows);
    JsonNode centres = output.at("/model/centres");
    JsonNode sizes = output.at("/metrics/sizes");
    double weighted =
        centres.at("/0/a").asDouble() * sizes.get(0).asInt()
            + centres.at("/1/a").asDouble() * sizes.get(1).asInt();
    // Filling the mean in does not change it.
    assertThat(weighted / rows).isCloseTo(meanWithoutGaps(), within(1e-9));
  }

  @Test
  void failsOnMissingValuesWhenTold() {
    assertInvalid(
        MlJob.of("a DOUBLE, b DOUBLE", withGaps()).with("kmeans.nulls", "fail"),
        "kmeans",
        "column 'a' has no value in 15 of 40 rows, and kmeans.nulls is fail: use another policy, or leave the column out");
  }

  @Test
  void givesMissingTextsACategoryOfTheirOwn() {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      String text = i % 3 == 0 ? null : i % 3 == 1 ? "x" : "y";
      rows.add(new Object[] {text, text == null ? 7.0 : text.equals("x") ? 1.0 : 2.0});
    }

    JsonNode output =
        MlJob.of("t STRING, y DOUBLE", rows)
            .label("y")
            .with("linear_regression.nulls", "mean")
            .with("linear_regression.solver", "normal")
            .output("linear_regression");

    assertThat(output.at("/model/intercept").asDouble()).isCloseTo(7, within(1e-9));
    assertThat(output.at("/model/coefficients/t=x").asDouble()).isCloseTo(-6, within(1e-9));
    assertThat(output.at("/model/coefficients/t=y").asDouble()).isCloseTo(-5, within(1e-9));
    assertThat(output.at("/rows/skipped").asInt()).isZero();
  }

  @Test
  void saysWhichColumnEmptiesTheTable() {
    List<Object[]> rows =
        IntStream.range(0, 20)
            .mapToObj(i -> new Object[] {i % 4 == 0 ? null : 1.0 * i, i % 4 == 0 ? 2.0 : null})
            .toList();

    assertInvalid(
        MlJob.of("a DOUBLE, b DOUBLE", rows),
        "kmeans",
        "kmeans has no row to train on: of 20 rows, each lacks a value; most are missing in 'b' (15). Set kmeans.nulls to mean, or name other columns");
  }

  /** The text has one value left once the rows without a price are gone. */
  @ParameterizedTest
  @ValueSource(strings = {"logistic_regression", "decision_tree", "kmeans"})
  void leavesOutTextsThatHaveOneValueLeft(String task) {
    JsonNode output =
        MlJob.of("city STRING, price DOUBLE, z DOUBLE, y STRING", cities()).label("y").output(task);

    assertThat(output.at("/features/left_out/city").asText())
        .isEqualTo("has the same value in every row to train on that lacks no value");
    assertThat(names(output)).startsWith("[\"price\",\"z\"");
    assertThat(output.at("/rows/skipped").asInt()).isEqualTo(40);
  }

  @Test
  void refusesThemWhenTheyAreNamedAndHaveOneValueLeft() {
    assertInvalid(
        MlJob.of("city STRING, price DOUBLE, z DOUBLE, y STRING", cities())
            .label("y")
            .features("city", "price"),
        "logistic_regression",
        "dataset.features names 'city', which has the same value in every row to train on that lacks no value");
  }

  /** Without that column, the rows that only lacked its value are there again. */
  @Test
  void looksAgainWhatIsMissingWithoutSuchAColumn() {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      String city = i % 4 == 0 ? null : i % 2 == 0 ? "A" : "B";
      rows.add(new Object[] {city, i % 2 == 0 ? 1.0 * i : null, "y" + i / 40});
    }
    JsonNode output =
        MlJob.of("city STRING, price DOUBLE, y STRING", rows)
            .label("y")
            .output("logistic_regression");

    assertThat(names(output)).isEqualTo("[\"price\"]");
    assertThat(output.at("/rows/skipped").asInt()).isEqualTo(40);
  }

  private static List<Object[]> cities() {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      boolean b = i % 2 == 0;
      rows.add(new Object[] {b ? "B" : "A", b ? null : 1.0 * i, 2.0 * i, "y" + i / 40});
    }
    return rows;
  }

  /** Classes and categories that are in a single row each: some of these rows are for testing. */
  @Test
  void tellsHowManyRowsHaveSomethingThatWasNotTrainedOn() {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      rows.add(new Object[] {i < 20 ? "rare " + i : "often", 1.0 * i, i >= 390 ? "c" + i : "c"});
    }
    Dataset<Row> data = MlJob.data("t STRING, x DOUBLE, y STRING", rows);
    long unseen =
        MlJob.tested(data).stream()
            .filter(row -> !row.getString(0).equals("often") || !row.getString(2).equals("c"))
            .count();
    JsonNode output = MlJob.of(data).label("y").output("decision_tree");

    assertThat(unseen).isPositive();
    assertThat(output.at("/rows/unseen").asLong()).isEqualTo(unseen);
    assertThat(output.at("/rows/skipped").asLong()).isEqualTo(unseen);
  }

  @Test
  void refusesAnEmptyTable() {
    assertInvalid(
        MlJob.of("a DOUBLE, b DOUBLE", List.of()),
        "kmeans",
        "kmeans has no feature: ['a' has no value in any row to train on, 'b' has no value in any row to train on]");
  }

  @Test
  void refusesMoreFeaturesThanTheAlgorithmCanTake() {
    StructType schema = new StructType();
    Object[] values = new Object[101];
    for (int i = 0; i < values.length; i++) {
      schema = schema.add("c" + i, DataTypes.IntegerType);
      values[i] = i;
    }

    assertInvalid(
        MlJob.of(LocalSpark.spark().createDataFrame(List.of(RowFactory.create(values)), schema)),
        "correlation",
        "correlation takes at most 100 features, and these are 101 with one for each category: name fewer columns in dataset.features, or lower maxCategories");
  }

  @Test
  void takesColumnsOfAnyName() {
    StructType schema =
        new StructType()
            .add("a.b", DataTypes.LongType)
            .add("a`b", DataTypes.StringType)
            .add("größe €", DataTypes.DoubleType)
            .add("features", DataTypes.DoubleType)
            .add("c0", DataTypes.DoubleType)
            .add("label", DataTypes.StringType);
    List<Row> rows =
        IntStream.range(0, 40)
            .mapToObj(
                i ->
                    RowFactory.create(
                        1L * i, i % 2 == 0 ? "" : "it's", 1.0 * i, 2.0, i % 5 * 1.0, "l" + i % 2))
            .toList();

    JsonNode output =
        MlJob.of(LocalSpark.spark().createDataFrame(rows, schema))
            .label("label")
            .output("decision_tree");

    assertThat(names(output)).isEqualTo("[\"a.b\",\"a`b\",\"größe €\",\"features\",\"c0\"]");
    assertThat(output.at("/metrics/accuracy").asDouble()).isEqualTo(1);
    assertThat(output.at("/metrics/confusion/classes").toString()).isEqualTo("[\"l0\",\"l1\"]");
  }

  private static String names(JsonNode output) {
    return output.at("/features/names").toString();
  }

  private static void assertInvalid(MlJob job, String task, String message) {
    assertThat(job.failure(task)).isEqualTo(new Failure(FailureReason.INVALID_TASK, message));
  }

  /** Two columns; the first has every kind of missing value. */
  private static List<Object[]> withGaps() {
    return IntStream.range(0, 40).mapToObj(i -> new Object[] {gap(i), 10.0 * (i % 2)}).toList();
  }

  private static Double gap(int i) {
    return switch (i % 8) {
      case 0 -> null;
      case 3 -> Double.NaN;
      case 5 -> Double.NEGATIVE_INFINITY;
      default -> 1.0 * i;
    };
  }

  private static double meanWithoutGaps() {
    return IntStream.range(0, 40)
        .filter(i -> i % 8 != 0 && i % 8 != 3 && i % 8 != 5)
        .average()
        .orElseThrow();
  }

  private static MlJob job() {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String colour = i % 4 < 2 ? "green" : i % 4 == 2 ? "blue" : "red";
      rows.add(
          new Object[] {
            i / 3.0,
            i * i % 17,
            i % 3 == 0,
            colour,
            java.sql.Date.valueOf("2024-01-01"),
            (i * 7 % 11) - 3.5
          });
    }
    return MlJob.of(DDL, rows);
  }
}
