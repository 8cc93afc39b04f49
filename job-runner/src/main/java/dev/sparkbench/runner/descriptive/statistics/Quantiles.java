// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.statistics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A sketch from which the rank of any value, and so quantiles, can be estimated: a KLL sketch over
 * longs. It keeps a sample in levels; a value in level h represents 2ʰ values. When a level is
 * full, every other value of it, starting randomly with the first or the second, moves to the next
 * level, and the others are dropped.
 *
 * <p>Values arrive in batches of thousands. A batch is sorted once and thinned once, by a larger
 * stride, and enters a higher level directly. Most of a long stream is not even sorted: a random
 * value represents each block. Every random choice is unbiased and adds a known bound to the
 * variance of ranks. These bounds are summed up, so {@link Ranks#error} follows from the choices
 * that were made. Ranks are exact until the first choice.
 *
 * <p>Random numbers come from a generator with a given seed, so the same values in the same order
 * give the same state.
 *
 * <p>Source: Karnin, Lang, Liberty, "Optimal quantile approximation in streams", FOCS 2016.
 */
public final class Quantiles implements Serializable {

  private static final long serialVersionUID = 1L;

  // Values sorted at a time, and up to twice as many if they arrive together; fewer only when the
  // length of blocks changes, and at the end.
  private static final int BUFFER = 2048;

  // Blocks begin after this many values per place of the top level. From then on, they add less to
  // the error than the levels do.
  private static final int VALUES_BEFORE_BLOCKS = 128;

  private static final int LEVELS = 62;
  private static final long[] NONE = {};
  private static final int LOWEST_CAPACITY = 16;
  private static final double LOWER_CAPACITY = 2.0 / 3;

  private final int size;
  private final boolean doubles;
  private long random;
  private long count;
  private double variance;

  // The sorted values of each level, in arrays that may be longer than needed.
  private final long[][] levels = new long[LEVELS][];
  private final int[] filled = new int[LEVELS];
  private int top;

  // Values that are not yet in a level; each represents a block of 2^blockLevel values.
  private long[] buffer;
  private int buffered;
  private int blockLevel;

  // The number of values in the current block so far, and the one that represents them.
  private int blockSeen;
  private long blockValue;

  /**
   * Creates an empty sketch.
   *
   * @param size the capacity of the highest level, in values; all levels together have three times
   *     that
   * @param doubles whether the values are keys of doubles, see {@link Keys}
   * @param seed of the random choices
   */
  public Quantiles(int size, boolean doubles, long seed) {
    this.size = size;
    this.doubles = doubles;
    this.random = Hashes.mix(seed);
    Arrays.fill(levels, NONE);
  }

  /** Adds the first values of an array. */
  public void add(long[] values, int number, KeySorter sorter) {
    int from = 0;
    while (from < number) {
      if (blockSeen == 0) {
        startBlock(sorter);
      }
      if (blockLevel > 0) {
        from += takeBlocks(values, from, number);
      } else if (buffered == 0 && number - from >= BUFFER) {
        from += takeSorted(values, from, number, sorter);
      } else {
        from += fill(values, from, number);
      }
      if (buffered == BUFFER) {
        flush(sorter);
      }
    }
  }

  private void startBlock(KeySorter sorter) {
    long perBlock = Math.max(1, count / ((long) VALUES_BEFORE_BLOCKS * size));
    int level = Long.SIZE - 1 - Long.numberOfLeadingZeros(perBlock);
    if (level != blockLevel) {
      flush(sorter);
      blockLevel = level;
    }
  }

  private int takeSorted(long[] values, int from, int to, KeySorter sorter) {
    int taken = Math.min(to - from, 2 * BUFFER);
    count += taken;
    insertThinned(values, from, taken, sorter);
    return taken;
  }

  private int fill(long[] values, int from, int to) {
    makeBuffer();
    int taken = Math.min(to - from, BUFFER - buffered);
    System.arraycopy(values, from, buffer, buffered, taken);
    buffered += taken;
    count += taken;
    return taken;
  }

  /** Created late, because long streams of full batches do not need it at first. */
  private void makeBuffer() {
    if (buffer == null) {
      buffer = new long[BUFFER];
    }
  }

  /** Takes one value of each block until the buffer is full or the values are used up. */
  private int takeBlocks(long[] values, int from, int to) {
    makeBuffer();
    int block = 1 << blockLevel;
    double varianceOfBlock = (double) block * block / 4;
    int i = from;
    while (i < to && buffered < BUFFER) {
      int step = Math.min(block - blockSeen, to - i);
      blockSeen += step;
      // Each value of the block has the same chance, even if the block arrives in parts.
      int choice = choose(blockSeen);
      if (choice < step) {
        blockValue = values[i + choice];
      }
      i += step;
      if (blockSeen == block) {
        buffer[buffered++] = blockValue;
        blockSeen = 0;
        variance += varianceOfBlock;
      }
    }
    count += i - from;
    return i - from;
  }

  private void flush(KeySorter sorter) {
    if (buffered > 0) {
      insertThinned(buffer, 0, buffered, sorter);
      buffered = 0;
    }
  }

  private void insertThinned(long[] values, int from, int number, KeySorter sorter) {
    // The thinned values fill a quarter of a level's capacity, at the beginning half of it.
    long most = Math.min(4L * number, 2 * count) / size;
    int stride = count <= size ? 1 : (int) Long.highestOneBit(Math.max(1, most));
    int first = choose(stride);
    long[] sorted = sorter.sorted(values, from, number, doubles, first, stride);
    int thinned = number / stride;
    int rest = number - thinned * stride;
    // Values after the last full stride are added unthinned.
    long[] tail = Arrays.copyOfRange(sorted, number - rest, number);
    if (stride > 1) {
      for (int i = 0; i < thinned; i++) {
        sorted[i] = sorted[first + i * stride];
      }
      // The number of picked values that are not larger than a given value can be one of two
      // neighbours. By Hoeffding's lemma, its deviation is bounded like that of a variance of 1/4.
      // If the given value is in an unsorted bucket of n values, the number may also be one more or
      // less, with a probability of n / stride in total. The bound then still holds up to n =
      // stride / 5 (not up to stride / 4).
      double weight = Math.scalb(1.0, blockLevel);
      variance += weight * weight * stride * stride / 4;
    }
    insert(blockLevel + Integer.numberOfTrailingZeros(stride), sorted, thinned);
    insert(blockLevel, tail, rest);
  }

  /**
   * Ends the adding of single values, and frees the buffers. Call it before merging and before
   * asking for ranks.
   */
  public void finish(KeySorter sorter) {
    flush(sorter);
    if (blockSeen > 0) {
      // The values of the last, incomplete block: its value enters each level whose bit is set in
      // their number.
      variance += (double) blockSeen * blockSeen / 4;
      for (int level = 0; level < blockLevel; level++) {
        if ((blockSeen & (1 << level)) != 0) {
          insert(level, new long[] {blockValue}, 1);
        }
      }
      blockSeen = 0;
    }
    buffer = null;
    for (int level = 0; level <= top; level++) {
      levels[level] = Arrays.copyOf(levels[level], filled[level]);
    }
  }

  /**
   * Adds values with their numbers of occurrences; only before anything else was added.
   *
   * @param values ascending
   * @param weights how often each
   */
  public void add(long[] values, long[] weights) {
    long all = Arrays.stream(weights).sum();
    count += all;
    // Starts with the highest level, because the capacity of the others depends on it.
    for (int level = Long.SIZE - 1 - Long.numberOfLeadingZeros(all); level >= 0; level--) {
      long bit = 1L << level;
      insert(
          level,
          IntStream.range(0, values.length)
              .filter(i -> (weights[i] & bit) != 0)
              .mapToLong(i -> values[i])
              .toArray());
    }
  }

  private void insert(int level, long[] values) {
    insert(level, values, values.length);
  }

  /** Adds another sketch; both must be finished. */
  public void merge(Quantiles other) {
    count += other.count;
    variance += other.variance;
    for (int level = 0; level <= other.top; level++) {
      insert(level, other.levels[level], other.filled[level]);
    }
  }

  /** Adds sorted values to a level, and compacts it if it is too full. */
  private void insert(int level, long[] values, int number) {
    if (number == 0) {
      return;
    }
    levels[level] = merged(levels[level], filled[level], values, number);
    filled[level] += number;
    top = Math.max(top, level);
    if (filled[level] > capacity(level)) {
      compact(level);
    }
  }

  private int capacity(int level) {
    return Math.max(LOWEST_CAPACITY, (int) (size * Math.pow(LOWER_CAPACITY, top - level)));
  }

  private void compact(int level) {
    long[] values = levels[level];
    int pairs = filled[level] / 2;
    int odd = filled[level] % 2;
    int first = choose(2);
    long smallest = values[0];
    for (int i = 0; i < pairs; i++) {
      values[i] = values[odd + 2 * i + first];
    }
    double weight = Math.scalb(1.0, level);
    variance += weight * weight;
    insert(level + 1, values, pairs);
    // A value without a partner stays.
    values[0] = smallest;
    filled[level] = odd;
  }

  /** Merges two sorted arrays, into the first one if it has room. */
  private static long[] merged(long[] own, int size, long[] added, int number) {
    int i = size - 1;
    int j = number - 1;
    long[] all = own.length < size + number ? Arrays.copyOf(own, size + number) : own;
    for (int k = size + number - 1; j >= 0; k--) {
      all[k] = i >= 0 && all[i] > added[j] ? all[i--] : added[j--];
    }
    return all;
  }

  /** A random number from 0 to below a bound, uniformly distributed. */
  private int choose(int bound) {
    random += Hashes.NULL;
    return (int) (((Hashes.mix(random) >>> Integer.SIZE) * bound) >>> Integer.SIZE);
  }

  /** The estimated ranks; the sketch must be finished. */
  public Ranks ranks() {
    Ranks ranks = new Ranks(new long[0], new long[0], Math.sqrt(variance));
    for (int level = 0; level <= top; level++) {
      ranks = ranks.with(levels[level], filled[level], 1L << level);
    }
    return ranks;
  }
}
