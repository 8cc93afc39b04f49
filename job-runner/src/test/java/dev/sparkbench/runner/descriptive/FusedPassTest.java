// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive;

import static org.apache.spark.sql.types.DataTypes.ByteType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.FloatType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.ShortType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;
import static org.apache.spark.sql.types.DataTypes.createDecimalType;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.TaskWorkload;
import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.table.Table;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class FusedPassTest {

  private static final String ALL_NULL = "{\"min\":null,\"max\":null,\"mean\":null}";

  @Test
  void countsRows() {
    assertThat(output("row_count", column(LongType, 7L, null, 7L))).isEqualTo("{\"rows\":3}");
  }

  @Test
  void addsLongsExactlyWhereDoublesWouldNot() {
    // The sum is 1; as doubles, which step by 1024 here, it would be 0.
    assertThat(output("min_max_mean", column(LongType, Long.MAX_VALUE, Long.MIN_VALUE, 2L)))
        .isEqualTo(
            "{\"x\":{\"min\":-9223372036854775808,\"max\":9223372036854775807,\"mean\":0.3333333333333333}}");
  }

  @Test
  void addsLongsExactlyWhereLongsWouldWrapAround() {
    assertThat(output("min_max_mean", column(LongType, Long.MAX_VALUE, Long.MAX_VALUE)))
        .isEqualTo(
            "{\"x\":{\"min\":9223372036854775807,\"max\":9223372036854775807,\"mean\":9.223372036854776E18}}");
  }

  @Test
  void addsSmallerIntegersExactly() {
    assertThat(output("min_max_mean", column(IntegerType, Integer.MIN_VALUE, Integer.MAX_VALUE)))
        .isEqualTo("{\"x\":{\"min\":-2147483648,\"max\":2147483647,\"mean\":-0.5}}");
    assertThat(output("min_max_mean", column(ShortType, (short) -32768, (short) 5)))
        .isEqualTo("{\"x\":{\"min\":-32768,\"max\":5,\"mean\":-16381.5}}");
    assertThat(output("min_max_mean", column(ByteType, (byte) -128, (byte) 127, (byte) 2)))
        .isEqualTo("{\"x\":{\"min\":-128,\"max\":127,\"mean\":0.3333333333333333}}");
  }

  @Test
  void keepsDecimalsAsDecimals() {
    assertThat(
            output(
                "min_max_mean",
                column(
                    createDecimalType(12, 2),
                    new BigDecimal("-0.10"),
                    null,
                    new BigDecimal("12.50"),
                    new BigDecimal("0.01"))))
        .isEqualTo("{\"x\":{\"min\":-0.10,\"max\":12.50,\"mean\":4.136667}}");
  }

  @Test
  void addsDecimalsExactlyWhereSparksLargestDecimalWouldNotDo() {
    BigDecimal large = new BigDecimal("90000000000000000000000000000000000000");

    assertThat(output("min_max_mean", column(createDecimalType(38, 0), large, large)))
        .isEqualTo(
            "{\"x\":{\"min\":90000000000000000000000000000000000000,\"max\":90000000000000000000000000000000000000,\"mean\":90000000000000000000000000000000000000.0000}}");
  }

  @Test
  void putsNaNAboveEverythingElse() {
    assertThat(output("min_max_mean", column(DoubleType, 1.5, Double.NaN, -2.0)))
        .isEqualTo("{\"x\":{\"min\":-2.0,\"max\":\"NaN\",\"mean\":\"NaN\"}}");
    assertThat(output("min_max_mean", column(DoubleType, Double.NaN, null)))
        .isEqualTo("{\"x\":{\"min\":\"NaN\",\"max\":\"NaN\",\"mean\":\"NaN\"}}");
  }

  @Test
  void spellsInfinitiesOut() {
    assertThat(output("min_max_mean", column(DoubleType, 1.0, Double.POSITIVE_INFINITY)))
        .isEqualTo("{\"x\":{\"min\":1.0,\"max\":\"Infinity\",\"mean\":\"Infinity\"}}");
    assertThat(
            output(
                "min_max_mean",
                column(FloatType, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY)))
        .isEqualTo("{\"x\":{\"min\":\"-Infinity\",\"max\":\"Infinity\",\"mean\":\"NaN\"}}");
  }

  @Test
  void writesFloatsWithTheirOwnDigits() {
    assertThat(output("min_max_mean", column(FloatType, 0.1f, 0.5f)))
        .isEqualTo("{\"x\":{\"min\":0.1,\"max\":0.5,\"mean\":0.30000000074505806}}");
  }

  @Test
  void hasNothingToSayOfAColumnWithoutValues() {
    for (DataType type :
        List.of(LongType, IntegerType, DoubleType, createDecimalType(38, 3), ByteType)) {
      assertThat(output("min_max_mean", column(type, null, null)))
          .isEqualTo("{\"x\":" + ALL_NULL + "}");
      assertThat(output("min_max_mean", column(type))).isEqualTo("{\"x\":" + ALL_NULL + "}");
    }
  }

  @Test
  void leavesColumnsOutThatAreNoNumbers() {
    assertThat(output("min_max_mean", column(StringType, "7", "8"))).isEqualTo("{}");
  }

  @Test
  void givesNullsAsPercentage() {
    assertThat(output("null_percentage", column(StringType, "a", null, "")))
        .isEqualTo("{\"x\":33.333333333333336}");
    assertThat(output("null_percentage", column(DoubleType, Double.NaN, 1.0)))
        .isEqualTo("{\"x\":0.0}");
    assertThat(
            output(
                "null_percentage",
                column(createArrayType(LongType), null, null, List.of(1L), null)))
        .isEqualTo("{\"x\":75.0}");
  }

  @Test
  void givesNoPercentageWithoutRows() {
    assertThat(output("null_percentage", column(LongType))).isEqualTo("{\"x\":null}");
    assertThat(output("row_count", column(LongType))).isEqualTo("{\"rows\":0}");
  }

  @Test
  void takesColumnsOfAnyName() {
    StructType schema =
        new StructType()
            .add("a.b", LongType)
            .add("a`b", LongType)
            .add("größe €", LongType)
            .add("A", LongType)
            .add("a", LongType)
            .add("same", LongType)
            .add("", LongType);
    Dataset<Row> data =
        LocalSpark.spark()
            .createDataFrame(List.of(RowFactory.create(1L, 2L, 3L, 4L, 5L, 6L, null)), schema);

    assertThat(output("null_percentage", data))
        .isEqualTo(
            "{\"a.b\":0.0,\"a`b\":0.0,\"größe €\":0.0,\"A\":0.0,\"a\":0.0,\"same\":0.0,\"\":100.0}");
  }

  @Test
  void computesAllTasksInOneJobOfSparkEveryTime() {
    FusedPass pass =
        pass(column(LongType, 1L, null), "min_max_mean", "null_percentage", "row_count", "profile");
    JobCount jobs = new JobCount();
    LocalSpark.spark().sparkContext().addSparkListener(jobs);
    try {
      assertThat(pass.compute().outputs().keySet())
          .containsExactly("min_max_mean", "null_percentage", "row_count", "profile");
      assertThat(jobs.soFar()).isEqualTo(1);
      assertThat(pass.compute().outputs()).isEqualTo(pass.compute().outputs());
      assertThat(jobs.soFar()).isEqualTo(3);
    } finally {
      LocalSpark.spark().sparkContext().removeSparkListener(jobs);
    }
  }

  private static final class JobCount extends SparkListener {
    private final AtomicInteger jobs = new AtomicInteger();

    @Override
    public void onJobStart(SparkListenerJobStart start) {
      jobs.incrementAndGet();
    }

    private int soFar() {
      try {
        LocalSpark.spark().sparkContext().listenerBus().waitUntilEmpty(10_000);
      } catch (TimeoutException e) {
        throw new IllegalStateException(e);
      }
      return jobs.get();
    }
  }

  /** A benchmark of nothing would succeed, and recommend a number of nodes. */
  @Test
  void aPassThatComputesNothingIsRefused() {
    Dataset<Row> texts = column(DataTypes.StringType, "1,5");
    assertThatThrownBy(() -> pass(texts, "sum", "stddev").orRefuse())
        .hasMessageContaining(
            "sum, stddev can use none of the columns 'x' (STRING): name other tasks in jobConfig.tasks, or other columns in dataset.columns");
    assertThat(pass(texts, "sum", "row_count").orRefuse()).isNotNull();
    assertThat(pass(texts, "sum", "top_values").orRefuse()).isNotNull();
  }

  private static String output(String task, Dataset<Row> data) {
    FusedPass pass = pass(data, task);
    return pass.compute().outputs().get(task).toString();
  }

  private static FusedPass pass(Dataset<Row> data, String... tasks) {
    TaskWorkload workload = new TaskWorkload(JobType.DESCRIPTIVE, List.of(tasks), Map.of());
    return new FusedPass(ImplementedTasks.select(workload), Table.of(data, List.of()));
  }

  private static Dataset<Row> column(DataType type, Object... values) {
    List<Row> rows = Arrays.stream(values).map(value -> RowFactory.create(value)).toList();
    return LocalSpark.spark().createDataFrame(rows, new StructType().add("x", type));
  }
}
