// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.table.Table;
import java.util.List;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.junit.jupiter.api.Test;

/** The size of the data in memory at a time is bounded, for any rows and columns. */
class BoundedMemoryTest {

  @Test
  void largeRowsAreTakenFewAtATime() {
    List<Integer> batches = batches("repeat('x', 1000000) AS t", 40);

    assertThat(batches.stream().mapToInt(rows -> rows).sum()).isEqualTo(40);
    assertThat(batches).allMatch(rows -> rows <= RowVectors.MOST_BYTES / 1_000_000 + 1);
  }

  @Test
  void smallRowsAreTakenManyAtATime() {
    assertThat(batches("id", 10_000)).contains(Batch.MAX_ROWS);
  }

  @Test
  void manyColumnsMakeBatchesShorter() {
    assertThat(RowVectors.rows(1)).isEqualTo(4096);
    assertThat(RowVectors.rows(200)).isEqualTo(4096);
    assertThat(RowVectors.rows(5_000)).isEqualTo(209);
    assertThat(RowVectors.rows(10_000_000)).isEqualTo(16);
  }

  @Test
  void statesOfManyColumnsAreMergedBeforeTheDriverHasThem() {
    assertThat(Profiler.perGroup(32, 10)).isEqualTo(1);
    assertThat(Profiler.perGroup(33, 10)).isEqualTo(6);
    assertThat(Profiler.perGroup(32, 1_300)).isEqualTo(16);
    assertThat(Profiler.perGroup(8, 5_000)).isEqualTo(8);
    assertThat(Profiler.perGroup(1, 5_000)).isEqualTo(1);
  }

  private static List<Integer> batches(String column, int rows) {
    Table table = Table.of(LocalSpark.spark().range(0, rows, 1, 2).selectExpr(column), List.of());
    return ColumnarScan.of(table.rows(), table.columns())
        .run(batches -> batches.toJavaRDD().map(ColumnarBatch::numRows).collect());
  }
}
