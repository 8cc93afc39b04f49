// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.profile;

import dev.sparkbench.runner.descriptive.statistics.Correlation;
import dev.sparkbench.runner.descriptive.statistics.Hashes;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Adds the vectors of one partition to a state, column by column, a batch of rows at a time. */
final class PartitionScan {

  private final TableState state;
  private final int[] ordinals;
  private final List<ColumnState> columns;
  private final ValueReader[] readers;
  private final Batch batch = new Batch();

  // By row: the hash of the columns so far, if equal rows are counted.
  private final long[] rowHashes;

  // By column and row: the input of the correlation.
  private final double[][] deltas;
  private final boolean[][] present;
  private final boolean[][] presence;

  /**
   * Prepares a scan.
   *
   * @param ordinals the positions of the plan's columns in Spark's batches
   * @param seed of random choices
   */
  PartitionScan(ProfilePlan plan, int[] ordinals, long seed) {
    this.state = new TableState(plan, seed);
    this.ordinals = ordinals;
    this.columns = state.columns();
    this.readers = columns.stream().map(ColumnState::reader).toArray(ValueReader[]::new);
    this.rowHashes = plan.keepsRows() ? new long[Batch.MAX_ROWS] : null;
    int correlated = (int) plan.count(Statistic.CORRELATION);
    this.deltas = new double[correlated][Batch.MAX_ROWS];
    this.presence = new boolean[correlated][Batch.MAX_ROWS];
    this.present = new boolean[correlated][];
  }

  /** Adds all rows of the partition. */
  TableState scan(Iterator<ColumnarBatch> batches) {
    while (batches.hasNext()) {
      add(batches.next(), (hashes, number) -> {});
    }
    return finished();
  }

  /**
   * Adds a batch of rows.
   *
   * @param exactRows receives their hashes, if different rows are counted exactly
   */
  void add(ColumnarBatch rows, RowHashConsumer exactRows) {
    for (int from = 0; from < rows.numRows(); from += Batch.MAX_ROWS) {
      add(rows, from, Math.min(rows.numRows(), from + Batch.MAX_ROWS), exactRows);
    }
  }

  /** The state of all rows added. */
  TableState finished() {
    columns.forEach(column -> column.finish(batch));
    return state;
  }

  private void add(ColumnarBatch vectors, int from, int to, RowHashConsumer exactRows) {
    int rows = to - from;
    state.addRows(rows);
    if (rowHashes != null) {
      java.util.Arrays.fill(rowHashes, 0, rows, 0);
    }
    int correlated = 0;
    for (int c = 0; c < ordinals.length; c++) {
      ColumnState column = columns.get(c);
      ColumnVector vector = vectors.column(ordinals[c]);
      batch.start(vector, from, to);
      if (column.needsValues()) {
        readers[c].read(batch);
      }
      column.add(batch);
      if (column.plan().keepsRows()) {
        batch.appendTo(rowHashes);
      }
      if (column.plan().keeps(Statistic.CORRELATION)) {
        keepForCorrelation(column, correlated++);
      }
    }
    if (correlated > 0) {
      state.correlation().add(deltas, present, rows);
    }
    if (rowHashes != null) {
      addRowHashes(rows, exactRows);
    }
  }

  private void keepForCorrelation(ColumnState column, int at) {
    Correlation correlation = state.correlation();
    correlation.pivot(at, column.pivot().exact());
    double[] own = batch.deltas(column.pivot());
    if (!batch.hasNulls()) {
      present[at] = null;
      System.arraycopy(own, 0, deltas[at], 0, batch.size);
      return;
    }
    present[at] = presence[at];
    java.util.Arrays.fill(presence[at], false);
    for (int i = 0; i < batch.size; i++) {
      int row = batch.row[i] - batch.from;
      presence[at][row] = true;
      deltas[at][row] = own[i];
    }
  }

  private void addRowHashes(int rows, RowHashConsumer exactRows) {
    // The hashes of the columns have only been combined so far; this mixes them.
    Hashes.mix(rowHashes, rows, rowHashes);
    if (state.distinctRows() != null) {
      state.distinctRows().add(rowHashes, rows);
    }
    exactRows.take(rowHashes, rows);
  }
}
