// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.profile;

import java.util.Arrays;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;

/**
 * Finds the different values of a batch if the vector is dictionary-encoded, as Parquet encodes
 * columns with few different values. Expensive work on a text, such as its hash, is then done once
 * per different value.
 */
final class DictionaryEntries {

  // By dictionary entry: the last batch that had it, and the index of the entry in that batch.
  private int[] batchOf = new int[0];
  private int[] entryOf = new int[0];
  private int batch;

  private final int[] rowOfEntry = new int[Batch.MAX_ROWS];
  private final int[] weights = new int[Batch.MAX_ROWS];
  private final int[] entryOfValue = new int[Batch.MAX_ROWS];

  /** Fills in the entries of a batch from its vector. */
  void group(WritableColumnVector ids, Batch of) {
    batch++;
    int entries = 0;
    for (int i = 0; i < of.size; i++) {
      int id = ids.getDictId(of.row[i]);
      if (id >= batchOf.length) {
        grow(id);
      }
      if (batchOf[id] != batch) {
        batchOf[id] = batch;
        entryOf[id] = entries;
        rowOfEntry[entries] = of.row[i];
        weights[entries++] = 0;
      }
      int entry = entryOf[id];
      weights[entry]++;
      entryOfValue[i] = entry;
    }
    of.entries = entries;
    of.rowOfEntry = rowOfEntry;
    of.weights = weights;
    of.entryOf = entryOfValue;
  }

  private void grow(int id) {
    int length = Math.max(Batch.MAX_ROWS, Integer.highestOneBit(id) * 2);
    batchOf = Arrays.copyOf(batchOf, length);
    entryOf = Arrays.copyOf(entryOf, length);
  }
}
