// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.table.Table;
import dev.sparkbench.runner.table.TableColumn;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.FilterExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.WholeStageCodegenExec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.collection.JavaConverters;

class ColumnarScanTest {

  @TempDir Path folder;

  @Test
  void filesAreReadIntoVectorsAndOnlyTheColumnsThatAreNeeded() {
    Table table = Table.of(parquet(3), List.of());
    ColumnarScan scan = new Profiler(table, needs(table, 1)).scan(plan(table, 1));

    assertThat(scan.plan()).isInstanceOf(FileSourceScanExec.class);
    assertThat(columns(scan.plan())).containsExactly("c1");
  }

  @Test
  void withoutAColumnToLookAtNoneIsReadAndRowsAreCountedAllTheSame() {
    Table table = Table.of(parquet(3), List.of());
    Profiler profiler = new Profiler(table, Map.of());

    assertThat(columns(profiler.scan(ProfilePlan.of(Map.of())).plan())).isEmpty();
    assertThat(profiler.profile().rows()).isEqualTo(100);
  }

  @Test
  void aWideTableIsReadIntoVectorsAndSparksSettingIsLeftAsItWas() {
    Table table = Table.of(parquet(150), List.of());
    String before = LocalSpark.spark().conf().get("spark.sql.codegen.maxFields");
    Profiler profiler = new Profiler(table, needs(table, 149));

    assertThat(profiler.scan(plan(table, 149)).plan()).isInstanceOf(FileSourceScanExec.class);
    assertThat(profiler.profile().rows()).isEqualTo(100);
    assertThat(LocalSpark.spark().conf().get("spark.sql.codegen.maxFields")).isEqualTo(before);
  }

  @Test
  void rowsOfOtherSourcesArePutIntoVectors() {
    Dataset<Row> rows = LocalSpark.spark().range(10).selectExpr("id", "id * 2 AS doubled");
    Table table = Table.of(rows, List.of());
    TableColumn doubled = table.columns().get(1);
    Map<TableColumn, List<StatisticRequest>> needs =
        Map.of(doubled, List.of(StatisticRequest.of(Statistic.SUM)));

    TableProfile profile = new Profiler(table, needs).profile();

    assertThat(profile.rows()).isEqualTo(10);
    assertThat(profile.column(doubled).total().exact().intValueExact()).isEqualTo(90);
  }

  @Test
  void rowsOfFilesAreNotCopiedToBeGivenOtherNames() {
    Dataset<Row> csv = csv(3);
    Table all = Table.of(csv, List.of());
    Table some = Table.of(csv.filter("c1 > 50"), List.of());

    assertThat(source(all, 0, 1, 2)).isInstanceOf(FileSourceScanExec.class);
    assertThat(source(some, 1, 2)).isInstanceOf(FilterExec.class);
    Map<TableColumn, List<StatisticRequest>> needs = needs(some, 1, 2);
    assertThat(new Profiler(some, needs).profile().column(some.columns().get(2)).total().exact())
        // 50 rows in which c1 is 51 to 100, and c2 one more
        .isEqualByComparingTo("3825");
  }

  @Test
  void rowsOfFilesAreRidOfColumnsThatOnlyAFilterNeeds() {
    Table table = Table.of(csv(3).filter("c0 + c1 + c2 > 50"), List.of());

    assertThat(source(table, 1)).isInstanceOf(WholeStageCodegenExec.class);
    assertThat(columns(source(table, 1))).hasSize(1);
  }

  private static SparkPlan source(Table table, int... columns) {
    SparkPlan plan = new Profiler(table, needs(table, columns)).scan(plan(table, columns)).plan();
    assertThat(plan.supportsColumnar()).isFalse();
    return plan;
  }

  private Dataset<Row> csv(int columns) {
    String file = folder.resolve("data.csv").toUri().toString();
    Dataset<Row> rows = parquet(columns);
    rows.write().option("header", true).csv(file);
    return LocalSpark.spark().read().option("header", true).schema(rows.schema()).csv(file);
  }

  private Dataset<Row> parquet(int columns) {
    String[] expressions = new String[columns];
    for (int i = 0; i < columns; i++) {
      expressions[i] = "id + %d AS c%d".formatted(i, i);
    }
    String file = folder.resolve("data.parquet").toUri().toString();
    LocalSpark.spark().range(100).selectExpr(expressions).write().parquet(file);
    return LocalSpark.spark().read().parquet(file);
  }

  private static Map<TableColumn, List<StatisticRequest>> needs(Table table, int... columns) {
    Map<TableColumn, List<StatisticRequest>> needs = new LinkedHashMap<>();
    for (int column : columns) {
      needs.put(table.columns().get(column), List.of(StatisticRequest.of(Statistic.SUM)));
    }
    return needs;
  }

  private static ProfilePlan plan(Table table, int... columns) {
    return ProfilePlan.of(needs(table, columns));
  }

  private static List<String> columns(SparkPlan plan) {
    return JavaConverters.seqAsJavaList(plan.output()).stream().map(a -> a.name()).toList();
  }
}
