// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.statistics;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Counts the most frequent of many different values in a table of fixed size. When the table is
 * full, all counts are lowered by the same amount, so that at least half of the values drop out. A
 * count is too low by at most the sum of these amounts, {@link #error}. This is at most the number
 * of values divided by half of the table's capacity. If the table was never full, counts are exact.
 *
 * <p>Keys that occur once in a batch often need not be put into the table. A batch is an exact
 * summary of its own. If the two together have more different values than the table's capacity,
 * merging them lowers every count by 1, and these keys drop out at once.
 *
 * <p>Values are 64-bit keys. If these are hashes, the bytes of the value are kept as well. In a
 * table that was full once, they are kept only from the second occurrence on; otherwise every value
 * of a column of unique texts would be copied.
 *
 * <p>Sources: Misra and Gries, "Finding repeated elements", 1982; for merging, Agarwal et al.,
 * "Mergeable summaries", PODS 2012.
 */
public final class Frequent implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

  private final int slotBits;
  private final boolean hashed;
  private int size;
  private long error;

  // A hash table with open addressing; a slot with count 0 is free. The arrays are created with the
  // first entry.
  private transient long[] keys;
  private transient long[] counts;
  private transient byte[][] values;

  /**
   * One of the frequent values.
   *
   * @param key the key
   * @param value its bytes, if keys are hashes
   * @param count how often it occurred at least; at most {@link #error} more
   */
  public record Entry(long key, byte[] value, long count) {}

  /**
   * Creates an empty table.
   *
   * @param slotBits the logarithm of the number of slots; three quarters of them can be used
   * @param hashed whether keys are hashes, of values to be kept
   */
  public Frequent(int slotBits, boolean hashed) {
    this.slotBits = slotBits;
    this.hashed = hashed;
  }

  private void makeTable() {
    keys = new long[1 << slotBits];
    counts = new long[1 << slotBits];
    values = hashed ? new byte[1 << slotBits][] : null;
  }

  private int capacity() {
    return 3 << (slotBits - 2);
  }

  /** Counts the first keys of an array, once each; for keys that are not hashes. */
  public void add(long[] added, int number, SingletonFilter filter) {
    int exact = 0;
    if (size > 0 || number <= capacity()) {
      while (exact < number && error == 0) {
        add(added[exact++]);
      }
    }
    // A first batch that might overflow the table takes this path as well; if it fits after all,
    // the counts are still exact.
    for (int from = exact; from < number; from += SingletonFilter.MAX_KEYS) {
      addToFull(added, from, Math.min(number, from + SingletonFilter.MAX_KEYS), filter);
    }
  }

  private void add(long key) {
    int slot = slotOf(key);
    if (counts[slot]++ == 0) {
      keys[slot] = key;
      grown();
    }
  }

  private void addToFull(long[] added, int from, int to, SingletonFilter filter) {
    filter.split(added, from, to);
    int fresh = filter.singletonsSize();
    // The usual case if all values are different: the table is empty and has no room for them.
    boolean asExpected = size == 0 && fresh > capacity();
    long[] alone = asExpected ? null : filter.singletons();
    if (!asExpected) {
      fresh = countKnown(alone, fresh);
    }
    for (int i = 0; i < filter.othersSize(); i++) {
      add(filter.others()[i]);
    }
    if (size + fresh > capacity()) {
      lower(1);
    } else {
      for (int i = 0; i < fresh; i++) {
        add(alone[i]);
      }
    }
  }

  /** Counts the keys that are in the table, and moves the other keys to the front of the array. */
  private int countKnown(long[] alone, int number) {
    int fresh = 0;
    for (int i = 0; i < number; i++) {
      int slot = slotOf(alone[i]);
      if (counts[slot] > 0) {
        counts[slot]++;
      } else {
        alone[fresh++] = alone[i];
      }
    }
    return fresh;
  }

  /**
   * Counts the first keys of an array, which are hashes.
   *
   * @param weights how often each
   * @param value gives the bytes behind one of them, by its index
   */
  public void add(long[] added, int[] weights, int number, IntFunction<byte[]> value) {
    for (int i = 0; i < number; i++) {
      int slot = slotOf(added[i]);
      boolean fresh = counts[slot] == 0;
      counts[slot] += weights[i];
      if (values[slot] == null && (!fresh || weights[i] > 1 || error == 0)) {
        values[slot] = value.apply(i);
      }
      if (fresh) {
        keys[slot] = added[i];
        grown();
      }
    }
  }

  /** Adds exact counts; only before anything else was added. */
  public void add(ValueCounts.Entries entries) {
    long off = 0;
    if (entries.size() > capacity()) {
      // Then no more values stay above it than the table has room for.
      long[] sorted = entries.counts().clone();
      Arrays.sort(sorted);
      off = sorted[sorted.length - 1 - capacity()];
      error += off;
    }
    for (int i = 0; i < entries.size(); i++) {
      if (entries.counts()[i] > off) {
        put(entries.keys()[i], hashed ? entries.values()[i] : null, entries.counts()[i] - off);
      }
    }
  }

  private int slotOf(long key) {
    if (counts == null) {
      makeTable();
    }
    int mask = counts.length - 1;
    int slot = (int) ((key * SPREAD) >>> (Long.SIZE - slotBits));
    while (counts[slot] != 0 && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grown() {
    if (++size > capacity()) {
      lower(upperMedian());
    }
  }

  /** A count such that at least half of the counts are not larger. */
  private long upperMedian() {
    int ones = 0;
    for (long count : counts) {
      ones += count == 1 ? 1 : 0;
    }
    if (ones * 2 >= size) {
      return 1;
    }
    long[] present = Arrays.stream(counts).filter(count -> count > 0).sorted().toArray();
    return present[present.length / 2];
  }

  private void lower(long by) {
    error += by;
    if (size == 0) {
      return;
    }
    long[] oldKeys = keys;
    long[] oldCounts = counts;
    byte[][] oldValues = values;
    size = 0;
    if (noneAbove(by)) {
      // No value stays, which is usual if all values are different: the arrays can be reused.
      Arrays.fill(counts, 0);
      if (hashed) {
        Arrays.fill(values, null);
      }
      return;
    }
    makeTable();
    for (int i = 0; i < oldCounts.length; i++) {
      if (oldCounts[i] > by) {
        put(oldKeys[i], hashed ? oldValues[i] : null, oldCounts[i] - by);
      }
    }
  }

  // A loop and not a stream, because this is most of the work if all values are different.
  private boolean noneAbove(long limit) {
    for (long count : counts) {
      if (count > limit) {
        return false;
      }
    }
    return true;
  }

  private void put(long key, byte[] value, long count) {
    int slot = slotOf(key);
    boolean fresh = counts[slot] == 0;
    counts[slot] += count;
    keys[slot] = key;
    if (hashed && values[slot] == null) {
      values[slot] = value;
    }
    if (fresh) {
      grown();
    }
  }

  /**
   * Ends the counting; call it before merging. It removes values that occurred once since the table
   * was full: there are many, they are not frequent, and their bytes may be unknown.
   */
  public void finish() {
    if (error > 0) {
      lower(1);
    }
  }

  /** Adds another table of the same size and kind; both must be finished. */
  public void merge(Frequent other) {
    error += other.error;
    other.entries().forEach(entry -> put(entry.key(), entry.value(), entry.count()));
  }

  /** The largest amount by which counts may be too low. */
  public long error() {
    return error;
  }

  /**
   * The most frequent values, the most frequent first. Values whose count is not larger than the
   * error are left out, because values that dropped out could be more frequent.
   */
  public List<Entry> top(int limit) {
    return entries().stream()
        .filter(entry -> entry.count() > error)
        .sorted(Comparator.comparingLong(Entry::count).reversed().thenComparing(Entry::key))
        .limit(limit)
        .toList();
  }

  private List<Entry> entries() {
    List<Entry> entries = new ArrayList<>(size);
    for (int i = 0; size > 0 && i < counts.length; i++) {
      if (counts[i] > 0) {
        entries.add(new Entry(keys[i], hashed ? values[i] : null, counts[i]));
      }
    }
    return entries;
  }

  /** Writes the entries only. */
  private void writeObject(ObjectOutputStream out) throws IOException {
    out.defaultWriteObject();
    for (Entry entry : entries()) {
      out.writeLong(entry.key());
      out.writeLong(entry.count());
      if (hashed) {
        out.writeInt(entry.value().length);
        out.write(entry.value());
      }
    }
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    int entries = size;
    size = 0;
    for (int i = 0; i < entries; i++) {
      long key = in.readLong();
      long count = in.readLong();
      put(key, hashed ? in.readNBytes(in.readInt()) : null, count);
    }
  }
}
