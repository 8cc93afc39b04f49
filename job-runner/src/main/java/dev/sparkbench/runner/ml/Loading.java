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
 * <p>The splits of the files are the same at every node count, unless the manifest asks for those
 * that Spark takes by itself; then nothing else is done. Where they are fewer than the slots (small
 * files, or compressed ones that cannot be split), rows are dealt out anew. Which partition a row
 * gets then depends only on the splits, but its place in the partition on which executor answers
 * first; so the partitions are sorted. Algorithms that draw samples need the order to be the same.
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
