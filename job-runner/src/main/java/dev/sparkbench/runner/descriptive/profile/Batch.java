// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.profile;

import dev.sparkbench.runner.descriptive.statistics.Hashes;
import dev.sparkbench.runner.descriptive.statistics.KeySorter;
import dev.sparkbench.runner.descriptive.statistics.SingletonFilter;
import java.math.BigInteger;
import java.util.Arrays;
import org.apache.spark.sql.vectorized.ColumnVector;

/**
 * Up to {@value #MAX_ROWS} rows of one column, copied from Spark's vector into arrays, without
 * nulls. A Spark task reuses one batch for all its rows.
 *
 * <p>If values are hashed and the vector has a dictionary, equal values are one entry here: there
 * are {@link #entries} of them, and {@link #weights} has how often each occurs. Otherwise each
 * value is an entry.
 */
final class Batch {

  /**
   * The rows of a vector that are copied at a time; more would not stay in the processor's cache.
   */
  static final int MAX_ROWS = 4096;

  private static final int[] ONES = new int[MAX_ROWS];

  static {
    Arrays.fill(ONES, 1);
  }

  final KeySorter sorter = new KeySorter();
  final SingletonFilter singletonFilter = new SingletonFilter();
  final DictionaryEntries dictionary = new DictionaryEntries();

  ColumnVector vector;
  int from;
  int rows;

  /** The number of values, and the row of each in the vector. */
  int size;

  final int[] row = new int[MAX_ROWS];

  /** Keys in the order of the values; for doubles, also the numbers themselves. */
  final long[] keys = new long[MAX_ROWS];

  final double[] doubles = new double[MAX_ROWS];
  final BigInteger[] unscaled = new BigInteger[MAX_ROWS];

  /** Entries: their number, the row of one occurrence, how many occurrences, and their lengths. */
  int entries;

  int[] rowOfEntry = row;
  int[] weights = ONES;
  final int[] lengths = new int[MAX_ROWS];

  /** The entry of each value; null if each value is an entry. */
  int[] entryOf;

  /** Hashes of the entries. */
  final long[] hashes = new long[MAX_ROWS];

  private boolean hashed;
  private boolean ranged;
  private long smallest;
  private long largest;
  private final double[] deltas = new double[MAX_ROWS];
  private boolean subtracted;

  // The first row, if the array of rows has consecutive rows; otherwise -1.
  private int allFrom = -1;

  /** Moves to other rows, and finds out which of them have values. */
  void start(ColumnVector next, int firstRow, int endRow) {
    vector = next;
    from = firstRow;
    rows = endRow - firstRow;
    size = 0;
    if (next.hasNull()) {
      allFrom = -1;
      for (int r = firstRow; r < endRow; r++) {
        row[size] = r;
        size += next.isNullAt(r) ? 0 : 1;
      }
    } else {
      if (allFrom != firstRow) {
        allFrom = firstRow;
        Arrays.setAll(row, i -> firstRow + i);
      }
      size = rows;
    }
    entries = size;
    rowOfEntry = row;
    weights = ONES;
    entryOf = null;
    hashed = false;
    ranged = false;
    subtracted = false;
  }

  boolean hasNulls() {
    return size < rows;
  }

  /** Marks the hashes as present. */
  void setHashed() {
    hashed = true;
  }

  /** The hashes of the entries; those of the keys if no others are present. */
  long[] hashes() {
    if (!hashed) {
      Hashes.mix(keys, size, hashes);
      hashed = true;
    }
    return hashes;
  }

  /** The smallest key; the largest long without values. */
  long smallest() {
    findRange();
    return smallest;
  }

  /** The largest key; the smallest long without values. */
  long largest() {
    findRange();
    return largest;
  }

  private void findRange() {
    if (ranged) {
      return;
    }
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    for (int i = 0; i < size; i++) {
      min = Math.min(min, keys[i]);
      max = Math.max(max, keys[i]);
    }
    smallest = min;
    largest = max;
    ranged = true;
  }

  /** The differences of the values from a column's pivot. */
  double[] deltas(Pivot pivot) {
    if (!subtracted) {
      pivot.subtract(this, deltas);
      subtracted = true;
    }
    return deltas;
  }

  /** Extends the hashes of whole rows by this column. */
  void appendTo(long[] rowHashes) {
    long[] own = hashes();
    if (!hasNulls()) {
      for (int i = 0; i < size; i++) {
        rowHashes[i] = Hashes.append(rowHashes[i], own[entryOf == null ? i : entryOf[i]]);
      }
      return;
    }
    for (int i = 0; i < rows; i++) {
      rowHashes[i] = Hashes.append(rowHashes[i], Hashes.NULL);
    }
    for (int i = 0; i < size; i++) {
      rowHashes[row[i] - from] += own[entryOf == null ? i : entryOf[i]] - Hashes.NULL;
    }
  }
}
