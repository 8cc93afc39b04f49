package dev.sparkbench.runner.statistics;

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
 * Counts the most frequent of many different values in a table that does not grow: when it is full,
 * all counts are lowered so far that at least half of the values are forgotten. A count is then too
 * low by at most the sum of what was taken off, {@link #error}, which is at most the number of
 * values divided by half of the table's capacity. A table that was never full is exact.
 *
 * <p>Once it was full, or when the first batch may fill it, keys that occur once in a batch need
 * not go through the table if it could not keep them anyway: a batch is a summary of its own,
 * without error, and merging the two takes 1 off every count where they have more different values
 * than the table's capacity.
 *
 * <p>Values are 64-bit keys. Where those are hashes, the value's own bytes are kept beside them,
 * but in a table that was full once only from a value's second occurrence on: else every value of a
 * column of unique texts would be copied.
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

  // Open addressing; a slot with count 0 is free. There is no table before it has an entry.
  private transient long[] keys;
  private transient long[] counts;
  private transient byte[][] values;

  /**
   * One of the frequent values.
   *
   * @param key the key
   * @param value its bytes, if keys are hashes
   * @param count how often it occurred at least; at most that and {@link #error} more
   */
  public record Entry(long key, byte[] value, long count) {}

  /**
   * Makes a table without values.
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

  /** Counts the first keys of an array, which are no hashes, once each. */
  public void add(long[] added, int number, Loners loners) {
    int exact = 0;
    if (size > 0 || number <= capacity()) {
      while (exact < number && error == 0) {
        add(added[exact++]);
      }
    }
    // Also a first batch that may be too much for the table: if it is not, that is exact too.
    for (int from = exact; from < number; from += Loners.MAX_KEYS) {
      addToFull(added, from, Math.min(number, from + Loners.MAX_KEYS), loners);
    }
  }

  private void add(long key) {
    int slot = slotOf(key);
    if (counts[slot]++ == 0) {
      keys[slot] = key;
      grown();
    }
  }

  private void addToFull(long[] added, int from, int to, Loners loners) {
    loners.lookAt(added, from, to);
    int fresh = loners.aloneSize();
    // As usual where all values differ: there is nothing to look up, and no room for them.
    boolean asExpected = size == 0 && fresh > capacity();
    long[] alone = asExpected ? null : loners.alone();
    if (!asExpected) {
      fresh = countKnown(alone, fresh);
    }
    for (int i = 0; i < loners.othersSize(); i++) {
      add(loners.others()[i]);
    }
    if (size + fresh > capacity()) {
      lower(1);
    } else {
      for (int i = 0; i < fresh; i++) {
        add(alone[i]);
      }
    }
  }

  /** Counts those keys that are in the table, and moves the others to the front of the array. */
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

  /** Takes over exact counts, before anything else was added. */
  public void add(ValueCounts.Entries entries) {
    long off = 0;
    if (entries.size() > capacity()) {
      // So that no more than the table has room for stay above it.
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

  /** A count that at least half of the counts do not exceed. */
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
      // Nothing is left, as usual where all values differ: no need for another table.
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

  // No stream: where all values differ, this is most of what counting them costs.
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
   * Ends the counting of single values; it must come before merging. Values that occurred once
   * since the table was full go: they are many, not frequent, and their bytes may be unknown.
   */
  public void finish() {
    if (error > 0) {
      lower(1);
    }
  }

  /** Adds another table of the same form; both must be finished. */
  public void merge(Frequent other) {
    error += other.error;
    other.entries().forEach(entry -> put(entry.key(), entry.value(), entry.count()));
  }

  /** By how much counts may be too low. */
  public long error() {
    return error;
  }

  /**
   * The most frequent values, the most frequent first. Values whose count is not above the error
   * are left out: others, which are not known, could be more frequent.
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
