// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.TaskWorkload;
import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.table.Table;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Outputs for many rows, compared with the test's own computation, for any number of partitions.
 */
class ManyRowsTest {

  private static final int ROWS = 60_000;
  private static final int CITIES = 40_000;

  private static double[] prices;
  private static String[] cities;
  private static Dataset<Row> data;
  private static JsonNode profile;

  @BeforeAll
  static void make() {
    Random random = new Random(11);
    prices = new double[ROWS];
    cities = new String[ROWS];
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      prices[i] = 1e6 + 100 * random.nextGaussian();
      // Zipf's law, roughly: city 0 is the most frequent.
      cities[i] = "city " + (int) (CITIES * Math.pow(random.nextDouble(), 4));
      rows.add(RowFactory.create(prices[i], cities[i], prices[i] + random.nextGaussian()));
    }
    data =
        LocalSpark.spark()
            .createDataFrame(
                rows,
                new StructType()
                    .add("price", DataTypes.DoubleType)
                    .add("city", DataTypes.StringType)
                    .add("paid", DataTypes.DoubleType))
            .cache();
    // Once for all tests that only read it.
    profile = profile(data);
  }

  @Test
  void exactStatisticsAreExact() {
    JsonNode price = profile.at("/columns/price");
    BigDecimal sum =
        Arrays.stream(prices).mapToObj(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
    double mean = sum.doubleValue() / ROWS;
    double squares = Arrays.stream(prices).map(p -> (p - mean) * (p - mean)).sum();

    assertThat(price.get("sum").asDouble()).isEqualTo(sum.doubleValue());
    assertThat(price.at("/min_max_mean/min").asDouble())
        .isEqualTo(Arrays.stream(prices).min().orElseThrow());
    assertThat(price.at("/stddev/variance").asDouble())
        .isCloseTo(squares / (ROWS - 1), within(1e-9 * squares / ROWS));
  }

  @Test
  void quantilesAreWithinTheStatedRankError() {
    JsonNode quantiles = profile.at("/columns/price/quantiles");
    double error = quantiles.get("rank_error").asDouble();
    double[] sorted = prices.clone();
    Arrays.sort(sorted);

    assertThat(error).isBetween(1e-6, 0.005);
    for (int percent : new int[] {1, 5, 25, 50, 75, 95, 99}) {
      double value = quantiles.get("p%02d".formatted(percent)).asDouble();
      double rank = (Arrays.binarySearch(sorted, value) + 1.0) / ROWS;
      assertThat(rank).isCloseTo(percent / 100.0, within(error + 1.0 / ROWS));
    }
  }

  @Test
  void aHistogramCountsWithinTheStatedRankError() {
    JsonNode histogram = profile.at("/columns/price/histogram");
    double allowed = 2 * histogram.get("rank_error").asDouble() * ROWS + 1;
    int bins = histogram.get("counts").size();

    assertThat(bins).isEqualTo(20);
    long total = 0;
    for (int bin = 0; bin < bins; bin++) {
      double left = histogram.at("/edges/" + bin).asDouble();
      double right = histogram.at("/edges/" + (bin + 1)).asDouble();
      boolean last = bin == bins - 1;
      long exact =
          Arrays.stream(prices).filter(p -> p >= left && (p < right || last && p <= right)).count();
      long count = histogram.at("/counts/" + bin).asLong();
      assertThat((double) count).isCloseTo(exact, within(allowed));
      total += count;
    }
    assertThat(total).isEqualTo(ROWS);
  }

  @Test
  void topValuesAreCountedWithinTheStatedError() {
    Map<String, Long> exact = new HashMap<>();
    for (String city : cities) {
      exact.merge(city, 1L, Long::sum);
    }
    JsonNode top = profile.at("/columns/city/top_values");
    long error = top.get("count_error").asLong();

    assertThat(top.get("values")).hasSize(10);
    assertThat(top.at("/values/0/value").asText()).isEqualTo("city 0");
    for (JsonNode value : top.get("values")) {
      assertThat(value.get("count").asLong())
          .isBetween(
              exact.get(value.get("value").asText()) - error,
              exact.get(value.get("value").asText()));
    }
  }

  @Test
  void distinctValuesAreEstimatedWithinThreeStandardErrors() {
    JsonNode distinct = profile.at("/columns/city/distinct_count");
    long exact = Arrays.stream(cities).distinct().count();
    assertThat(distinct.get("exact").asBoolean()).isFalse();
    assertThat(distinct.get("count").asDouble())
        .isCloseTo(exact, within(3 * distinct.get("standard_error").asDouble() * exact));
  }

  @Test
  void correlationIsPearsons() {
    JsonNode correlation = profile.get("correlation");
    assertThat(correlation.get("columns")).hasToString("[\"price\",\"paid\"]");
    assertThat(correlation.at("/matrix/0/1").asDouble())
        .isCloseTo(data.stat().corr("price", "paid"), within(1e-9));
    assertThat(correlation.at("/matrix/0/0").asDouble()).isEqualTo(1);
  }

  @Test
  void doubledRowsAreFound() {
    JsonNode duplicates = profile(data.union(data)).get("duplicate_rows");
    assertThat(duplicates.get("duplicates").asLong()).isEqualTo(ROWS);
    assertThat(duplicates.get("exact").asBoolean()).isTrue();
  }

  // Above 32, executors merge neighbours first.
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 40})
  void partitionsDoNotChangeWhatIsExact(int partitions) {
    JsonNode actual = profile(data.repartition(partitions));
    for (String exact :
        List.of(
            "/row_count",
            "/columns/price/sum",
            "/columns/price/min_max_mean",
            "/columns/price/zero_negative_nan",
            "/columns/city/distinct_count",
            "/columns/city/string_lengths",
            "/columns/city/schema",
            "/duplicate_rows")) {
      assertThat(actual.at(exact)).as(exact).isEqualTo(profile.at(exact));
    }
    double variance = profile.at("/columns/price/stddev/variance").asDouble();
    assertThat(actual.at("/columns/price/stddev/variance").asDouble())
        .isCloseTo(variance, within(1e-9 * variance));
  }

  @Test
  void theSameSplitsGiveTheSameOutputToTheLastDigit() {
    Dataset<Row> split = data.repartition(7).cache();
    assertThat(profile(split)).isEqualTo(profile(split));
  }

  private static JsonNode profile(Dataset<Row> rows) {
    TaskWorkload workload = new TaskWorkload(JobType.DESCRIPTIVE, List.of("profile"), Map.of());
    return new FusedPass(ImplementedTasks.select(workload), Table.of(rows, List.of()))
        .compute()
        .outputs()
        .get("profile");
  }
}
