package dev.sparkbench.runner.profile;

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
import org.apache.spark.sql.execution.SparkPlan;
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

    assertThat(columns(profiler.scan(Plan.of(Map.of())).plan())).isEmpty();
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
    Map<TableColumn, List<Need>> needs = Map.of(doubled, List.of(Need.of(Statistic.SUM)));

    TableProfile profile = new Profiler(table, needs).profile();

    assertThat(profile.rows()).isEqualTo(10);
    assertThat(profile.column(doubled).total().exact().intValueExact()).isEqualTo(90);
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

  private static Map<TableColumn, List<Need>> needs(Table table, int column) {
    Map<TableColumn, List<Need>> needs = new LinkedHashMap<>();
    needs.put(table.columns().get(column), List.of(Need.of(Statistic.SUM)));
    return needs;
  }

  private static Plan plan(Table table, int column) {
    return Plan.of(needs(table, column));
  }

  private static List<String> columns(SparkPlan plan) {
    return JavaConverters.seqAsJavaList(plan.output()).stream().map(a -> a.name()).toList();
  }
}
