package dev.sparkbench.runner.profile;

import java.util.Arrays;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;

/**
 * Finds the different values of a batch in a vector whose values are numbers of dictionary entries,
 * as Parquet's are where columns have few different values. What is costly for a text, such as its
 * hash, is then done once for each.
 */
final class DictionaryEntries {

  // By number of dictionary entry: the last batch that had it, and as which of its entries.
  private int[] batchOf = new int[0];
  private int[] entryOf = new int[0];
  private int batch;

  private final int[] rowOfEntry = new int[Batch.MAX_ROWS];
  private final int[] weights = new int[Batch.MAX_ROWS];
  private final int[] entryOfValue = new int[Batch.MAX_ROWS];

  /** Gives a batch the entries of its vector. */
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
