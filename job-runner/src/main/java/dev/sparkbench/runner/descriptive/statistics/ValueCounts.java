// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.statistics;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * Counts every value of a column exactly, as long as there are few different ones. If there are too
 * many, it {@link #overflows}, and the caller continues with sketches, which start from these
 * counts.
 *
 * <p>Values are 64-bit keys. If these are hashes, the bytes of the values can be kept as well. Two
 * values with the same hash would be counted as one; for ten thousand values, the probability is
 * about 3 in 10¹².
 *
 * <p>The first keys are only listed. In many columns nearly all values are different, and this can
 * be detected from the list without a hash table: the keys are hashed to places of a bitmap, and
 * there are at least as many different keys as used places.
 */
public final class ValueCounts implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;
  private static final long[] NONE = {};

  // Eight places per listed key, so that few keys share one.
  private static final int PLACES_PER_KEY = 8;

  private static final int FIRST_SLOT_BITS = 6;

  private final int limit;
  private final boolean hashed;
  private int size;
  private boolean overflown;

  // Keys in their order, before the table is created.
  private transient long[] listed = NONE;
  private transient int listedSize;

  // A hash table with open addressing; a slot with count 0 is free.
  private transient int slotBits;
  private transient long[] keys;
  private transient long[] counts;
  private transient byte[][] values;

  /**
   * Creates an empty state.
   *
   * @param limit how many different keys there may be
   * @param hashed whether keys are hashes, of values to be kept
   */
  public ValueCounts(int limit, boolean hashed) {
    this.limit = limit;
    this.hashed = hashed;
  }

  /** Whether there are more different keys than the limit; ask after each addition. */
  public boolean overflows() {
    return overflown || size > limit;
  }

  /** Counts the first keys of an array, once each. */
  public void add(long[] added, int number) {
    if (keys == null && listedSize + number <= limit + limit / 4) {
      list(added, number);
      return;
    }
    if (keys == null) {
      if (certainlyDifferent(added, number) > limit) {
        overflown = true;
        list(added, number);
        return;
      }
      makeTable();
    }
    for (int i = 0; i < number; i++) {
      increase(added[i], 1);
    }
  }

  /**
   * Counts the first keys of an array, which are hashes.
   *
   * @param weights how often each
   * @param value gives the bytes behind one of them, by its index; null if they are not kept
   */
  public void add(long[] added, int[] weights, int number, IntFunction<byte[]> value) {
    makeTable();
    for (int i = 0; i < number; i++) {
      int slot = increase(added[i], weights[i]);
      if (hashed && values[slot] == null) {
        values[slot] = value.apply(i);
      }
    }
  }

  private void list(long[] added, int number) {
    if (listed.length < listedSize + number) {
      listed = Arrays.copyOf(listed, Math.max(2 * listed.length, listedSize + number));
    }
    System.arraycopy(added, 0, listed, listedSize, number);
    listedSize += number;
  }

  /** A lower bound of the number of different keys, those so far and these. */
  private int certainlyDifferent(long[] added, int number) {
    int bits =
        Integer.SIZE - Integer.numberOfLeadingZeros(PLACES_PER_KEY * (listedSize + number) - 1);
    long[] places = new long[Math.max(1, 1 << bits >>> 6)];
    return mark(places, bits, listed, listedSize) + mark(places, bits, added, number);
  }

  private static int mark(long[] places, int bits, long[] marked, int number) {
    int fresh = 0;
    for (int i = 0; i < number; i++) {
      int place = (int) (Hashes.mix(marked[i]) >>> (Long.SIZE - bits));
      long bit = 1L << place;
      long before = places[place >>> 6];
      fresh += (before & bit) == 0 ? 1 : 0;
      places[place >>> 6] = before | bit;
    }
    return fresh;
  }

  private void makeTable() {
    if (keys != null) {
      return;
    }
    allocate(FIRST_SLOT_BITS);
    for (int i = 0; i < listedSize; i++) {
      increase(listed[i], 1);
    }
    listed = NONE;
    listedSize = 0;
  }

  private void allocate(int bits) {
    slotBits = bits;
    keys = new long[1 << bits];
    counts = new long[1 << bits];
    values = hashed ? new byte[1 << bits][] : null;
  }

  private int increase(long key, long by) {
    int slot = slotOf(key);
    if (counts[slot] == 0) {
      // Up to five eighths full: with more, a search visits too many slots.
      if (8 * (size + 1) > 5 * counts.length) {
        grow();
        slot = slotOf(key);
      }
      keys[slot] = key;
      size++;
    }
    counts[slot] += by;
    return slot;
  }

  private int slotOf(long key) {
    int mask = counts.length - 1;
    int slot = (int) ((key * SPREAD) >>> (Long.SIZE - slotBits));
    while (counts[slot] != 0 && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    long[] oldCounts = counts;
    byte[][] oldValues = values;
    allocate(slotBits + 1);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldCounts[i] > 0) {
        int slot = slotOf(oldKeys[i]);
        keys[slot] = oldKeys[i];
        counts[slot] = oldCounts[i];
        if (hashed) {
          values[slot] = oldValues[i];
        }
      }
    }
  }

  /** Adds other counts of the same form. */
  public void merge(ValueCounts other) {
    makeTable();
    other.makeTable();
    for (int i = 0; i < other.keys.length; i++) {
      if (other.counts[i] > 0) {
        int slot = increase(other.keys[i], other.counts[i]);
        if (hashed && values[slot] == null) {
          values[slot] = other.values[i];
        }
      }
    }
  }

  /** Whether keys are only listed so far. */
  public boolean isListed() {
    return keys == null;
  }

  /** The keys in their order, as long as they were only listed. */
  public long[] listed() {
    return Arrays.copyOf(listed, listedSize);
  }

  /**
   * Counts the keys that were only listed. Call it after the last addition, before merging and
   * asking.
   */
  public void finish() {
    makeTable();
  }

  /** The number of different keys. */
  public int size() {
    makeTable();
    return size;
  }

  /** All keys with their counts, in ascending order of the keys. */
  public Entries entries() {
    makeTable();
    int[] slots = new int[size];
    long[] sorted = new long[size];
    int n = 0;
    for (int i = 0; i < keys.length; i++) {
      if (counts[i] > 0) {
        sorted[n++] = keys[i];
      }
    }
    Arrays.sort(sorted);
    long[] their = new long[size];
    byte[][] bytes = hashed ? new byte[size][] : null;
    for (int i = 0; i < size; i++) {
      slots[i] = slotOf(sorted[i]);
      their[i] = counts[slots[i]];
      if (hashed) {
        bytes[i] = values[slots[i]];
      }
    }
    return new Entries(sorted, their, bytes);
  }

  /**
   * Different keys and their numbers of occurrences.
   *
   * @param keys ascending
   * @param counts of each
   * @param values the bytes behind each; null if keys are no hashes
   */
  public record Entries(long[] keys, long[] counts, byte[][] values) {

    /** How many. */
    public int size() {
      return keys.length;
    }
  }

  /** Writes the entries only. */
  private void writeObject(ObjectOutputStream out) throws IOException {
    makeTable();
    out.defaultWriteObject();
    for (int i = 0; i < keys.length; i++) {
      if (counts[i] > 0) {
        out.writeLong(keys[i]);
        out.writeLong(counts[i]);
        if (hashed) {
          out.writeInt(values[i].length);
          out.write(values[i]);
        }
      }
    }
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    int entries = size;
    size = 0;
    listed = NONE;
    allocate(FIRST_SLOT_BITS);
    for (int i = 0; i < entries; i++) {
      long key = in.readLong();
      int slot = increase(key, in.readLong());
      if (hashed) {
        values[slot] = in.readNBytes(in.readInt());
      }
    }
  }
}
