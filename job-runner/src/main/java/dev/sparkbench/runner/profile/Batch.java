package dev.sparkbench.runner.profile;

import dev.sparkbench.runner.statistics.Hashes;
import dev.sparkbench.runner.statistics.KeySorter;
import dev.sparkbench.runner.statistics.Loners;
import java.math.BigInteger;
import java.util.Arrays;
import org.apache.spark.sql.vectorized.ColumnVector;

/**
 * Some thousand rows of one column, taken out of Spark's vector into arrays, nulls left out. One is
 * used over and over within a Spark task.
 *
 * <p>Where values are hashed, equal ones that the vector has as one dictionary entry are one entry
 * here: {@link #entries} of them, with how often each occurs in {@link #weights}. Elsewhere each
 * value is an entry.
 */
final class Batch {

  /**
   * The rows of a vector that are taken at a time; more would not stay in the processor's cache.
   */
  static final int MAX_ROWS = 4096;

  private static final int[] ONES = new int[MAX_ROWS];

  static {
    Arrays.fill(ONES, 1);
  }

  final KeySorter sorter = new KeySorter();
  final Loners loners = new Loners();
  final DictionaryEntries dictionary = new DictionaryEntries();

  ColumnVector vector;
  int from;
  int rows;

  /** How many values there are, and the row of each in the vector. */
  int size;

  final int[] row = new int[MAX_ROWS];

  /** Keys in the order of the values, and numbers as doubles where they are ones. */
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

  // From which row on all are in a row's array, in their order; -1 if they are not.
  private int allFrom = -1;

  /** Goes to other rows, and finds out which have values. */
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

  /** Says that the hashes are there. */
  void setHashed() {
    hashed = true;
  }

  /** The hashes of the entries, of the keys if no others are there. */
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

  /** Goes on with the hashes of whole rows by this column. */
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
