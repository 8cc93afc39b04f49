// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml;

import dev.sparkbench.runner.table.Table;
import dev.sparkbench.runner.table.TableColumn;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Plans the reading of a dataset's columns, so that all slots have something to do and training
 * gives the same result with any number of nodes.
 *
 * <p>The splits of the files are the same at every node count, unless the manifest requests Spark's
 * own splits; then nothing else is done. If there are fewer splits than slots (because files are
 * small, or compressed and cannot be split), rows are redistributed. Then the partition of a row
 * depends only on the splits, but its position in the partition depends on which executor answers
 * first. So the partitions are sorted, because algorithms that draw samples need the same order.
 */
final class Loading {

  private Loading() {}

  static Dataset<Row> plan(Table table, List<TableColumn> columns, int splits) {
    Column[] values = columns.stream().map(TableColumn::values).toArray(Column[]::new);
    Dataset<Row> rows = table.rows().select(values);
    return rows.rdd().getNumPartitions() >= splits
        ? rows
        : rows.repartition(splits).sortWithinPartitions(values);
  }
}
