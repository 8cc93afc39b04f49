package dev.sparkbench.runner.statistics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A sample from which the rank of any value among all can be told, and so quantiles: a KLL sketch
 * over longs in their order. A value in level h stands for 2ʰ values. A level that is full is
 * thinned: every other value, beginning with the first or the second by chance, moves up.
 *
 * <p>Values arrive by the thousand, so they are sorted once and thinned at once by a larger stride
 * to enter a higher level; the larger share of a long stream is not even sorted, as one value by
 * chance stands for a block of them. Every such choice is fair and adds a known bound to the
 * variance of ranks, which is kept count of: {@link Ranks#error} follows from what really happened.
 * As long as there was nothing to thin, ranks are exact.
 *
 * <p>Chance comes from a generator with a given seed, so that the same values in the same order
 * leave the same state.
 *
 * <p>Source: Karnin, Lang, Liberty, "Optimal quantile approximation in streams", FOCS 2016.
 */
public final class Quantiles implements Serializable {

  private static final long serialVersionUID = 1L;

  // So many values are sorted at once, and up to twice as many where they arrive together; fewer
  // only of what is left when the blocks change their length, and at the end.
  private static final int BUFFER = 2048;

  // Blocks begin when there have been so many values for each place in the top level: then they
  // add less to the error than the levels do.
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

  // Sorted values of each level, in arrays that may be longer.
  private final long[][] levels = new long[LEVELS][];
  private final int[] filled = new int[LEVELS];
  private int top;

  // Values not yet in a level, each of which stands for a block of 2^blockLevel.
  private long[] buffer;
  private int buffered;
  private int blockLevel;

  // How many values of the present block there have been, and the one that stands for them.
  private int blockSeen;
  private long blockValue;

  /**
   * Makes a state without values.
   *
   * @param size how many values the highest level has room for; all have three times that
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

  /** Long streams of full batches need none at first. */
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
      // Each value seen has the same chance, also when a block comes in parts.
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
    // So that it fills a quarter of a level's room, at the beginning half of it.
    long most = Math.min(4L * number, 2 * count) / size;
    int stride = count <= size ? 1 : (int) Long.highestOneBit(Math.max(1, most));
    int first = choose(stride);
    long[] sorted = sorter.sorted(values, from, number, doubles, first, stride);
    int thinned = number / stride;
    int rest = number - thinned * stride;
    // What no full stride is left for goes in as it is.
    long[] tail = Arrays.copyOfRange(sorted, number - rest, number);
    if (stride > 1) {
      for (int i = 0; i < thinned; i++) {
        sorted[i] = sorted[first + i * stride];
      }
      // The number of values taken that are not above a certain one is one of two: by Hoeffding's
      // lemma, its deviations are bounded as those of a variance of a quarter are. Where that one
      // is among n neighbours in any order, it may be one more or less, together with a chance of
      // n / stride. However that divides, the bound holds up to a fifth, not up to a quarter.
      double weight = Math.scalb(1.0, blockLevel);
      variance += weight * weight * stride * stride / 4;
    }
    insert(blockLevel + Integer.numberOfTrailingZeros(stride), sorted, thinned);
    insert(blockLevel, tail, rest);
  }

  /**
   * Ends the adding of single values; what is left is smaller, and can be merged and asked. It must
   * come before either.
   */
  public void finish(KeySorter sorter) {
    flush(sorter);
    if (blockSeen > 0) {
      // The rest of the values, which are less than a block: in each level by the bits of how many.
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
   * Takes over values of which each occurs several times, before anything else was added.
   *
   * @param values ascending
   * @param weights how often each
   */
  public void add(long[] values, long[] weights) {
    long all = Arrays.stream(weights).sum();
    count += all;
    // From the highest level on: what the lower ones have room for depends on it.
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

  /** Adds another state; both must be finished. */
  public void merge(Quantiles other) {
    count += other.count;
    variance += other.variance;
    for (int level = 0; level <= other.top; level++) {
      insert(level, other.levels[level], other.filled[level]);
    }
  }

  /** Puts sorted values into a level, and moves on what is too much. */
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
    // One that has no partner stays.
    values[0] = smallest;
    filled[level] = odd;
  }

  /** Sorted values with others, in the array of the first if there is room. */
  private static long[] merged(long[] own, int size, long[] added, int number) {
    int i = size - 1;
    int j = number - 1;
    long[] all = own.length < size + number ? Arrays.copyOf(own, size + number) : own;
    for (int k = size + number - 1; j >= 0; k--) {
      all[k] = i >= 0 && all[i] > added[j] ? all[i--] : added[j--];
    }
    return all;
  }

  /** One of the numbers from 0 to below a bound, each with the same chance. */
  private int choose(int bound) {
    random += Hashes.NULL;
    return (int) (((Hashes.mix(random) >>> Integer.SIZE) * bound) >>> Integer.SIZE);
  }

  /** The ranks that it knows; it must be finished. */
  public Ranks ranks() {
    Ranks ranks = new Ranks(new long[0], new long[0], Math.sqrt(variance));
    for (int level = 0; level <= top; level++) {
      ranks = ranks.with(levels[level], filled[level], 1L << level);
    }
    return ranks;
  }
}
